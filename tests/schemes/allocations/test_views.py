"""An analyst loads a published list: all of it, and only when its sum agrees."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.boards.models import Board, Organisation, Source
from bcf.changes import changes_of
from bcf.checks.engine import check
from bcf.checks.findings import Outcome
from bcf.editions.models import Allocation, NationalTotal
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from tests.factories import EXAMPLESHIRE, row, section

from .lists import HEADS, Lines, council_list, csv_file, said, workbook

pytestmark = pytest.mark.usefixtures("examples")

LISTS, LIST = reverse("allocations"), reverse("allocation_list")
HARTLEPOOL = "E06000001"
DAY = datetime.date(2024, 6, 1)


def signed_in(email: str = "noor@example.net") -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def client() -> Client:
    return signed_in()


def upload(client: Client, data: bytes, name: str = "annex.xlsx") -> HttpResponse:
    return client.post(LISTS, {"file": SimpleUploadedFile(name, data)})


def hidden(page: HttpResponse, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def look(client: Client, lines: Lines, **more: str) -> HttpResponse:
    """A list with one row of headings, uploaded and looked at."""
    uploaded = upload(client, workbook([HEADS, *lines]))
    return client.post(LIST, {"list": hidden(uploaded, "list"), **said(**more)})


def load(client: Client, looked: HttpResponse, **more: str) -> HttpResponse:
    carried = {name: hidden(looked, name) for name in ("list", "seen")}
    return client.post(LIST, {**carried, "load": "1", **said(**more)})


def text(page: HttpResponse) -> str:
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def small_list(*amounts: Sequence[object]) -> dict[str, str]:
    """What is said of a list that is too small for the loaded national total."""
    NationalTotal.objects.filter(fund="ibcf", year="2024-25").delete()
    return {"national": str(sum(Decimal(str(a)) for _, _, a in amounts))}


def test_a_list_that_agrees_is_loaded_whole_with_who_and_why(client: Client) -> None:
    lines = council_list()
    looked = look(client, lines)
    assert "The sum agrees" in text(looked)
    assert load(client, looked).url == LISTS
    day = datetime.date(2024, 3, 1)
    loaded = Allocation.objects.filter(fund="ibcf", year="2024-25", published_on=day)
    assert loaded.count() == len(lines) > 150
    kept = loaded.get(board__code=HARTLEPOOL)
    assert (kept.contributor.code, kept.stage, kept.source) == (HARTLEPOOL, "final", "W29")
    assert sum(a.amount for a in loaded) == 2_140_123_456
    (change,) = changes_of(kept)
    assert change.who == "Noor Template"
    assert change.why.startswith("Allocation list: iBCF 2024-25, final: Improved Better Care Fund")


def test_an_earlier_figure_stays(client: Client) -> None:
    before = Allocation.objects.get(board__code="E06000008", fund="ibcf", year="2024-25")
    more = {"published_on": "2024-06-01", "stage": "revised"}
    load(client, look(client, council_list(), **more), **more)
    found = Allocation.objects.filter(board=before.board, fund="ibcf", year="2024-25")
    assert found.count() == 2
    assert found.in_force().get().published_on == DAY
    before.refresh_from_db()
    assert before.amount == 8_349_082


@pytest.mark.parametrize("total", [2_129_000_000, 2_140_600_000])
def test_a_wrong_sum_is_refused_and_the_difference_said(client: Client, total: int) -> None:
    looked = look(client, council_list(total))
    assert "The sum does not agree" in text(looked)
    assert f"£{abs(total - 2_140_000_000):,}" in text(looked)
    assert not hidden(looked, "seen")
    count = Allocation.objects.count()
    assert "Something has changed" in text(load(client, looked))
    assert Allocation.objects.count() == count


def test_thousands_stop_and_ask_and_are_loaded_as_pounds(client: Client) -> None:
    lines = council_list(2_140_123)
    looked = look(client, lines)
    assert "about a thousandth of what was expected" in text(looked)
    assert not hidden(looked, "seen")
    looked = look(client, lines, unit="1000")
    assert "The sum agrees" in text(looked)
    load(client, looked, unit="1000")
    kept = Allocation.objects.get(board__code=lines[3][0], fund="ibcf", published_on="2024-03-01")
    assert kept.amount == Decimal(str(lines[3][2])) * 1000


def test_a_heading_of_thousands_stops_and_asks(client: Client) -> None:
    data = workbook([["Code", "Name", "£000"], *council_list()])
    page = client.post(LIST, {"list": hidden(upload(client, data), "list"), **said()})
    assert "The heading says thousands" in text(page)


def test_a_row_that_is_not_known_has_to_be_answered(client: Client) -> None:
    lines = [*council_list(), ["England", "England", 2_140_123_456]]
    lines[0][0] = "Nowhere"
    looked = look(client, lines)
    assert "Row 4: Nowhere" in text(looked)
    assert "Row 157: England" in text(looked)
    assert not hidden(looked, "seen")
    answers = {"row-4-authority": "E09000002", "row-157-authority": "out"}
    looked = look(client, lines, **answers)
    assert "1 row left out" in text(looked)
    assert load(client, looked, **answers).status_code == 302
    assert Allocation.objects.filter(board__code="E09000002", published_on="2024-03-01").exists()


def test_a_body_twice_is_refused(client: Client) -> None:
    lines = council_list()
    lines[1] = [*lines[0][:2], lines[1][2]]
    looked = look(client, lines)
    assert "is of the same body already" in text(looked)
    assert not hidden(looked, "seen")


def test_what_was_seen_is_what_is_loaded(client: Client) -> None:
    looked = look(client, council_list())
    count = Allocation.objects.count()
    page = load(client, looked, stage="revised")
    assert "Something has changed since you looked" in text(page)
    assert Allocation.objects.count() == count
    council = Organisation.objects.get(code=HARTLEPOOL)
    board = Board.objects.get(code=HARTLEPOOL)
    Allocation.objects.create(
        board=board,
        fund="ibcf",
        contributor=council,
        year="2024-25",
        stage="final",
        published_on=DAY,
        amount=5,
    )
    assert "Something has changed since you looked" in text(load(client, looked))


def test_loading_twice_loads_nothing_more_and_another_sum_of_the_day_is_refused(
    client: Client,
) -> None:
    lines = council_list()
    load(client, look(client, lines))
    again = text(look(client, lines))
    assert "All of it is loaded already" in again
    lines[0][2], lines[1][2] = int(str(lines[0][2])) + 5, int(str(lines[1][2])) - 5
    other = look(client, lines)
    assert "2 figures of this stage and day are loaded with another amount" in text(other)
    assert not hidden(other, "seen")


def test_a_typed_total_and_a_new_source_are_kept(client: Client) -> None:
    lines = council_list()
    NationalTotal.objects.filter(fund="ibcf", year="2024-25").delete()
    assert "No national total is loaded" in text(look(client, lines))
    more = {"national": "2,140,123,000", "source": "", "source_code": "Z99"}
    more["source_title"] = "A determination"
    looked = look(client, lines, **more)
    load(client, looked, **more)
    total = NationalTotal.objects.get(fund="ibcf", year="2024-25")
    assert (total.amount, total.source) == (2_140_123_000, "Z99")
    assert Source.objects.get(code="Z99").title == "A determination"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"national": "3,000,000,000"}, "is loaded, which is another total"),
        ({"national": "much"}, "“much” is not an amount"),
        ({"source": "", "source_code": "w29", "source_title": "x"}, "There is a source of this"),
        ({"source": ""}, "Say where the list was published"),
        ({"head": "900"}, "There is nothing under this row"),
        ({"head": "0"}, "greater than or equal to 1"),
        ({"amount": "99"}, "is not one of the available choices"),
        ({"amount": ""}, "Say this too"),
        ({"authority": ""}, "Each figure of iBCF needs it"),
        ({"fund": "min_nhs"}, "Each figure of NHS Minimum Contribution needs it"),
        ({"fund": "add_la"}, "is not one of the available choices"),
        ({"published_on": "soon"}, "Enter a valid date"),
        ({"sheet": "Nowhere"}, "is not one of the available choices"),
    ],
)
def test_what_is_said_wrongly_is_told_and_what_was_typed_is_kept(
    client: Client, more: dict[str, str], message: str
) -> None:
    page = look(client, council_list(), **more)
    assert message in text(page)
    assert 'value="2024-03-01"' in page.content.decode() or "published_on" in more


def test_a_csv_file_is_a_list_too(client: Client) -> None:
    uploaded = upload(client, csv_file([HEADS, *council_list()]), "annex.csv")
    carried = {"list": hidden(uploaded, "list"), **said(sheet="CSV", head="1")}
    assert "The sum agrees" in text(client.post(LIST, carried))


def test_a_file_that_is_no_list_is_refused_in_words(client: Client) -> None:
    assert "CSV or text file with another ending" in text(upload(client, b"Name,Amount\n"))
    assert "Choose the list first." in text(client.post(LISTS, {}))


def test_a_list_that_did_not_come_along_has_to_be_chosen_again(client: Client) -> None:
    response = client.post(LIST, {"list": "forged", **said()}, follow=True)
    assert "The file did not come along" in text(response)


def planned() -> Version:
    """What counts for 2024-25: the update takes the place of the plan's second year."""
    return newest_version(EXAMPLESHIRE, "2024-25-update")


def test_the_plans_that_a_list_hits_are_named_and_by_how_much(client: Client) -> None:
    lines = [[EXAMPLESHIRE, "Exampleshire", 14_206_833]]
    more = {**small_list(*lines), "published_on": "2024-06-01", "stage": "revised"}
    looked = look(client, lines, **more)
    assert "0 new, 0 the same as in force, 1 changed" in text(looked)
    assert re.search("Exampleshire: 2024-25 update.*14,206,733 14,206,833 £100 more", text(looked))
    load(client, looked, **more)
    version = planned()
    income = section(version, "income")
    rows = income.rows(version)
    line = next(r for r in rows if r.get("source") == "ibcf")
    lock = income.locks(version, rows)[line.uid, "amount_2024-25"]
    assert lock.value == 14_206_833
    assert row(version, line.uid, "income").get("amount_2024-25") == 14_206_733
    findings = check([version])[version.pk]
    wrong = [f.message for f in findings if f.outcome == Outcome.FAILS]
    assert any("iBCF" in message for message in wrong)


def test_a_shared_sum_is_held_against_all_boards_plans(client: Client) -> None:
    lines = [["QX2", "NHS Northmoor ICB", 1_480_225]]
    NationalTotal.objects.filter(fund="disch_icb", year="2024-25").delete()
    more = {"fund": "disch_icb", "nhs_body": "0", "national": "1480225"}
    looked = look(client, lines, **more, published_on="2024-06-01")
    assert re.search("All boards of NHS Northmoor.*1,480,226 1,480,225 £1 less", text(looked))


def test_a_minimum_that_changes_hits_the_boards_plan(client: Client) -> None:
    before = Allocation.objects.get(fund="asc_min", board__code=EXAMPLESHIRE, year="2024-25")
    lines = [[EXAMPLESHIRE, "Exampleshire", int(before.amount) + 2500]]
    more = {"fund": "asc_min", "national": str(int(before.amount) + 2500)}
    looked = look(client, lines, **more, published_on="2024-06-01")
    assert re.search("Exampleshire: 2024-25 update the NHS minimum.*£2,500 more", text(looked))


def test_what_is_loaded_is_told_by_fund_and_year(client: Client) -> None:
    page = text(client.get(LISTS))
    assert re.search("iBCF 2024-25 15 211,876,691 2,140,000,000 Loaded in part", page)
    assert re.search("DFG 2025-26 \u2013 \u2013 711,000,000 Allocation not loaded", page)
    more = {"published_on": "2024-06-01"}
    load(client, look(client, council_list(), **more), **more)
    page = text(client.get(LISTS))
    assert re.search("iBCF 2024-25 153 2,140,123,456 2,140,000,000 Loaded ", page)


@pytest.mark.parametrize("email", ["noor@example.net", "admin@example.net"])
def test_analysts_and_administrators_keep_the_lists(email: str) -> None:
    page = signed_in(email).get(reverse("home"))
    assert LISTS in page.content.decode()
    assert signed_in(email).get(LISTS).status_code == 200


@pytest.mark.parametrize("email", ["dev@example.org", "remi@example.net", "nell@example.net"])
def test_nobody_else_does(email: str) -> None:
    client = signed_in(email)
    assert LISTS not in client.get(reverse("home"), follow=True).content.decode()
    assert client.get(LISTS).status_code == 403
    assert client.post(LIST, {"list": "x"}).status_code == 403
