"""Which line each row is: by uid, as answered, by its cells, by its key, or asked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest

from bcf.imports.matching import FileRow, match
from bcf.tables import Column, Kind
from bcf.workbooks.areas import Area, Located

A, B, C = (UUID(int=number) for number in (1, 2, 3))
COLUMNS = [Column("name", "Name", Kind.TEXT), Column("amount", "Amount", Kind.MONEY)]
KEYS = ["name"]
AREA = Area("lines", "lines", "Lines", {})


def line(name: str, amount: str = "1") -> dict[str, str]:
    cells = row(2, name, amount).cells
    return {key: text for key, text in cells.items() if text is not None}


def row(
    number: int, name: str, amount: str = "1", uid: UUID | None = None, known: bool = True
) -> FileRow:
    """A row of a table that knows its rows by uid, or does not."""
    located = Located(AREA, "Lines", 2, 9, {"name": 2, "amount": 3}, uid=1 if known else None)
    raw = {"name": name, "amount": amount}
    return FileRow.read(located, number, uid, raw, COLUMNS)


BASE: Mapping[UUID, dict[str, str]] = {A: line("x"), B: line("y"), C: line("z")}


def test_a_uid_comes_before_everything() -> None:
    found = match([row(2, "y", uid=A), row(3, "x", uid=B)], BASE, KEYS, {})
    assert found.lines == {"lines-2": A, "lines-3": B}
    assert found.gone == {C}


@pytest.mark.parametrize("first", [True, False])
def test_of_two_rows_with_one_uid_the_one_left_as_it_was_is_the_line(first: bool) -> None:
    rows = [row(2, "x", uid=A), row(3, "x", "9", uid=A)]
    found = match(rows if first else rows[::-1], BASE, KEYS, {})
    assert (found.lines, found.new) == ({"lines-2": A}, {"lines-3"})


def test_a_uid_that_nobody_knows_is_none() -> None:
    found = match([row(2, "y", "9", uid=UUID(int=9))], BASE, KEYS, {})
    assert found.lines == {"lines-2": B}


def test_identical_rows_are_taken_before_those_of_one_key() -> None:
    base = {A: line("x", "1"), B: line("x", "2")}
    found = match([row(2, "x", "2", known=False), row(3, "x", "5", known=False)], base, KEYS, {})
    assert found.lines == {"lines-2": B, "lines-3": A}


def test_a_key_that_fits_two_is_asked_about_and_neither_is_gone() -> None:
    base = {A: line("x", "1"), B: line("x", "2"), C: line("z")}
    found = match([row(2, "x", "5")], base, KEYS, {})
    assert found.asked == {"lines-2": [A, B]}
    assert found.gone == {C}


def test_two_rows_of_one_key_are_both_asked_about() -> None:
    found = match([row(2, "x", "5"), row(3, "x", "6")], BASE, KEYS, {})
    assert found.asked == {"lines-2": [A], "lines-3": [A]}


@pytest.mark.parametrize(
    ("answer", "lines", "new"), [(B, {"lines-2": B}, set()), (None, {}, {"lines-2"})]
)
def test_an_answer_is_taken(answer: UUID | None, lines: dict[str, UUID], new: set[str]) -> None:
    base = {A: line("x", "1"), B: line("x", "2")}
    found = match([row(2, "x", "5")], base, KEYS, {"lines-2": answer})
    assert (found.lines, found.new, found.asked) == (lines, new, {})


def test_an_answer_that_is_no_line_any_more_is_asked_again() -> None:
    base = {A: line("x", "1"), B: line("x", "2")}
    found = match([row(2, "x", "5")], base, KEYS, {"lines-2": UUID(int=9)})
    assert found.asked == {"lines-2": [A, B]}


def test_what_fits_none_is_new_where_uids_are_known() -> None:
    found = match([row(2, "new")], BASE, KEYS, {})
    assert (found.new, found.asked, found.gone) == ({"lines-2"}, {}, {A, B, C})


def test_what_fits_none_is_asked_about_where_they_are_not() -> None:
    rows = [row(2, "x", known=False), row(3, "new", known=False)]
    found = match(rows, BASE, KEYS, {})
    assert (found.lines, found.asked) == ({"lines-2": A}, {"lines-3": [B, C]})


def test_without_a_line_left_it_is_new() -> None:
    rows = [row(2, "x", known=False), row(3, "new", known=False)]
    found = match(rows, {A: line("x")}, KEYS, {})
    assert found.new == {"lines-3"}


def test_a_blank_key_and_one_that_cannot_be_read_match_nothing() -> None:
    base = {A: line("", "1"), B: line("y")}
    found = match([row(2, "", "5"), row(3, "y\x01", "1")], base, KEYS, {})
    assert found.new == {"lines-2", "lines-3"}


def test_the_place_of_a_cell_and_of_a_row() -> None:
    found = row(7, "x")
    assert (found.place("amount"), found.place("source"), found.place("")) == ("C7", "B7", "B7")
