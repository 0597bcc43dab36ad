"""The pages of an upload: sent, looked at, put in, taken back, given back with notes."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bcf.imports import asked, views
from bcf.imports.files import TOO_LARGE
from bcf.imports.models import LONGEST_NAME, Upload, clean_name
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from bcf.tables import Edit
from bcf.workbooks.export import workbook
from bcf.zips import MOST_BYTES
from tests.factories import THIS, add, again, content, put, section
from tests.imports.files import Sent
from tests.workbooks.reading import EXAMPLESHIRE, SAMPLETON, Book

AMOUNT = "expenditure_amount_2023_24"
NAME = "Exampleshire HWB 2023-25 plan.xlsx"


@pytest.fixture
def dev(client: Client, plan: Version) -> User:
    user = User.objects.get(email="dev@example.org")
    client.force_login(user)
    return user


def at(route: str, *more: object, plan: tuple[str, str] = EXAMPLESHIRE) -> str:
    return reverse(route, args=[*plan, *more])


def send(client: Client, data: bytes, name: str = NAME) -> Any:
    return client.post(at("upload"), {"workbook": SimpleUploadedFile(name, data)})


def sent(client: Client, data: bytes) -> str:
    """The address at which a file is looked at."""
    response = send(client, data)
    assert response.status_code == 302, response.content.decode()
    return response.url


def ticked(page: Any) -> dict[str, Any]:
    """What the page's form would send as it stands."""
    context = page.context
    items = [item for _, items in context["tables"] for item in items]
    return {
        "put": "1",
        "revision": context["version"].revision,
        "take": [item.name for item in items if item.ticked],
        **({"rest": "1"} if context["rest"] and context["rest_ticked"] else {}),
        **{c.name: "file" if c.ticked else "plan" for c in context["conflicts"]},
    }


@pytest.fixture
def changed(plan: Version) -> bytes:
    """Two amounts changed, a new line, one line gone, and a cell to mend."""
    file = Sent.of(plan)
    file.cell(AMOUNT, 0).value, file.cell(AMOUNT, 1).value = 1, 2
    file.cell(AMOUNT, 2).value = "tbc"
    file.clear("expenditure", 5)
    file.cell("expenditure_scheme_name", 85).value = "Night sitting"
    return file.data


def test_the_task_list_leads_to_it(client: Client, dev: User) -> None:
    assert at("upload") in client.get(at("submission")).content.decode()


def test_the_file_is_kept_with_who_and_when(client: Client, dev: User, changed: bytes) -> None:
    sent(client, changed)
    kept = Upload.objects.get()
    assert (kept.name, kept.size, bytes(kept.data)) == (NAME, len(changed), changed)
    assert kept.sha256 == hashlib.sha256(changed).hexdigest()
    assert (kept.by, kept.at.date(), kept.change) == (dev, datetime.datetime.now().date(), None)
    page = client.get(at("upload")).content.decode()
    assert NAME in page
    assert "Looked at" in page


def test_it_is_looked_at_put_in_whole_and_taken_back(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    before = content(plan)
    address = sent(client, changed)
    page = client.get(address)
    assert page.context["sentence"] == (
        "2 cells change, 1 row is new, 1 row is gone; 1 thing cannot be taken."
    )
    assert content(plan) == before
    response = client.post(address, ticked(page))
    assert response.url == at("history")
    change = plan.changes.first()
    assert change is not None
    assert (change.by, change.what, change.via) == (dev, f"Uploaded workbook: {NAME}", "page")
    assert Upload.objects.get().change == change
    lines = section(plan).rows(again(plan))
    assert [line.get(THIS) for line in lines[:2]] == [1, 2]
    assert lines[-1].get("scheme_name") == "Night sitting"
    assert "4 changes put in" in client.get(at("history")).content.decode()
    client.post(at("undo", change.revision))
    assert content(again(plan)) == before
    assert "Put in" in client.get(address).content.decode()


def test_only_what_is_ticked_goes_in(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    address = sent(client, changed)
    form = ticked(client.get(address))
    client.post(address, form | {"take": form["take"][1:]})
    was, now = (section(plan).rows(again(plan))[place].get(THIS) for place in (0, 1))
    assert (was != 1, now) == (True, 2)


def test_nothing_ticked_puts_nothing_in(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    address = sent(client, changed)
    page = client.post(address, ticked(client.get(address)) | {"take": []})
    assert page.status_code == 200
    assert views.NOTHING in page.content.decode()
    assert not any(item.ticked for _, items in page.context["tables"] for item in items)


def test_a_plan_that_moved_is_looked_at_again(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    address = sent(client, changed)
    form = ticked(client.get(address))
    first = section(plan).rows(plan)[0]
    put(plan, Edit(uid=first.uid, raw={THIS: "7"}))
    page = client.post(address, form)
    assert (page.status_code, page.context["error"]) == (200, views.MOVED)
    (conflict,) = page.context["conflicts"]
    assert (conflict.seen, conflict.was, conflict.will) == (f"{first.get(THIS):,}", "7", "1")
    assert section(plan).rows(again(plan))[1].get(THIS) != 2
    client.post(address, ticked(page) | {conflict.name: "file"})
    assert [line.get(THIS) for line in section(plan).rows(again(plan))[:2]] == [1, 2]


def test_a_conflict_keeps_the_plan_s_unless_told(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    put(plan, Edit(uid=section(plan).rows(plan)[0].uid, raw={THIS: "7"}))
    address = sent(client, changed)
    client.post(address, ticked(client.get(address)))
    assert [line.get(THIS) for line in section(plan).rows(again(plan))[:2]] == [7, 2]


def test_a_tick_that_does_not_fit_the_others_is_told(
    client: Client, plan: Version, dev: User
) -> None:
    """A new sub type without its type."""
    file = Sent.of(plan)
    file.cell("expenditure_scheme_type", 0).value = "Carers Services"
    file.cell("expenditure_sub_type", 0).value = "Respite services"
    address = sent(client, file.data)
    form = ticked(client.get(address))
    page = client.post(address, form | {"take": [n for n in form["take"] if "sub_type" in n]})
    assert page.status_code == 200
    assert "is not in the list" in page.context["error"]
    assert again(plan).revision == plan.revision


def test_more_than_a_browser_can_tick(
    client: Client, plan: Version, dev: User, monkeypatch: pytest.MonkeyPatch, changed: bytes
) -> None:
    monkeypatch.setattr(asked, "MOST_TICKS", 1)
    address = sent(client, changed)
    page = client.get(address)
    assert page.context["rest"] == 3
    form = ticked(page)
    client.post(address, form | {"take": [], "rest": "1"})
    was, now = (section(plan).rows(again(plan))[place].get(THIS) for place in (0, 1))
    assert (was != 1, now) == (True, 2)


def test_a_frozen_plan_is_only_looked_at(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    frozen = freeze(plan, by=None, reason="Sent")
    address = sent(client, changed)
    page = client.get(address)
    assert "Reopen the plan to put anything in" in page.content.decode()
    assert client.post(address, ticked(page)).url == at("submission")
    assert again(frozen).revision == frozen.revision


def test_questions_are_answered_and_the_answers_carried_on(
    client: Client, plan: Version, dev: User
) -> None:
    file = Sent.of(plan)
    file.forget_uids("expenditure")
    file.cell("expenditure_scheme_name", 3).value = "Another name"
    file.cell("expenditure_scheme_name", 4).value = "Yet another"
    file.cell("expenditure_provider", 3).value = file.cell("expenditure_provider", 4).value = None
    address = sent(client, file.data)
    page = client.get(address)
    first, second = page.context["questions"]
    (_, new), (uid, _), _ = first.options
    assert new == "A new line"
    page = client.post(address, {first.name: uid, second.name: ""})
    assert [question.name for question in page.context["questions"]] == [second.name]
    assert page.context["carried"] == [(first.name, uid)]
    assert page.context["sentence"] == "2 cells change; 1 row has to be told apart."
    response = client.post(address, ticked(page) | {first.name: uid})
    assert response.url == at("history")
    assert section(plan).rows(again(plan))[3].get("scheme_name") == "Another name"


def test_thousands_are_asked_before_anything_else(client: Client, plan: Version, dev: User) -> None:
    file = Sent.of(plan)
    for cell in file.column(AMOUNT):
        if isinstance(cell.value, int | float):
            cell.value /= 1000
    file.cell(AMOUNT, 0).value = 1
    address = sent(client, file.data)
    page = client.get(address)
    (doubt,) = page.context["doubts"]
    assert "are these amounts thousands of pounds?" in page.content.decode()
    page = client.post(address, {doubt["name"]: "yes"})
    (shown,) = [item for _, items in page.context["tables"] for item in items]
    assert shown.will == "1,000"


class TestWhatIsNotTaken:
    @pytest.mark.parametrize(
        ("data", "error"),
        [
            (b"", views.EMPTY),
            (
                b"%PDF-1.7",
                "This is a PDF file. Choose the Excel workbook (.xlsx)",
            ),
            (b"x" * (MOST_BYTES + 1), TOO_LARGE),
        ],
        ids=["empty", "no workbook", "too large"],
    )
    def test_a_file_that_is_none(self, client: Client, dev: User, data: bytes, error: str) -> None:
        page = send(client, data)
        assert page.status_code == 200
        assert page.context["error"].startswith(error)
        assert not Upload.objects.exists()

    def test_no_file_at_all(self, client: Client, dev: User) -> None:
        assert client.post(at("upload")).context["error"] == views.NO_FILE

    def test_another_board_s_plan(self, client: Client, dev: User) -> None:
        page = send(client, workbook(newest_version(*SAMPLETON)))
        assert page.context["error"].startswith("This file is Sampleton's 2023-25 plan.")
        assert not Upload.objects.exists()


def test_an_upload_is_not_found_under_another_plan(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    sent(client, changed)
    kept = Upload.objects.get()
    Upload.objects.update(submission=newest_version(*SAMPLETON).submission)
    for route in ("upload_look", "upload_notes"):
        assert client.get(at(route, kept.uid)).status_code == 404


def test_the_file_comes_back_with_notes(
    client: Client, plan: Version, dev: User, changed: bytes
) -> None:
    put(plan, Edit(uid=section(plan).rows(plan)[0].uid, raw={THIS: "7"}))
    address = sent(client, changed)
    response = client.post(f"{address}notes/")
    assert (
        'filename="Exampleshire HWB 2023-25 plan, not for submission.xlsx"'
        in (response.headers["Content-Disposition"])
    )
    book = Book(response.content).formulas
    notes = [row[0].comment for row in book["6. Expenditure"]["S20:S110"]]
    assert len([note for note in notes if note]) == 2
    assert book.sheetnames[0] == "What to mend"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("plan.xlsx", "plan.xlsx"),
        ("C:\\Users\\me\\my  plan.xlsx", "my plan.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202exslx.exe\x00.xlsx", "axslx.exe.xlsx"),
        ("", "workbook.xlsx"),
        ("\x00", "workbook.xlsx"),
        (".xlsx", ".xlsx"),
        (f"{'x' * 300}.xlsx", f"{'x' * (LONGEST_NAME - 5)}.xlsx"),
        ("y" * 300, "y" * LONGEST_NAME),
    ],
)
def test_names_of_files_are_cleaned(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def test_a_file_that_differs_in_nothing_has_nothing_to_put_in(
    client: Client, plan: Version, dev: User
) -> None:
    add(plan, {"scheme_name": "x"})
    page = client.get(sent(client, Sent.of(plan).data))
    assert page.context["sentence"] == "Nothing in this file differs from the plan."
    assert "Put in the ticked" not in page.content.decode()
