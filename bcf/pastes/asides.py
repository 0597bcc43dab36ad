"""Rows of a paste that are not lines: blank ones, headings, totals, notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bcf.tables import Column, Kind, fold

from .clipboard import Grid
from .rows import figure_of

BLANK = "Blank row."
ABOVE = "It stands above the headings."
AGAIN = "The headings again."
LONE = "Only one cell is filled: it looks like a heading or a note."

_TOTAL = re.compile(r"\b(?:sub|grand)? ?totals?\b|^sum\b")
#: How many different words a total's row holds: its own, and perhaps its scheme's.
WORDS_OF_A_TOTAL = 2


@dataclass(slots=True)
class _Run:
    """Lines that follow each other: the first and last number, and their sums by place."""

    first: int = 0
    last: int = 0
    lines: int = 0
    sums: dict[int, Decimal] = field(default_factory=dict)

    def add(self, number: int, amounts: Mapping[int, Decimal]) -> None:
        self.first = self.first or number
        self.last = number
        self.lines += 1
        for place, amount in amounts.items():
            self.sums[place] = self.sums.get(place, Decimal(0)) + amount

    def is_sum(self, amounts: Mapping[int, Decimal]) -> bool:
        """Whether these amounts are the sums of two or more lines, and not all nought."""
        same = all(self.sums.get(place) == amount for place, amount in amounts.items())
        return self.lines > 1 and any(amounts.values()) and same


class _Sums:
    """The lines so far, all of them and those since the last row that was set aside."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = places
        self.all = _Run()
        self.since = _Run()

    def _amounts(self, row: Sequence[str]) -> dict[int, Decimal]:
        found = {place: figure_of(row[place]) for place in self.places}
        return {place: amount for place, amount in found.items() if amount is not None}

    def add(self, number: int, row: Sequence[str]) -> None:
        amounts = self._amounts(row)
        self.all.add(number, amounts)
        self.since.add(number, amounts)

    def begin(self) -> None:
        """The next lines are summed by themselves."""
        self.since = _Run()

    def summed(self, row: Sequence[str]) -> str:
        """ "rows 2 to 5", when the row's amounts are the sum of the lines above it."""
        amounts = self._amounts(row)
        for run in (self.since, self.all):
            if run.is_sum(amounts):
                return f"rows {run.first} to {run.last}"
        return ""


def set_aside(
    grid: Grid, head: int | None, columns: Mapping[int, Column], block: bool = False
) -> dict[int, str]:
    """The rows that are not lines, by index, and why. The row of headings is not among them.

    `columns` are ours by their place in the grid. In a block every line may be short.
    """
    figures = {place for place, column in columns.items() if column.kind.is_number}
    sums = _Sums([place for place, column in columns.items() if column.kind is Kind.MONEY])
    aside: dict[int, str] = {}
    for index, row in enumerate(grid):
        if index == head:
            continue
        why = _placed(grid, index, head, columns) or _total(_words(row, figures), row, sums, block)
        if not why and not block and len(columns) > 2:
            why = _lone(_words(row, figures), row)
        if why:
            aside[index] = why
            sums.begin()
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


def _total(words: Sequence[str], row: Sequence[str], sums: _Sums, block: bool) -> str:
    """Why a row looks like a total; empty when it does not. A block of amounts has no words."""
    named = [word for word in words if _TOTAL.search(fold(word))]
    summed = sums.summed(row) if named or not (words or block) else ""
    if named and (summed or len({fold(word) for word in words}) <= WORDS_OF_A_TOTAL):
        said = f"“{' '.join(named[0].split())[:60]}”"
        tail = f" is the sum of {summed}." if summed else "."
        return f"Looks like a total: {said}{tail}"
    return f"Looks like a total: it is the sum of {summed}." if summed and not words else ""


def _words(row: Sequence[str], figures: set[int]) -> list[str]:
    """A row's filled cells that are not figures."""
    return [
        cell
        for place, cell in enumerate(row)
        if place not in figures and cell.strip() and figure_of(cell) is None
    ]


def _lone(words: Sequence[str], row: Sequence[str]) -> str:
    """Why a row of one text only is no line; merged cells may repeat it."""
    filled = {fold(cell) for cell in row if cell.strip()}
    return LONE if words and len(filled) == 1 else ""
