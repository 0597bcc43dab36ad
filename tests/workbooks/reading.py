"""Reading exported workbooks as others do: by sheet, by heading, by defined name."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose
from bcf.tables import Edit
from bcf.workbooks.cells import unescape
from bcf.workbooks.export import workbook

BCP, EXAMPLESHIRE, SAMPLETON = (
    ("E06000058", "2019-20-plan"),
    ("X99000001", "2023-25-plan"),
    ("X99000002", "2023-25-plan"),
)
_FORMULA_CELL = re.compile(
    rb"(<c\b[^>]*>)(<f\b[^>]*?(?:/>|>.*?</f>))(?:<v>[^<]*</v>|<v ?/>)", re.DOTALL
)


class Book:
    """An exported workbook, read by openpyxl: what formulas amount to, and the formulas."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def values(self) -> Workbook:
        return load_workbook(io.BytesIO(self.data), data_only=True)

    @cached_property
    def formulas(self) -> Workbook:
        return load_workbook(io.BytesIO(self.data))

    def part(self, name: str) -> bytes:
        return zipfile.ZipFile(io.BytesIO(self.data)).read(name)

    def value(self, sheet: str, place: str) -> Any:
        value = self.values[sheet][place].value
        return unescape(value) if isinstance(value, str) else value

    def named(self, name: str) -> Any:
        """The value of a named cell, or the values of a named column."""
        sheet, cells = self.place(name)
        found = self.values[sheet][cells]
        return [row[0].value for row in found] if isinstance(found, tuple) else found.value

    def cells(self, name: str) -> list[Any]:
        """The cells of a named column, with their formulas."""
        sheet, cells = self.place(name)
        return [row[0] for row in self.formulas[sheet][cells]]

    def place(self, name: str) -> tuple[str, str]:
        """The sheet and the cells of a defined name."""
        ((sheet, cells),) = self.formulas.defined_names[name].destinations
        return sheet, cells.replace("$", "")

    def rows(self, sheet: str, heading: str) -> Iterator[dict[str, Any]]:
        """The rows below the first cell with this heading, by heading, to the first empty one."""
        for row in self.every_row(sheet, heading):
            if row[heading] is None:
                return
            yield row

    def every_row(self, sheet: str, heading: str) -> Iterator[dict[str, Any]]:
        """All rows below that heading in which a person may have typed, by heading."""
        worksheet = self.values[sheet]
        start = find(worksheet, heading)
        headings = {
            cell.column: cell.value for cell in worksheet[start.row] if cell.value is not None
        }
        for number in range(start.row + 1, worksheet.max_row + 1):
            row = {head: worksheet.cell(number, place).value for place, head in headings.items()}
            if not any(value not in (None, "") for value in row.values()):
                return
            yield row

    def table(self, sheet: str, title: str) -> dict[str, dict[str, Any]]:
        """A table of the summary by its title: each row by its label."""
        start = find(self.values[sheet], title)
        heading = self.values[sheet].cell(start.row + 1, start.column).value
        rows: dict[str, dict[str, Any]] = {}
        for row in self._below(self.values[sheet], start.row + 1):
            rows[row[heading]] = row
        return rows

    @staticmethod
    def _below(worksheet: Worksheet, top: int) -> Iterator[dict[str, Any]]:
        headings = {c.column: c.value for c in worksheet[top] if c.value is not None}
        for number in range(top + 1, worksheet.max_row + 1):
            row = {head: worksheet.cell(number, place).value for place, head in headings.items()}
            if not worksheet.cell(number, 2).value:
                return
            yield row


def find(worksheet: Worksheet, text: str) -> Any:
    """The first cell with this text."""
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value == text:
                return cell
    raise AssertionError(f"{worksheet.title} has no cell {text!r}")


def export(plan: tuple[str, str]) -> Book:
    return Book(workbook(newest_version(*plan)))


def change(version: Version, section: str, *edits: Edit) -> None:
    """Apply edits as a page would."""
    propose(version, {section: Incoming(list(edits))}).apply(by=None, what="Changed for a test")


def forget_values(data: bytes) -> bytes:
    """The workbook without what its formulas amount to, so that only they can tell."""
    forgotten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(forgotten, "w") as copy:
        for name in book.namelist():
            part = book.read(name)
            if name.startswith("xl/worksheets/"):
                part = _FORMULA_CELL.sub(rb"\1\2", part)
            copy.writestr(name, part)
    return forgotten.getvalue()


def recalculated(soffice: str, folder: Path, *books: Book) -> list[Book]:
    """The workbooks as LibreOffice works them out from their formulas alone."""
    sources = [folder / f"book-{number}.xlsx" for number in range(len(books))]
    for source, book in zip(sources, books, strict=True):
        source.write_bytes(forget_values(book.data))
    made = folder / "made"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", made]
    subprocess.run([*command, *sources], check=True, capture_output=True, timeout=180)
    return [Book((made / source.name).read_bytes()) for source in sources]


def differences(book: Book, again: Book) -> list[tuple[str, str, Any, Any]]:
    """The formulas that do not amount to what stands beside them, to the penny."""
    wrong = []
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    ours = book.values[sheet.title][cell.coordinate].value
                    theirs = again.values[sheet.title][cell.coordinate].value
                    if not _same(ours, theirs):
                        wrong.append((sheet.title, cell.coordinate, ours, theirs))
    return wrong


def errors(book: Book) -> list[tuple[str, str, str]]:
    """The cells that hold an error, such as #VALUE!."""
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.values
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) < 0.005
    return unescape(str(ours or "")) == unescape(str(theirs or ""))
