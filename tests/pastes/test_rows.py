"""Cells are read by their columns; mends, cells above, types told by sub types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bcf.pastes.answers import Bad
from bcf.pastes.rows import in_pounds
from tests.pastes.made import FIRST, SECOND, look

HEAD = "Scheme ID|Scheme Name|Scheme Type|Sub Types|Source of Funding|Expenditure 23/24 (£)"


@pytest.mark.parametrize(
    ("thousands", "pounds"),
    [
        ("3,204", "3204000"),
        ("£3 204.5", "3204500"),
        ("3,204.2567", "3204256.7"),
        ("£.5", "500"),
        (".0001", "0.1"),
        ("1,234.50 £", "1234500"),
        ("924.11806\u00a0", "924118.06"),
        ("0", "0"),
    ],
)
def test_thousands_are_pounds(thousands: str, pounds: str) -> None:
    assert Decimal(in_pounds(thousands)) == Decimal(pounds)


@pytest.mark.parametrize("text", ["", " - ", "tbc", "5-", "(5)", "-5", "1,2,3", "1.5.2", "5²"])
def test_what_is_no_amount_stays_as_it_is(text: str) -> None:
    assert in_pounds(text) == text


def cell(row: str, key: str, head: str = HEAD, **answers: object):
    (found,) = look(head, row, **answers).rows
    return found.cells[key]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("£1,234", "1234"),
        ("1\u00a0234\u00a0567", "1234567"),
        (" £988,336.00 ", "988336"),
        (" £-   ", None),
        (" -   ", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: str | None) -> None:
    found = cell(f"1|a|Home Care|Other|DFG|{text}", FIRST)
    assert found.why == ""
    assert found.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize("text", ["5,000-", "(5,000)", "tbc", "12k"])
def test_a_bad_amount_has_the_columns_reason(text: str) -> None:
    found = cell(f"1|a|Home Care|Other|DFG|{text}", FIRST)
    assert f"“{text}”" in found.why
    assert found.bad is None


def test_a_figure_is_mended_where_it_stands() -> None:
    found = cell("1|a|Home Care|Other|DFG|tbc", FIRST, cells={(2, FIRST): "7"})
    assert (found.value, found.why, found.mended, found.pasted) == (Decimal(7), "", True, "tbc")
    again = cell("1|a|Home Care|Other|DFG|tbc", FIRST, cells={(2, FIRST): "tbc"})
    assert (bool(again.why), again.mended) == (True, False)


def test_an_entry_is_mended_wherever_it_stands() -> None:
    rows = ["1|a|Carers Services|Respit|DFG|1", "2|b|Carers Services|respit |DFG|2"]
    bad = Bad("sub_type", "carers", "respit")
    before = look(HEAD, *rows, "3|c|Home Care|Respit|DFG|3")
    assert [row.cells["sub_type"].bad == bad for row in before.rows] == [True, True, False]
    made = look(HEAD, *rows, values={bad: "carers.respite"})
    assert [row.cells["sub_type"].value for row in made.rows] == ["carers.respite"] * 2


def test_what_follows_a_bad_cell_waits_for_it() -> None:
    (row,) = look(HEAD, "1|a|Homecare|Respite services|DFG|1").rows
    assert row.to_mend == 1
    assert row.cells["sub_type"].waits
    assert not row.settled


def test_the_options_of_a_bad_entry_are_those_of_its_type() -> None:
    options = cell("1|a|Home Care|Respite|DFG|1", "sub_type").options
    assert {option.parent for option in options} == {"home"}


def test_a_type_that_was_not_pasted_is_told_by_its_sub_type() -> None:
    head = HEAD.replace("Scheme Type|", "")
    (row,) = look(head, "1|a|Respite services|DFG|1").rows
    assert row.values()["scheme_type"] == "carers"
    assert row.cells["scheme_type"].implied
    assert "follows another" in cell("1|a|Other|DFG|1", "sub_type", head).why
    bad = Bad("sub_type", "", "other")
    chosen = cell("1|a|Other|DFG|1", "sub_type", head, values={bad: "home.other"})
    assert (chosen.value, chosen.why) == ("home.other", "")


MERGED = ["1|a|Home Care|Other|DFG|1", "||Home Care|Other|nhs|2", "|b|Home Care|Other|DFG|3"]


def names(*rows: str, **answers: object) -> list[tuple[str, str]]:
    made = look(HEAD, *rows, **answers)
    return [(row.cells["scheme_code"].pasted, row.cells["scheme_name"].pasted) for row in made.rows]


def test_blank_names_are_as_above_where_there_is_an_amount() -> None:
    assert names(*MERGED) == [("1", "a"), ("1", "a"), ("1", "b")]
    assert look(HEAD, *MERGED).above == [3, 4]
    assert names(MERGED[0], "||Home Care|Other|DFG|") == [("1", "a"), ("", "")]
    assert names(MERGED[0], "2||Home Care|Other|DFG|7") == [("1", "a"), ("2", "")]
    assert names(MERGED[1]) == [("", "")]


def test_blank_names_stay_blank_when_the_person_says_so() -> None:
    assert names(*MERGED, above=False) == [("1", "a"), ("", ""), ("", "b")]
    assert look(HEAD, *MERGED, above=False).above == [3, 4]


def test_a_total_is_no_line_to_take_names_from_or_to_give_them_to() -> None:
    assert names(MERGED[0], "|Total|||||", "||Home Care|Other|DFG|5") == [
        ("1", "a"),
        ("", "Total"),
        ("1", "a"),
    ]


def test_the_second_year_is_read_too() -> None:
    head = f"{HEAD}|24/25"
    assert cell("1|a|Home Care|Other|DFG|1|£2", SECOND, head).value == Decimal(2)
