"""`load_examples`: loads once, keeps every edit, and makes nobody where it would be unsafe."""

import shutil
from io import StringIO
from pathlib import Path

import pghistory.models
import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from bcf.examples.people import PASSWORD
from bcf.people.models import User
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Change, Submission, Version, Via
from bcf.submissions.proposals import Incoming, propose, propose_undo
from bcf.tables import Edit

from .reading import (
    BCP,
    BCP_PLAN,
    DORSET,
    EXAMPLESHIRE,
    SAMPLETON,
    TWO_YEARS,
    rows_of,
    version_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]
PLANS = [
    f"{BCP}/{BCP_PLAN}",
    f"{DORSET}/{TWO_YEARS}",
    f"{EXAMPLESHIRE}/{BCP_PLAN}",
    f"{EXAMPLESHIRE}/2022-23-plan",
    f"{EXAMPLESHIRE}/2022-23-discharge",
    f"{EXAMPLESHIRE}/{TWO_YEARS}",
    f"{EXAMPLESHIRE}/2024-25-update",
    f"{EXAMPLESHIRE}/2025-26-plan",
    f"{EXAMPLESHIRE}/2026-27-plan",
    f"{SAMPLETON}/{TWO_YEARS}",
]


@pytest.fixture(autouse=True)
def on_a_developers_machine(settings: Settings) -> None:
    settings.DEBUG = True


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_examples", *arguments, stdout=out)
    return out.getvalue()


def set_income(version: Version, amount: str) -> Change:
    """Type another sum for the CCG's minimum, as somebody would on the page."""
    ccg = next(row for row in rows_of(version, "income") if row.get("source") == "min_nhs")
    edit = Edit(uid=ccg.uid, raw={"amount_2019-20": amount})
    change = propose(version, {"income": Incoming([edit])}).apply(by=None, what="Typed")
    assert change is not None
    return change


def ccg_income(version: Version) -> object:
    rows = rows_of(version, "income")
    return next(row.get("amount_2019-20") for row in rows if row.get("source") == "min_nhs")


def test_loads_every_plan_and_tells_how_to_sign_in() -> None:
    told = load()

    assert [line for line in told.splitlines() if "/" in line] == [f"{p}: loaded" for p in PLANS]
    assert f"Sign in with the password {PASSWORD} as:" in told
    assert "asha@example.org     Commissioner, Bournemouth" in told


def test_loading_again_changes_nothing() -> None:
    load()
    before = list(Change.objects.values_list("pk", flat=True))

    told = load()

    assert [line for line in told.splitlines() if "/" in line] == [f"{p}: kept" for p in PLANS]
    assert "changed since" not in told
    assert list(Change.objects.values_list("pk", flat=True)) == before
    assert User.objects.count() == 19


def test_an_edit_stays() -> None:
    load("--without-people")
    version = version_of(BCP, BCP_PLAN)
    set_income(version, "29,975,000")

    told = load("--without-people")

    assert f"{PLANS[0]}: kept: edited since" in told
    assert f"{PLANS[1]}: kept\n" in told
    assert ccg_income(version) == 29_975_000


def test_an_edit_taken_back_is_an_edit_too() -> None:
    load("--without-people")
    version = version_of(BCP, BCP_PLAN)
    change = set_income(version, "29975000")
    propose_undo(change).apply(by=None, what="Undone", via=Via.UNDO)

    assert f"{PLANS[0]}: kept: edited since" in load("--without-people")
    assert ccg_income(version) == 40_199_000


def test_a_frozen_and_reopened_plan_stays() -> None:
    load("--without-people")
    freeze(version_of(BCP, BCP_PLAN), by=None, reason="Sent")
    assert f"{PLANS[0]}: kept\n" in load("--without-people")
    reopen(Submission.objects.get(board__code=BCP), by=None, reason="Asked to")

    assert f"{PLANS[0]}: kept: edited since" in load("--without-people")
    assert version_of(BCP, BCP_PLAN).number == 2


def test_a_plan_that_somebody_emptied_is_not_filled_again() -> None:
    load("--without-people")
    version = version_of(SAMPLETON, TWO_YEARS)
    empty = propose(version, {"expenditure": Incoming([], replace=True)})
    empty.apply(by=None, what="Cleared")

    load("--without-people")

    assert rows_of(version, "expenditure") == []


def test_history_says_why_and_names_nobody() -> None:
    load("--without-people")
    version = version_of(BCP, BCP_PLAN)
    changes = version.changes.order_by("revision")

    assert [(c.by, c.via, c.what) for c in changes] == [
        (None, "start", "Started"),
        (None, "command", "Example loaded"),
    ]
    assert "report of 25 September 2019" in changes[1].reason
    events = pghistory.models.Events.objects.tracks(version.submission)
    assert [event.pgh_context["what"] for event in events] == ["Started", "Example loaded"]


def test_refuses_to_make_people_where_others_could_sign_in(settings: Settings) -> None:
    settings.DEBUG = False

    with pytest.raises(CommandError, match="password that anybody can read"):
        load()

    assert not User.objects.exists()
    assert not Submission.objects.exists()


def test_loads_plans_alone_anywhere(settings: Settings) -> None:
    settings.DEBUG = False

    told = load("--without-people")

    assert PASSWORD not in told
    assert not User.objects.exists()
    assert Submission.objects.count() == len(PLANS)


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the example files to spoil."""
    shutil.copytree(settings.FIXTURES / "examples", tmp_path / "examples")
    settings.FIXTURES = tmp_path
    return tmp_path / "examples"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("plans.csv", BCP, "E06999999", "E06999999/2019-20-plan is not in the reference data"),
        ("people.csv", "QVV", "QZZ", "QZZ is not in the reference data"),
        ("bcp-2019-20/income.csv", "comment", "remark", "income.csv: no column is called remark"),
        (
            "bcp-2019-20/expenditure.csv",
            "3101000",
            "n/a",
            "bcp-2019-20/expenditure.csv, row 2, amount_2019-20: “n/a” is not",
        ),
        ("bcp-2019-20/expenditure.csv", "3101000", "3101000,1", "row 2: not as many cells"),
        (
            "exampleshire-2023-25/income.csv",
            "6412385",
            "6412386",
            "income.csv, row 2, amount_2023-24: The published allocation for 2023-24",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    files: Path, file: str, old: str, new: str, message: str
) -> None:
    spoil(files / file, old, new)

    with pytest.raises(CommandError) as refused:
        load()

    assert message in str(refused.value)


def test_a_file_for_no_section_is_refused(files: Path) -> None:
    (files / "bcp-2019-20" / "weather.csv").write_text("sun\nyes\n")

    with pytest.raises(CommandError, match="has no section “weather”"):
        load("--without-people")


def test_a_plan_with_a_wrong_file_is_not_begun(files: Path) -> None:
    spoil(files / "sampleton-2023-25" / "expenditure.csv", "disch_icb", "nobody")

    with pytest.raises(CommandError):
        load("--without-people")

    assert set(Submission.objects.values_list("board__code", flat=True)) == {
        BCP,
        DORSET,
        EXAMPLESHIRE,
    }
