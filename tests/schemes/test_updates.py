"""An update that takes the place of a plan's second year begins from that plan."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from bcf.checks.engine import check
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.tables import Edit, Row
from bcf.workbooks.export import workbook
from tests.factories import add, again, plan, put, refusals, section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

UPDATE = "2024-25-update"
PREVIOUSLY = "Previously entered Expenditure for 2024-25 (£)"
LINE = {
    "scheme_code": "7",
    "scheme_name": "Home first",
    "scheme_type": "Home Care or Domiciliary Care",
    "source": "Local Authority Discharge Funding",
    "output_2023-24": "40",
    "output_2024-25": "50",
    "amount_2023-24": "1000",
    "amount_2024-25": "1200.50",
    "local_reference": "K1",
}


@pytest.fixture
def amended() -> Version:
    """A plan of two years with one line and one contribution of its own."""
    version = plan()
    add(version, LINE)
    source = "Additional LA Contribution"
    add(version, {"source": source, "amount_2024-25": "300", "comment": "Beds"}, "income")
    return version


def lines(version: Version) -> list[Row]:
    return section(version).rows(version)


def update() -> Version:
    return plan(collection=UPDATE)


def test_it_begins_with_the_lines_of_the_plan(amended: Version) -> None:
    version = update()
    (was,), (line,) = lines(amended), lines(version)
    assert (line.lineage, line.uid == was.uid) == (was.lineage, False)
    same = ("scheme_code", "scheme_name", "scheme_type", "source", "local_reference")
    assert [line.get(key) for key in same] == [was.get(key) for key in same]
    assert (line.get("amount_2024-25"), line.get("output_2024-25")) == (Decimal("1200.50"), 50)
    assert line.get("amount_2023-24") is None


def test_its_income_is_the_plans_with_nothing_twice(amended: Version) -> None:
    before, after = (section(v, "income").rows(v) for v in (amended, update()))
    assert [row.lineage for row in after] == [row.lineage for row in before]
    assert [row.get("amount_2024-25") for row in after] == [
        row.get("amount_2024-25") for row in before
    ]
    assert after[-1].get("comment") == "Beds"


def test_without_a_plan_it_begins_as_any_other() -> None:
    version = update()
    assert version.base is None
    assert not lines(version)
    assert section(version, "income").rows(version)


def test_the_newest_frozen_version_counts_before_an_open_one(amended: Version) -> None:
    freeze(amended, by=None, reason="Signed")
    later = reopen(amended.submission, by=None, reason="Typing error")
    (line,) = lines(later)
    put(later, Edit(uid=line.uid, raw={"amount_2024-25": "9"}))
    assert lines(update())[0].get("amount_2024-25") == Decimal("1200.50")


class TestWhatWasEnteredBefore:
    def test_it_stands_beside_what_is_entered_now(self, amended: Version) -> None:
        version = update()
        (line,) = lines(version)
        put(version, Edit(uid=line.uid, raw={"amount_2024-25": "1500", "output_2024-25": ""}))
        (line,) = lines(version)
        assert (line.get("previous_amount"), line.get("previous_output")) == (
            Decimal("1200.50"),
            50,
        )
        assert (line.get("amount_2024-25"), line.get("output_2024-25")) == (1500, None)

    def test_a_new_line_has_nothing_before(self, amended: Version) -> None:
        version = update()
        uid = add(version, {"scheme_name": "New", "previous_amount": "5"})
        (new,) = section(version).rows(version, [uid])
        assert new.get("previous_amount") is None

    def test_nobody_types_over_it(self, amended: Version) -> None:
        version = update()
        (line,) = lines(version)
        edit = Edit(uid=line.uid, raw={"previous_amount": "5", "amount_2024-25": "6"})
        assert not refusals(version, edit)
        put(version, edit)
        assert lines(version)[0].get("previous_amount") == Decimal("1200.50")

    def test_it_stays_when_the_update_is_reopened(self, amended: Version) -> None:
        version = update()
        freeze(version, by=None, reason="Signed")
        later = reopen(version.submission, by=None, reason="Change")
        assert lines(later)[0].get("previous_amount") == Decimal("1200.50")

    def test_its_cell_in_the_workbook_is_locked_and_holds_the_figure(
        self, amended: Version
    ) -> None:
        version = update()
        book = load_workbook(io.BytesIO(workbook(again(version))))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        (heading,) = [c for c in cells if c.value == PREVIOUSLY]
        cell = heading.offset(row=1)
        assert (cell.value, cell.protection.locked) == (1200.5, True)

    def test_the_rule_says_so(self, amended: Version) -> None:
        """R-CHK-009"""
        version, other = again(update()), again(amended)
        found = check([version, other])
        said = {
            v.pk: [f.message for f in found[v.pk] if f.rule == "R-CHK-009"]
            for v in (version, other)
        }
        assert said == {
            version.pk: [
                "The £1,200.50 planned before stands beside the lines, and is not changed here."
            ],
            other.pk: [],
        }
