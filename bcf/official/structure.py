"""How an official file is made: which cells it asks for, its formulas, its drop-down lists."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from bcf.workbooks.cells import address
from bcf.workbooks.opening import Unreadable
from bcf.workbooks.outline import Outline, Raw, Span
from bcf.workbooks.outline import span as read_span

Place = tuple[int, int]
#: A heading stands at most so many rows above its column.
_ABOVE = 3


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

    `lists` are the sources of drop-downs, `rules` other limits in words, each with its cells.
    """

    inputs: set[Place] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    lists: list[tuple[str, list[Span]]] = field(default_factory=list)
    rules: list[tuple[str, list[Span]]] = field(default_factory=list)

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
        book = _opened(data)
        self.sheets = {sheet.title: _structure(sheet) for sheet in book.worksheets}

    @cached_property
    def visible(self) -> list[str]:
        """The sheets that people see, in the file's order."""
        return [name for name, state in self.outline.sheets.items() if state == "visible"]

    def entries(self, sheet: str, row: int, column: int) -> list[str] | None:
        """What the list of a cell offers; None where it has none, or one that cannot be read."""
        for source, spans in self.sheets[sheet].lists:
            if any(_covers(span, row, column) for span in spans):
                return self._offered(sheet, source)
        return None

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
        found = {
            self.heading_of(sheet, spans[0].top, spans[0].left): self._offered(sheet, source)
            for source, spans in self.sheets[sheet].lists
        }
        return {heading: entries for heading, entries in found.items() if entries is not None}

    def rules_by_heading(self, sheet: str) -> dict[str, str]:
        """What else the cells of a sheet accept, by the heading of the first."""
        return {
            self.heading_of(sheet, spans[0].top, spans[0].left): rule
            for rule, spans in self.sheets[sheet].rules
        }

    def _offered(self, sheet: str, source: str) -> list[str] | None:
        if source.startswith('"'):
            return [entry.strip() for entry in source.strip('"').split(",")]
        target = source if "!" in source else f"'{sheet}'!{source}"
        span = self.outline.names.get(source) or read_span(target)
        if span is None or span.sheet not in self.outline.sheets:
            return None
        places = (
            (r, c)
            for r in range(span.top, span.bottom + 1)
            for c in range(span.left, span.right + 1)
        )
        values = (self.outline.value(span.sheet, *place) for place in places)
        return [str(value) for value in values if value != ""]


def _opened(data: bytes) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it reads only, so what it cannot keep is not lost
            return load_workbook(io.BytesIO(data))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        # What the package raises on parts that break the format's own rules.
        raise Unreadable(
            "A part of this workbook is damaged. Open it in Excel, save it and upload it again."
        ) from None


def _structure(sheet: Worksheet) -> SheetStructure:
    found = SheetStructure()
    for cell in _cells(sheet):
        if cell.data_type == "f":
            found.formulas.add((cell.row, cell.column))
        elif not cell.protection.locked or (not sheet.protection.sheet and cell.value is None):
            found.inputs.add((cell.row, cell.column))
    for rule in sheet.data_validations.dataValidation:
        spans = [
            Span(sheet.title, r.min_row, r.min_col, r.max_row, r.max_col) for r in rule.sqref.ranges
        ]
        if rule.type == "list" and rule.formula1:
            found.lists.append((str(rule.formula1).removeprefix("="), spans))
        elif rule.type:
            limits = (rule.type, rule.operator, rule.formula1, rule.formula2)
            found.rules.append((" ".join(str(part) for part in limits if part), spans))
    return found


def _cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):  # not the covered part of a merged one
                yield cell


def _covers(span: Span, row: int, column: int) -> bool:
    return span.top <= row <= span.bottom and span.left <= column <= span.right
