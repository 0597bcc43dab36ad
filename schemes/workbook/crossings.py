"""Tables of spending, one heading down and one across.

What a table does not name stands in a last row and a last column of its own, so that every
table adds up to all of the spending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bcf.workbooks.cells import Content, address
from bcf.workbooks.layout import Sheet
from schemes.totals import NOTHING

LABEL = 2
FIRST = LABEL + 1
#: The key of a row without a name.
SPARE = ""

Key = str | None
Amounts = Mapping[tuple[Key, Key], Decimal]


def draw_headings(sheet: Sheet, row: int, title: str, label: str, headings: Sequence[str]) -> None:
    """A table's title, and in the row below its headings."""
    sheet.text(row, LABEL, title, "band")
    sheet.blank(row, range(FIRST, FIRST + len(headings)), "band")
    sheet.text(row + 1, LABEL, label, "heading")
    for column, heading in enumerate(headings, start=FIRST):
        sheet.text(row + 1, column, heading, "figure_heading")


@dataclass
class Crossing:
    """A table whose first figure is in the cell (`top`, `first`).

    `amounts` holds pounds by row and column; None stands for what the table does not name.
    The formulas of a named cell, of a row's and a column's total are made from the row's
    number and the column's place; `every` is the formula of all spending. With `spare`, rows
    may be without a name, and stay empty until they have one.
    """

    sheet: Sheet
    top: int
    first: int
    rows: Sequence[str]
    columns: Sequence[str]
    amounts: Amounts
    cell: Callable[[int, int], str]
    row_total: Callable[[int], str]
    column_total: Callable[[int], str]
    every: str
    spare: bool = False

    def draw(self) -> int:
        """Write the figures; gives the number of the last row, that of the totals."""
        for row, key in enumerate(self.rows, start=self.top):
            self._draw_row(row, key)
        self._draw_rest(self.top + len(self.rows))
        return self._draw_totals(self.top + len(self.rows) + 1)

    @property
    def _rest(self) -> int:
        return self.first + len(self.columns)

    def _draw_row(self, row: int, key: str) -> None:
        """A named row: its cells, what no column names, and its total."""
        for place, column in enumerate(self.columns):
            self._put(row, self.first + place, self.cell(row, place), self._of(key, column), key)
        named = f"SUM({self._left(row)})"
        self._put(row, self._rest, f"ROUND({self._total(row)}-{named},2)", self._of(key, None), key)
        self._put(row, self._rest + 1, self.row_total(row), self._by_row[key], key)

    def _draw_rest(self, row: int) -> None:
        """What no row names: each column's total less what stands above."""
        for place, column in enumerate(self.columns):
            above = f"SUM({self._above(row, self.first + place)})"
            formula = f"ROUND({self.column_total(place)}-{above},2)"
            self._put(row, self.first + place, formula, self._of(None, column))
        total = f"ROUND({self.every}-SUM({self._above(row, self._rest + 1)}),2)"
        rest = f"ROUND({self._total(row)}-SUM({self._left(row)}),2)"
        self._put(row, self._rest, rest, self._of(None, None))
        self._put(row, self._rest + 1, total, self._by_row[None])

    def _draw_totals(self, row: int) -> int:
        columns = [*self.columns, None]
        for place, column in enumerate(columns):
            formula = f"SUM({self._above(row, self.first + place)})"
            self._put(row, self.first + place, formula, self._by_column[column], role="total")
        every = sum(self.amounts.values(), NOTHING)
        self._put(row, self._rest + 1, self.every, every, role="total")
        return row

    def _put(
        self,
        row: int,
        column: int,
        formula: str,
        value: Content,
        key: Key = None,
        role: str = "worked",
    ) -> None:
        if key is not None and self.spare:
            formula = f'IF(LEN(${address(row, LABEL)})=0,"",{formula})'
            role = "bare"
        self.sheet.formula(row, column, formula, "" if key == SPARE else value, f"{role}.money")

    def _left(self, row: int) -> str:
        return f"{address(row, self.first)}:{address(row, self._rest - 1)}"

    def _above(self, row: int, column: int) -> str:
        return f"{address(self.top, column)}:{address(row - 1, column)}"

    def _total(self, row: int) -> str:
        return address(row, self._rest + 1)

    def _of(self, row: Key, column: Key) -> Decimal:
        return self.amounts.get((row, column), NOTHING)

    @cached_property
    def _by_row(self) -> Mapping[Key, Decimal]:
        return _added((row, amount) for (row, _), amount in self.amounts.items())

    @cached_property
    def _by_column(self) -> Mapping[Key, Decimal]:
        return _added((column, amount) for (_, column), amount in self.amounts.items())


def _added(amounts: Iterable[tuple[Key, Decimal]]) -> Mapping[Key, Decimal]:
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for key, amount in amounts:
        sums[key] += amount
    return sums
