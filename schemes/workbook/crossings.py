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
    """A table whose first named figure is in the cell (`top`, `first`).

    `rest` and `total` are the rows of what no row names, and of all. `amounts` holds pounds
    by row and column; None stands for what the table does not name. The formulas of a named
    cell, of a row's and a column's total are made from the row's number and the column's
    place; `every` is the formula of all spending. With `spare`, rows may be without a name,
    and stay empty until they have one.
    """

    sheet: Sheet
    top: int
    rest: int
    total: int
    first: int
    rows: Sequence[str]
    columns: Sequence[str]
    amounts: Amounts
    cell: Callable[[int, int], str]
    row_total: Callable[[int], str]
    column_total: Callable[[int], str]
    every: str
    spare: bool = False

    def draw(self) -> None:
        """Write the figures."""
        for row, key in enumerate(self.rows, start=self.top):
            self._draw_row(row, key)
        self._draw_rest()
        self._draw_totals()

    @property
    def _last(self) -> int:
        """The last column, that of the totals; before it stands what no column names."""
        return self.first + len(self.columns) + 1

    def _draw_row(self, row: int, key: str) -> None:
        """A named row: its cells, what no column names, and its total."""
        for place, column in enumerate(self.columns):
            self._put(row, self.first + place, self.cell(row, place), self._of(key, column), key)
        self._put(row, self._last - 1, self._unnamed(row), self._of(key, None), key)
        self._put(row, self._last, self.row_total(row), self._by_row[key], key)

    def _draw_rest(self) -> None:
        """What no row names: each column's total less what its named rows hold."""
        for place, column in enumerate(self.columns):
            named = self._named(self.first + place)
            formula = f"ROUND({self.column_total(place)}-SUM({named}),2)"
            self._put(self.rest, self.first + place, formula, self._of(None, column))
        every = f"ROUND({self.every}-SUM({self._named(self._last)}),2)"
        self._put(self.rest, self._last - 1, self._unnamed(self.rest), self._of(None, None))
        self._put(self.rest, self._last, every, self._by_row[None])

    def _draw_totals(self) -> None:
        for column, key in enumerate([*self.columns, None], start=self.first):
            formula = f"SUM({self._named(column)},{address(self.rest, column)})"
            self._put(self.total, column, formula, self._by_column[key], role="total")
        every = sum(self.amounts.values(), NOTHING)
        self._put(self.total, self._last, self.every, every, role="total")

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

    def _named(self, column: int) -> str:
        """The cells of a column in rows with a name."""
        return f"{address(self.top, column)}:{address(self.top + len(self.rows) - 1, column)}"

    def _unnamed(self, row: int) -> str:
        """What no column names: the row's total less what its named columns hold."""
        named = f"{address(row, self.first)}:{address(row, self._last - 2)}"
        return f"ROUND({address(row, self._last)}-SUM({named}),2)"

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
