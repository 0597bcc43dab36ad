"""The boxes above the lines of expenditure: three figures a year, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bcf.workbooks.cells import Content
from bcf.workbooks.exported import Exported
from bcf.workbooks.layout import Book, Check, Sheet
from schemes.sections import Expenditure
from schemes.totals import Totals

from .figures import totals
from .lines import Lines

#: Labels stand under the description of the lines, figures to its right.
LABEL, FIGURES = 4, 5
_HEADING_HEIGHT = 30


class Wrong(NamedTuple):
    """What is wrong of a figure, as a formula over {cells} and as Python."""

    formula: str
    is_it: Callable[[Decimal], bool]


BELOW_NOUGHT = Wrong("MIN({cells})<0", lambda figure: figure < 0)
ABOVE_NOUGHT = Wrong("MAX({cells})>0", lambda figure: figure > 0)


@dataclass
class Boxes:
    """What the boxes are drawn from, and where."""

    book: Book
    sheet: Sheet
    section: Expenditure
    exported: Exported

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.section)

    @property
    def totals(self) -> Totals:
        return totals(self.exported)

    @cached_property
    def years(self) -> dict[str, int]:
        """The first of each year's three columns."""
        return {year: FIGURES + 3 * place for place, year in enumerate(self.section.years)}

    def headings(self, row: int, label: str, headings: Sequence[str]) -> None:
        """The years, and under each the headings of its figures."""
        self.sheet.blank(row, [LABEL], "band")
        self.sheet.text(row + 1, LABEL, label, "heading")
        self.sheet.heights[row + 1] = _HEADING_HEIGHT
        for year, column in self.years.items():
            self.sheet.text(row, column, year, "figure_band")
            self.sheet.blank(row, [column + 1, column + 2], "band")
            for place, heading in enumerate(headings):
                self.sheet.text(row + 1, column + place, heading, "figure_heading")

    def figure(
        self,
        row: int,
        column: int,
        formula: str,
        value: Content,
        name: str = "",
        role: str = "worked",
    ) -> None:
        """A figure that is worked out, under a name where others refer to it."""
        self.sheet.formula(row, column, formula, value, f"{role}.money")
        if name:
            self.book.name_cell(name, self.sheet, row, column)

    def check(self, item: str, wrong: Wrong, cells: Mapping[str, Content], *rules: str) -> None:
        """A line of the checklist about figures that must not lie on one side of nought."""
        numbers = [value for value in cells.values() if isinstance(value, Decimal)]
        answer = "Yes" if len(numbers) == len(cells) else "Not known"
        if any(wrong.is_it(number) for number in numbers):
            answer = "No"
        together = ",".join(self.sheet.at(cell) for cell in cells)
        known = f'IF(COUNT({together})={len(cells)},"Yes","Not known")'
        formula = f'IF({wrong.formula.format(cells=together)},"No",{known})'
        shown = next(iter(cells))
        self.book.checks.append(Check(self.sheet.name, item, shown, formula, answer, rules))
