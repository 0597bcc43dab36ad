"""The hidden sheet of drop-down lists, each under a name that formulas and readers use."""

from __future__ import annotations

from collections.abc import Sequence

from bcf.submissions.sections import SectionKind
from bcf.tables import Column

from .cells import letter
from .layout import Book, Sheet
from .names import place_name

SHEET = "Lists"
#: A board's own list is as long as the next multiple of this, so that boards share blanks.
OWN_STEP = 20


class Lists:
    """The lists of one workbook; each is written once, however many columns use it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sheet: Sheet = book.sheet(SHEET, "hidden")
        self._column = 0

    def add(self, name: str, labels: Sequence[str], *, own: bool = False) -> str:
        """Write a list and name it; `own` lists differ from board to board."""
        if name in self.book.names:
            return name
        self._column += 1
        rows = rounded_up(len(labels), OWN_STEP) if own else max(len(labels), 1)
        self.sheet.text(1, self._column, name, "hidden")
        for row in range(rows):
            label = labels[row] if row < len(labels) else ""
            if own:
                self.sheet.value(row + 2, self._column, label or None, "hidden")
            elif label:
                self.sheet.text(row + 2, self._column, label, "hidden")
        column = letter(self._column)
        return self.book.name(name, self.sheet, f"{column}2:{column}{rows + 1}")

    def of(self, section: SectionKind, column: Column) -> str:
        """The source of a column's drop-down; {row} stands for the row's number.

        A list that follows another column is found through the place of that one's entry.
        """
        name = list_name(section, column)
        if not column.follows:
            own = column.options != section.column(column.key).options
            return self.add(name, [option.label for option in column.options], own=own)
        parent = section.column(column.follows)
        for place, option in enumerate(parent.options, start=1):
            labels = [child.label for child in column.options if child.parent == option.key]
            self.add(f"{name}_{place}", labels)
        parents = self.of(section, parent)
        return f'INDIRECT("{name}_"&MATCH({{{column.follows}}},{parents},0))'

    def parents_of(self, section: SectionKind, column: Column) -> str:
        """The entries of the list that `column` follows which have a list of their own."""
        parent = section.column(column.follows)
        with_list = {option.parent for option in column.options}
        labels = [option.label for option in parent.options if option.key in with_list]
        return self.add(f"{list_name(section, parent)}_with_{column.key}", labels)


def list_name(section: SectionKind, column: Column) -> str:
    """The defined name of a column's list, such as `list_area_of_spend`."""
    return place_name("list", section.questions[column.key].choices)


def rounded_up(count: int, step: int) -> int:
    """The next multiple of `step`, at least one."""
    return max(-(-count // step), 1) * step
