"""Tables of spending, one heading down and one across.

What a table does not name stands in a last row and a last column of its own, so that every
table adds up to all of the spending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bcf.workbooks.cells import address, letter
from bcf.workbooks.layout import GridColumn, Sheet
from schemes.totals import NOTHING

LABEL = 2
FIRST = LABEL + 1
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
    """A table whose first named figure is in the cell (`top`, `first`).

    `rest` and `total` are the rows of what no row names, and of all. `amounts` holds pounds
    by row and column; None stands for what the table does not name. The formula of a row's
    total, those of its named cells and of their columns' totals have {row} for the row's
    number; `every` is the formula of all spending. With `spare` rows beyond the named ones, a
    row stays empty until it has a name.
    """

    sheet: Sheet
    top: int
    rest: int
    total: int
    first: int
    rows: Sequence[str]
    columns: Sequence[str]
    amounts: Amounts
    cells: Sequence[str]
    row_total: str
    column_totals: Sequence[str]
    every: str
    spare: int = 0

    def draw(self) -> None:
        """Write the figures."""
        self._draw_grid()
        for row, key in enumerate(self.rows, start=self.top):
            self._put_row(row, key)
        self._draw_rest()
        self._draw_totals()

    @property
    def _last(self) -> int:
        """The last column, that of the totals; before it stands what no column names."""
        return self.first + len(self.columns) + 1

    @property
    def _room(self) -> int:
        return len(self.rows) + self.spare

    def _draw_grid(self) -> None:
        """The rows with a name: their cells, what no column names, and their total."""
        formulas = [*self.cells, self._unnamed("{row}"), self.row_total]
        if self.spare:
            formulas = [f'IF(LEN(${letter(LABEL)}{{row}})=0,"",{each})' for each in formulas]
        style = "bare.money" if self.spare else "worked.money"
        columns = [GridColumn(style, formula) for formula in formulas]
        self.sheet.grid(self.top, self.first, columns, self._room)

    def _put_row(self, row: int, key: str) -> None:
        for column, other in enumerate([*self.columns, None], start=self.first):
            self.sheet.put(address(row, column), self._of(key, other))
        self.sheet.put(address(row, self._last), self._by_row[key])

    def _draw_rest(self) -> None:
        """What no row names: each column's total less what its named rows hold."""
        for place, column in enumerate(self.columns, start=self.first):
            total = self.column_totals[place - self.first]
            formula = f"ROUND({total}-SUM({self._named(place)}),2)"
            self._figure(self.rest, place, formula, self._of(None, column))
        every = f"ROUND({self.every}-SUM({self._named(self._last)}),2)"
        unnamed = self._unnamed(str(self.rest))
        self._figure(self.rest, self._last - 1, unnamed, self._of(None, None))
        self._figure(self.rest, self._last, every, self._by_row[None])

    def _draw_totals(self) -> None:
        for column, key in enumerate([*self.columns, None], start=self.first):
            formula = f"SUM({self._named(column)},{address(self.rest, column)})"
            self._figure(self.total, column, formula, self._by_column[key], "total")
        every = sum(self.amounts.values(), NOTHING)
        self._figure(self.total, self._last, self.every, every, "total")

    def _figure(
        self, row: int, column: int, formula: str, value: Decimal, role: str = "worked"
    ) -> None:
        self.sheet.formula(row, column, formula, value, f"{role}.money")

    def _named(self, column: int) -> str:
        """The cells of a column in rows with a name."""
        return f"{address(self.top, column)}:{address(self.top + self._room - 1, column)}"

    def _unnamed(self, row: str) -> str:
        """What no column names: the row's total less what its named columns hold."""
        named = f"{letter(self.first)}{row}:{letter(self._last - 2)}{row}"
        return f"ROUND({letter(self._last)}{row}-SUM({named}),2)"

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
