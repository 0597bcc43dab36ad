"""Blank rows, headings again, totals and notes are set aside, with the reason."""

from __future__ import annotations

import pytest

from bcf.pastes.asides import ABOVE, AGAIN, BLANK, LONE
from tests.pastes.made import look

HEAD = "Scheme ID|Scheme Name|Provider|Source of Funding|Expenditure 23/24 (£)"
ONE = "1|Carers|Local Authority|DFG|£1,000"
TWO = "2|Home care|Local Authority|DFG|2,500.50"


def aside(*rows: str, **more: object) -> dict[int, str]:
    made = look(*rows, **more)
    return {row.number: row.aside for row in made.rows if row.aside}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("|Subtotal|||3,500.50", "Looks like a total: “Subtotal” is the sum of rows 2 to 3."),
        ("Sub-total||||9", "Looks like a total: “Sub-total”."),
        ("|Total for carers|||9", "Looks like a total: “Total for carers”."),
        ("|Grand total|||3500.5", "Looks like a total: “Grand total” is the sum of rows 2 to 3."),
        ("||||3,500.50", "Looks like a total: it is the sum of rows 2 to 3."),
        ("Total|Total|Total|Total|7", "Looks like a total: “Total”."),
        ("|Discharge schemes|||", LONE),
        ("All figures are draft||||", LONE),
        (HEAD.upper(), AGAIN),
    ],
)
def test_a_row_that_is_no_line(row: str, why: str) -> None:
    assert aside(HEAD, ONE, TWO, row) == {4: why}


@pytest.mark.parametrize("row", ["||||", " |\u00a0|||"])
def test_a_blank_row_is_set_aside_and_those_at_the_end_are_nothing(row: str) -> None:
    assert aside(HEAD, ONE, row, TWO, row) == {3: BLANK}


@pytest.mark.parametrize(
    "row",
    [
        "3|Total mobile care|Local Authority|DFG|500",
        "3|Totally new|||",
        "||||3,501",
        "4|Summer scheme||DFG|7",
        "5|Sub|Local Authority|DFG|0",
    ],
)
def test_a_line_is_a_line(row: str) -> None:
    assert aside(HEAD, ONE, TWO, row) == {}


def test_sums_begin_anew_after_a_total_and_the_last_is_of_all() -> None:
    found = aside(HEAD, ONE, TWO, "||||3500.50", TWO, ONE, "||||3500.5", "|All, total|||7001")
    assert found[4].endswith("rows 2 to 3.")
    assert found[7].endswith("rows 5 to 6.")
    assert found[8] == "Looks like a total: “All, total” is the sum of rows 2 to 6."


def test_what_stands_above_the_headings_is_told() -> None:
    assert aside("My working copy|2023||", "||||", HEAD, ONE) == {1: ABOVE, 2: BLANK}


def test_a_person_decides_otherwise() -> None:
    rows = (HEAD, ONE, TWO, "|Subtotal|||3,500.50")
    assert aside(*rows, rows={4: True}) == {}
    assert aside(*rows, rows={4: True, 2: False})[2] == "You left it out."


def test_a_block_of_amounts_has_no_total_of_its_own() -> None:
    at = (None, "amount_2023-24")
    assert aside("5", "7", "12", at=at) == {}
    assert aside("5", "", "12", at=at) == {2: BLANK}
