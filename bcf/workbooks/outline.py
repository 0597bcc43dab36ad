"""What an uploaded workbook holds: its sheets, its named places, and the values of its cells."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple, Self
from xml.etree.ElementTree import Element

from python_calamine import CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from .cells import address, row_and_column
from .layout import State
from .opening import Raw, open_book, read_sheet
from .patch import MAIN

_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!([$A-Z0-9]+)(?::([$A-Z0-9]+))?")


class Span(NamedTuple):
    """A cell or a range of cells of a sheet; rows and columns count from 1."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def place(self) -> str:
        """Its first cell, such as B7."""
        return address(self.top, self.left)


class Outline:
    """An uploaded workbook as its readers meet it. Values are read sheet by sheet, when asked."""

    def __init__(self, book: CalamineWorkbook, names: dict[str, Span], sha256: str) -> None:
        self._book = book
        self._grids: dict[str, list[list[Raw]]] = {}
        self.sheets: dict[str, State] = {
            sheet.name: _state(sheet) for sheet in book.sheets_metadata
        }
        self.names = names
        self.sha256 = sha256

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The outline of a file. Raises Unreadable."""
        book, listing = open_book(data)
        return cls(book, _names(listing), hashlib.sha256(data).hexdigest())

    def grid(self, sheet: str) -> list[list[Raw]]:
        """Every cell from A1 on, by rows; no rows for a sheet that the file does not have."""
        if sheet not in self._grids:
            self._grids[sheet] = self._read(sheet) if sheet in self.sheets else []
        return self._grids[sheet]

    def value(self, sheet: str, row: int, column: int) -> Raw:
        """What a cell holds; an empty text outside of all that is written."""
        return value_at(self.grid(sheet), row, column)

    def _read(self, sheet: str) -> list[list[Raw]]:
        return read_sheet(self._book, sheet)


def value_at(grid: Sequence[Sequence[Raw]], row: int, column: int) -> Raw:
    """What a cell of a grid holds, its row and column from 1; an empty text outside of it."""
    if row > len(grid) or column > len(grid[row - 1]):
        return ""
    return grid[row - 1][column - 1]


def _state(sheet: SheetMetadata) -> State:
    if sheet.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if sheet.visible == SheetVisibleEnum.Hidden else "veryHidden"


def _names(listing: Element) -> dict[str, Span]:
    """The names of one cell or one range that hold for the whole workbook."""
    spans = {
        name.get("name", ""): span(name.text or "")
        for name in listing.iter(f"{MAIN}definedName")
        if name.get("localSheetId") is None
    }
    return {name: found for name, found in spans.items() if found is not None}


def span(target: str) -> Span | None:
    """The cell or the range that a reference names; None for anything else."""
    found = _TARGET.fullmatch(target)
    if found is None:
        return None
    quoted, plain, first, last = found.groups()
    try:
        (top, left), (bottom, right) = row_and_column(first), row_and_column(last or first)
    except ValueError:  # a whole column, or what is left of a deleted one
        return None
    return Span(quoted.replace("''", "'") if quoted else plain, top, left, bottom, right)
