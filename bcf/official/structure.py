"""How an official file is made: which cells it asks for, its formulas, its drop-down lists."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from bcf.workbooks.cells import address, row_and_column
from bcf.workbooks.opening import Unreadable
from bcf.workbooks.outline import Outline, Raw, Span
from bcf.workbooks.outline import span as read_span
from bcf.workbooks.parts import read_parts
from bcf.workbooks.patch import sheet_paths

from .followed import Followed, NotPlain
from .validations import Validation, validations

Place = tuple[int, int]
#: A heading stands at most so many rows above its column.
_ABOVE = 3
_FIGURES = re.compile("[0-9]+")


class Heading(NamedTuple):
    """A text of a sheet, and its cell."""

    text: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return address(self.row, self.column)


@dataclass
class SheetStructure:
    """One sheet: the cells people fill in, those that hold formulas, and what cells accept.

    `shares` are cells that show a part of 1 in per cent, `lists` the rules that give a
    drop-down, `rules` all others.
    """

    inputs: set[Place] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    shares: set[Place] = field(default_factory=set)
    lists: list[Validation] = field(default_factory=list)
    rules: list[Validation] = field(default_factory=list)

    def input_right_of(self, row: int, column: int) -> int | None:
        """The column of the first input in the same row, to the right."""
        return min((c for r, c in self.inputs if r == row and c > column), default=None)

    def inputs_right_of(self, row: int, column: int) -> list[int]:
        """The columns of all inputs in the same row, to the right."""
        return sorted(c for r, c in self.inputs if r == row and c > column)


class Structure:
    """An uploaded file as its author made it. Read once, with openpyxl: half a second.

    Raises Unreadable.
    """

    def __init__(self, data: bytes) -> None:
        self.outline = Outline.read(data)
        self.sheets = _sheets(data)
        for sheet in self.sheets:
            self.outline.grid(sheet)  # what cannot be read is found now

    @cached_property
    def visible(self) -> list[str]:
        """The sheets that people see, in the file's order."""
        return [name for name, state in self.outline.sheets.items() if state == "visible"]

    def entries(self, sheet: str, row: int, column: int) -> list[str]:
        """What the list of a cell offers, whatever it follows; nothing where it has no list."""
        lists = self.lists_of(sheet, row, column) or {}
        return list(dict.fromkeys(entry for entries in lists.values() for entry in entries))

    def lists_of(self, sheet: str, row: int, column: int) -> dict[str, list[str]] | None:
        """What the list of a cell offers, by what the cell says that it follows.

        A list that follows none stands under an empty text. One that cannot be read is left
        out. None where the cell has no list.
        """
        source = self._source(sheet, row, column)
        return self._lists(sheet, source) if source else None

    def texts_below(self, sheet: str, row: int, column: int, rows: int) -> list[str]:
        """The different texts in so many cells, from this one down."""
        values = (self.outline.value(sheet, below, column) for below in range(row, row + rows))
        return list(dict.fromkeys(v for v in values if isinstance(v, str) and v))

    def whole_percents(self, sheet: str, row: int, column: int) -> bool | None:
        """Whether a cell takes 25 for a share of 25 %, not 0.25; None where the file is silent."""
        found = self.sheets[sheet]
        if (row, column) in found.shares:
            return False
        highest = (r.limits[-1] for r in found.rules if r.limits and r.covers(row, column))
        return {"100": True, "1": False}.get(next(highest, ""))

    def heading_of(self, sheet: str, row: int, column: int) -> str:
        """The words above a cell, else those to its left; its address where there are none."""
        return (
            self.above(sheet, row, column)
            or self.beside(sheet, row, column)
            or address(row, column)
        )

    def above(self, sheet: str, row: int, column: int) -> str:
        """The text close above a cell."""
        rows = range(row - 1, max(row - 1 - _ABOVE, 0), -1)
        return self._first_text((sheet, above, column) for above in rows)

    def beside(self, sheet: str, row: int, column: int) -> str:
        """The text nearest to the left of a cell."""
        return self._first_text((sheet, row, left) for left in range(column - 1, 0, -1))

    def _first_text(self, places: Iterable[tuple[str, int, int]]) -> str:
        values = (self.outline.value(*place) for place in places)
        return next((value for value in values if isinstance(value, str) and value), "")

    def headings_beside(self, sheet: str, first: Sequence[Place]) -> Iterator[Heading]:
        """The other headings in the row above a table's first cells, but for those of formulas."""
        row = first[0][0] if first else 1
        taken = {column for _, column in first}
        for column, text in enumerate(self._row(sheet, row - 1), start=1):
            formula = (row, column) in self.sheets[sheet].formulas
            if isinstance(text, str) and text and column not in taken and not formula:
                yield Heading(text, row - 1, column)

    def _row(self, sheet: str, row: int) -> Sequence[Raw]:
        grid = self.outline.grid(sheet)
        return grid[row - 1] if 0 < row <= len(grid) else ()

    def lists_by_heading(self, sheet: str) -> dict[str, list[str]]:
        """What each list of a sheet offers, where it can be read, by the heading of its cells."""
        found: dict[str, list[str]] = {}
        for rule in self.sheets[sheet].lists:
            place = rule.spans[0].top, rule.spans[0].left
            heading = self.heading_of(sheet, *place)
            if not self._goes_on(sheet, rule) and (entries := self.entries(sheet, *place)):
                found.setdefault(heading, entries)
        return found

    def _goes_on(self, sheet: str, rule: Validation) -> bool:
        """Whether the cell above has the same list, but for the number of the row in it."""
        above = self._source(sheet, rule.spans[0].top - 1, rule.spans[0].left)
        return _FIGURES.sub("", above) == _FIGURES.sub("", rule.source)

    def rules_by_heading(self, sheet: str) -> dict[str, str]:
        """What else the cells of a sheet accept, by the heading of the first."""
        return {
            self.heading_of(sheet, rule.spans[0].top, rule.spans[0].left): rule.words
            for rule in self.sheets[sheet].rules
        }

    def _source(self, sheet: str, row: int, column: int) -> str:
        rules = self.sheets[sheet].lists
        return next((rule.source for rule in rules if rule.covers(row, column)), "")

    def _lists(self, sheet: str, source: str) -> dict[str, list[str]]:
        entries = self._offered(sheet, source)
        if entries is not None:
            return {"": entries}
        try:
            followed = Followed(source)
        except NotPlain:
            return {}
        leader = self._source(sheet, *row_and_column(followed.cell))
        said = self._offered(sheet, leader) or []
        found = {each: self._followed(sheet, followed, each) for each in said}
        return {each: entries for each, entries in found.items() if entries}

    def _followed(self, sheet: str, followed: Followed, said: str) -> list[str] | None:
        try:
            return self._offered(sheet, followed.leads_to(said, partial(self._look, sheet)))
        except NotPlain:
            return None

    def _offered(self, sheet: str, source: str) -> list[str] | None:
        """What a list offers; None for one that follows another cell, or cannot be read."""
        if source.startswith('"'):
            return [entry.strip() for entry in source.strip('"').split(",")]
        cells = self._look(sheet, source)
        if cells is None:
            return None
        return [str(value) for row in cells for value in row if value != ""]

    def _look(self, sheet: str, source: str) -> list[list[Raw]] | None:
        """The cells that a name or a reference leads to; None where it leads nowhere."""
        quoted = sheet.replace("'", "''")
        target = source if "!" in source else f"'{quoted}'!{source}"
        span = self._names.get(source.casefold()) or read_span(target)
        if span is None or span.sheet not in self.outline.sheets:
            return None
        rows = self.outline.grid(span.sheet)[span.top - 1 : span.bottom]
        return [row[span.left - 1 : span.right] for row in rows]

    @cached_property
    def _names(self) -> dict[str, Span]:
        """The named places, found by their names in capitals or not."""
        return {name.casefold(): span for name, span in self.outline.names.items()}


def _sheets(data: bytes) -> dict[str, SheetStructure]:
    parts = {part.name: part for part in read_parts(data)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it reads only, so what it cannot keep is not lost
            book = load_workbook(io.BytesIO(data))
        paths = sheet_paths(parts)
        return {
            sheet.title: _structure(sheet, parts[paths[sheet.title]].unpack())
            for sheet in book.worksheets
        }
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError):
        # What the packages raise on parts that break the format's own rules.
        raise Unreadable(
            "A part of this workbook is damaged. Open it in Excel, save it and upload it again."
        ) from None


def _structure(sheet: Worksheet, xml: bytes) -> SheetStructure:
    found = SheetStructure()
    for cell in _cells(sheet):
        if cell.data_type == "f":
            found.formulas.add((cell.row, cell.column))
        elif not cell.protection.locked or (not sheet.protection.sheet and cell.value is None):
            found.inputs.add((cell.row, cell.column))
        if "%" in cell.number_format:
            found.shares.add((cell.row, cell.column))
    for rule in validations(sheet, xml):
        if rule.spans and rule.type:
            (found.lists if rule.source else found.rules).append(rule)
    return found


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):  # not the covered part of a merged one
                yield cell
