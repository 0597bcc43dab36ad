"""Workbooks as people send them back: exported, changed in a spreadsheet, and uploaded again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from bcf.imports.changes import Look, look
from bcf.imports.filled import read_filled
from bcf.submissions.models import Version
from bcf.workbooks.areas import Located, locate
from bcf.workbooks.export import workbook
from bcf.workbooks.kinds import own_areas
from bcf.workbooks.outline import Outline
from tests.factories import again
from tests.workbooks.saving import saved


class Sent:
    """A version's workbook in a person's hands."""

    def __init__(self, data: bytes) -> None:
        self.book: Workbook = load_workbook(io.BytesIO(data))

    @classmethod
    def of(cls, version: Version) -> Sent:
        return cls(workbook(again(version)))

    @property
    def data(self) -> bytes:
        return saved(self.book)

    def column(self, name: str) -> list[Cell]:
        """The cells of a named column."""
        ((sheet, cells),) = self.book.defined_names[name].destinations
        found = self.book[sheet][cells.replace("$", "")]
        return [row[0] for row in found] if isinstance(found, tuple) else [found]

    def cell(self, name: str, row: int = 0) -> Cell:
        """A cell of a named column, or a named cell."""
        return self.column(name)[row]

    def forget_uids(self, table: str) -> None:
        """Delete the hidden column of a table's sheet."""
        sheet = self.cell(f"{table}_uid").parent
        del self.book.defined_names[f"{table}_uid"]
        for cell in sheet["A"]:
            cell.value = None

    def typed(self, table: str, row: int) -> Iterator[Cell]:
        """The cells of a row that people fill, and its uid."""
        for name in list(self.book.defined_names):
            if name.startswith(f"{table}_") and not name.endswith(("_complete", "_scheme_place")):
                cells = self.column(name)
                if len(cells) > row and not str(cells[row].value).startswith("="):
                    yield cells[row]

    def clear(self, table: str, row: int) -> None:
        """Delete what stands in a row, its uid with it."""
        for cell in self.typed(table, row):
            cell.value = None

    def swap(self, table: str, one: int, other: int) -> None:
        """Let two rows change places."""
        for a, b in zip(self.typed(table, one), self.typed(table, other), strict=True):
            a.value, b.value = b.value, a.value


def located(version: Version, data: bytes, key: str) -> Iterator[Located]:
    """The tables of a section in a file."""
    areas = own_areas(version.submission.collection)
    found, _ = locate([area for area in areas if area.section == key], Outline.read(data))
    yield from found


def seen(version: Version, data: bytes, **answers: Any) -> Look:
    """What a file would change in a version."""
    return look(read_filled(Outline.read(data), again(version), **answers))


def changes(found: Look) -> list[tuple[str, str, str]]:
    """What can go in, in words: what, the place, and a cell's value before and after."""
    return [
        (
            item.what,
            f"{item.row.located.sheet}!{item.row.place(item.column)}" if item.row else "",
            f"{item.change.was} > {item.change.now}" if item.change else "",
        )
        for item in found.items
    ]
