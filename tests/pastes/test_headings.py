"""Headings in any order and spelling, with years; columns known by their values."""

from __future__ import annotations

import pytest

from bcf.pastes import headings
from bcf.pastes.headings import (
    BY_VALUES,
    CLOSE,
    SAME,
    TAKEN,
    UNLIKE,
    WORKED_OUT,
    Name,
    heading_row,
    in_order,
    name_of,
    recognise,
    says_thousands,
    synonyms,
)
from bcf.tables import Column, Kind
from tests.pastes.made import COLUMNS, FIRST, SECOND, TABLE


@pytest.mark.parametrize(
    ("heading", "words", "year"),
    [
        ("Expenditure 23/24 (£)", "expenditure", "2023-24"),
        ("EXPENDITURE   2023-24", "expenditure", "2023-24"),
        ("expenditure 2023/2024 £", "expenditure", "2023-24"),
        ("Expenditure FY 23\u201324", "expenditure", "2023-24"),
        ("Expenditure\n2023-24", "expenditure", "2023-24"),
        ("23/24 £000", "", "2023-24"),
        ("Sub-Types", "subtype", ""),
        ("Sub type", "subtype", ""),
        ("% NHS", "percentnhs", ""),
        ("Contribution Yr 2", "contribution", "2024-25"),
        ("Page 12/24", "page1224", ""),
        ("Access", "access", ""),
        ("  ", "", ""),
    ],
)
def test_a_heading_is_compared_without_case_space_and_punctuation(
    heading: str, words: str, year: str
) -> None:
    assert name_of(heading, ["2023-24", "2024-25"]) == Name(words, year)


@pytest.mark.parametrize(
    "heading",
    [
        *("£000", "23/24 £000", "£'000", "£\u2019000s", "(£000s)", "£k", "£ K", "Spend (000s)"),
        *("k£", "Amount in thousands", "'000"),
    ],
)
def test_a_heading_says_thousands(heading: str) -> None:
    assert says_thousands(heading)


@pytest.mark.parametrize(
    "heading", ["£", "Expenditure 23/24 (£)", "2000-01", "£1,000 and over", "Kept", "5000"]
)
def test_a_heading_that_does_not_say_thousands(heading: str) -> None:
    assert not says_thousands(heading)


def keys(*texts: str, below: list[list[str]] | None = None) -> list[tuple[str, str]]:
    blank = [["" for _ in texts]]
    return [(h.key, h.why) for h in recognise(texts, below or blank, COLUMNS)]


@pytest.mark.parametrize("spelling", ["label", "short_label", "key"])
def test_every_column_is_known_by_its_own_names(spelling: str) -> None:
    for column in TABLE:
        text = getattr(column, spelling)
        if text and text != "2023-24":
            wanted = ("", WORKED_OUT) if column.computed else (column.key, SAME)
            assert keys(text) == [wanted], text


def test_headings_are_known_in_any_order() -> None:
    texts = [column.label for column in reversed(COLUMNS) if not column.computed]
    wanted = [column.key for column in reversed(COLUMNS) if not column.computed]
    assert [key for key, _ in keys(*texts)] == wanted


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Scheme no.", "scheme_code"),
        ("Service line", "scheme_name"),
        ("Funding", "source"),
        ("Provider type", "provider"),
        ("Budget 24/25", SECOND),
        ("Planned spend 2023-24 £000", FIRST),
        ("Providor", "provider"),
        ("Sorce of funding", "source"),
    ],
)
def test_a_close_heading(heading: str, key: str) -> None:
    assert keys(heading) == [(key, CLOSE)]


def test_a_year_alone_is_pounds_and_only_then_outputs() -> None:
    assert keys("2023-24", "23/24") == [(FIRST, SAME), ("output_2023-24", SAME)]
    assert keys("23/24 (£)") == [(FIRST, SAME)]
    assert keys("Budget 2025-26") == [("", UNLIKE)]
    assert keys("Expenditure") == [("", UNLIKE)], "of two years nobody can tell which"


def test_a_column_of_one_year_needs_no_year() -> None:
    one = [Column("amount", "Expenditure (£)", Kind.MONEY, field="amount", year="2019-20")]
    for text in ("Expenditure", "Expenditure 19/20", "Cost", "2019-20"):
        assert recognise([text], [[""]], one)[0].key == "amount", text


def test_who_has_least_choice_is_served_first() -> None:
    assert keys("Scheme", "Service line")[0] == ("scheme_code", CLOSE)
    assert keys("Scheme")[0] == ("scheme_name", CLOSE)
    assert keys("Funding", "Source of funding") == [("", TAKEN), ("source", SAME)]


def test_a_heading_of_two_meanings_is_told_by_its_values() -> None:
    below = [["Respite services"], ["Other"], ["MDT working"]]
    assert keys("Category", below=below) == [("sub_type", CLOSE)]
    assert keys("Category", below=[["Home Care"]]) == [("scheme_type", CLOSE)]


def test_a_column_is_known_by_its_values() -> None:
    below = [["dfg", "x"], ["minimum nhs  CONTRIBUTION", "y"], ["", "z"]]
    assert keys("Where from", "Colour", below=below) == [("source", BY_VALUES), ("", UNLIKE)]
    assert keys("Where from", below=[["DFG"], ["x"], ["y"]]) == [("", UNLIKE)]


def test_the_headings_stand_in_the_row_that_has_most_of_them() -> None:
    grid = [["My plan", "", ""], ["Scheme ID", "Provider", "RAG"], ["1", "NHS", "Provider"]]
    assert heading_row(grid, COLUMNS) == 1
    assert heading_row(grid[2:], COLUMNS) is None
    assert heading_row([["Provider"]], COLUMNS) is None
    assert heading_row([["Provider"]], COLUMNS, least=1) == 0
    assert heading_row([["x"]] * 10 + [["Scheme ID", "Provider"]], COLUMNS) is None


def test_columns_without_headings_are_as_the_section_has_them() -> None:
    orders = (COLUMNS, TABLE, [column for column in COLUMNS if not column.computed][:-1])
    for order in orders:
        wanted = ["" if column.computed else column.key for column in order]
        grid = [[""] * len(order)]
        assert [h.key for h in in_order(grid, COLUMNS, order)] == wanted


def test_columns_copied_from_a_national_sheet_have_none_that_stays_here() -> None:
    ours = Column("local_reference", "Local reference", Kind.TEXT, in_workbook=False)
    columns, table = (*COLUMNS, ours), (*TABLE, ours)
    for order in (COLUMNS, TABLE, columns):
        wanted = ["" if column.computed else column.key for column in order]
        assert [h.key for h in in_order([[""] * len(order)], columns, table)] == wanted


def test_columns_without_headings_of_another_number_are_known_by_values() -> None:
    grid = [["x", "DFG"], ["y", "Minimum NHS Contribution"]]
    assert [h.key for h in in_order(grid, COLUMNS, TABLE)] == ["", "source"]


def test_synonyms_are_data_and_each_says_something() -> None:
    assert len(set(synonyms())) == len(synonyms())
    assert all(field and headings.name_of(heading).words for field, heading in synonyms())
