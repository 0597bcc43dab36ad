"""Exampleshire 2023-25: a full plan, right to the penny."""

from decimal import Decimal

import pytest

from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.tables import Row
from schemes.sections import Expenditure

from .reading import EXAMPLESHIRE, TWO_YEARS, added_up, amount, rows_of, version_of

YEARS = ("2023-24", "2024-25")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


@pytest.fixture
def plan() -> Version:
    return version_of(EXAMPLESHIRE, TWO_YEARS)


@pytest.fixture
def lines(plan: Version) -> list[Row]:
    return rows_of(plan, "expenditure")


@pytest.fixture
def income(plan: Version) -> list[Row]:
    """Every source and contributor, without the districts' parts."""
    return [r for r in rows_of(plan, "income") if "X99D" not in str(r.get("contributor"))]


def test_has_eighty_lines_of_every_type_and_source(plan: Version, lines: list[Row]) -> None:
    edition = plan.submission.collection.edition

    assert len(lines) == 80
    assert {line.get("scheme_type") for line in lines} == set(
        edition.scheme_types.values_list("key", flat=True)
    )
    assert {line.get("source") for line in lines} == set(
        edition.sources.values_list("key", flat=True)
    )


@pytest.mark.parametrize("year", YEARS)
def test_each_source_is_spent_to_the_penny(year: str, income: list[Row], lines: list[Row]) -> None:
    spent = added_up(lines, year, lambda line: line.get("source"))

    assert spent == added_up(income, year, lambda row: row.get("source"))
    assert any(amount(line, year) % 1 for line in lines), "no line has pence to lose"


@pytest.mark.parametrize(
    ("year", "total"), [("2023-24", "80442865.75"), ("2024-25", "86779128.25")]
)
def test_pool_is_the_same_on_both_sides(
    year: str, total: str, income: list[Row], lines: list[Row]
) -> None:
    assert sum(amount(row, year) for row in income) == Decimal(total)
    assert sum(amount(line, year) for line in lines) == Decimal(total)


@pytest.mark.parametrize("year", YEARS)
def test_districts_share_the_dfg_to_the_penny(year: str, plan: Version) -> None:
    dfg = [row for row in rows_of(plan, "income") if row.get("source") == "dfg"]
    whole, *parts = [amount(row, year) for row in dfg]

    assert [row.get("contributor") for row in dfg] == [EXAMPLESHIRE, "X99D01", "X99D02", "X99D03"]
    assert sum(parts) == whole


def test_nothing_needed_is_empty(plan: Version) -> None:
    empty = {
        (section.key, row.position, column.key)
        for section in sections_of(plan.submission.collection)
        for row in section.rows(plan)
        for column in section.columns
        if _needed(section, column, row) and row.get(column.key) is None
    }

    assert empty == set()


def _needed(section: object, column, row: Row) -> bool:
    """Whether a cell must be filled; outputs and sub types hang on the type."""
    if column.computed or column.need == "never" or not column.asked(row.values):
        return False
    if column.field == "sub_type":
        return bool(column.options_for(row.values))
    if column.field == "output":
        return isinstance(section, Expenditure) and section.asks_outputs(row.values)
    return True


def test_joint_lines_share_between_nhs_and_council(lines: list[Row]) -> None:
    joint = [line for line in lines if line.get("commissioner") == "joint"]

    assert len(joint) == 10
    assert {line.get("nhs_share") for line in joint} == {40, 45, 50, 55, 60, 65}


def test_additional_money_says_who_and_what_for(income: list[Row]) -> None:
    additional = [row for row in income if str(row.get("source")).startswith("add_")]

    assert len(additional) == 3
    assert all(row.get("contributor") and row.get("comment") for row in additional)


def test_the_plan_says_that_it_is_made_up(plan: Version) -> None:
    assert plan.submission.board.fictional
    assert "made up" in plan.submission.illustration


def test_a_worse_target_and_short_months_are_explained(plan: Version) -> None:
    explained = [row.get("metric") for row in rows_of(plan, "metrics") if row.get("worse_because")]
    assert explained == ["REA-2023-24"]
    for key in ("hospital-discharge", "community"):
        months = [(row.get("surplus"), row.get("shortfall")) for row in rows_of(plan, key)]
        short = [said for surplus, said in months if isinstance(surplus, Decimal) and surplus < 0]
        assert short
        assert all(short)
