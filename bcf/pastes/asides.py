"""Rows of a paste that are not lines: blank ones, headings, totals, notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bcf.tables import Column, Kind

from .clipboard import Grid
from .headings import fold
from .rows import figure_of

BLANK = "Blank row."
ABOVE = "It stands above the headings."
AGAIN = "The headings again."
LONE = "Only one cell is filled: it looks like a heading or a note."

_TOTAL = re.compile(r"\b(?:sub|grand)? ?totals?\b|^sum\b")
#: How many different words a total's row holds: its own, and perhaps its scheme's.
WORDS_OF_A_TOTAL = 2
NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)


@dataclass(slots=True)
class _Sums:
    """The lines so far, and which total a row's amounts are."""

    places: Sequence[int]
    lines: list[tuple[int, list[Decimal | None]]] = field(default_factory=list)
    since: int = 0

    def amounts(self, row: Sequence[str]) -> list[Decimal | None]:
        return [figure_of(row[place]) for place in self.places]

    def add(self, number: int, row: Sequence[str]) -> None:
        self.lines.append((number, self.amounts(row)))

    def summed(self, row: Sequence[str]) -> str:
        """ "rows 2 to 5", when the row's amounts are the sum of two or more lines above it."""
        wanted = self.amounts(row)
        for lines in (self.lines[self.since :], self.lines):
            sums = [_add(amounts[at] for _, amounts in lines) for at in range(len(self.places))]
            compared = [(w, s) for w, s in zip(wanted, sums, strict=True) if w is not None]
            if len(lines) > 1 and any(s for _, s in compared) and all(w == s for w, s in compared):
                return f"rows {lines[0][0]} to {lines[-1][0]}"
        return ""


def _add(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def set_aside(
    grid: Grid, head: int | None, columns: Mapping[int, Column], block: bool = False
) -> dict[int, str]:
    """The rows that are not lines, by index, and why. The row of headings is not among them.

    `columns` are ours by their place in the grid. In a block every line may be short.
    """
    figures = {place for place, column in columns.items() if column.kind in NUMBERS}
    sums = _Sums([place for place, column in columns.items() if column.kind is Kind.MONEY])
    aside: dict[int, str] = {}
    for index, row in enumerate(grid):
        if index == head:
            continue
        lone = not block and len(columns) > 2
        why = (
            _placed(grid, index, head, columns)
            or _total(row, figures, sums)
            or _lone(row, figures, lone)
        )
        if why:
            aside[index] = why
            sums.since = len(sums.lines)
        else:
            sums.add(index + 1, row)
    return aside


def _placed(grid: Grid, index: int, head: int | None, columns: Collection[int]) -> str:
    row = [fold(cell) for cell in grid[index]]
    if not any(row[place] for place in columns or range(len(row))):
        return BLANK
    if head is None:
        return ""
    if index < head:
        return ABOVE
    return AGAIN if row == [fold(cell) for cell in grid[head]] else ""


def _total(row: Sequence[str], figures: set[int], sums: _Sums) -> str:
    """Why a row looks like a total; empty when it does not."""
    words = _words(row, figures)
    named = [word for word in words if _TOTAL.search(fold(word))]
    summed = sums.summed(row) if named or not words else ""
    if named and (summed or len({fold(word) for word in words}) <= WORDS_OF_A_TOTAL):
        said = f"“{' '.join(named[0].split())[:60]}”"
        tail = f" is the sum of {summed}." if summed else "."
        return f"Looks like a total: {said}{tail}"
    if summed and not words:
        return f"Looks like a total: it is the sum of {summed}."
    return ""


def _words(row: Sequence[str], figures: set[int]) -> list[str]:
    """A row's filled cells that are not figures."""
    return [
        cell
        for place, cell in enumerate(row)
        if cell.strip() and place not in figures and figure_of(cell) is None
    ]


def _lone(row: Sequence[str], figures: set[int], possible: bool) -> str:
    filled = {fold(cell) for cell in row if cell.strip()}
    words = _words(row, figures)
    return LONE if possible and len(filled) == 1 and words else ""
