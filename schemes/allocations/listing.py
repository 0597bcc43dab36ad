"""An uploaded list as sheets of texts, and how the pages carry it on until it is loaded."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing

from bcf.workbooks.opening import Raw, Unreadable, open_book, read_sheet

#: Far more than any published list has: one has 350 rows and 20 columns.
MOST_ROWS, MOST_COLUMNS, MOST_CELL, MOST_TEXT = 3000, 60, 200, 600_000
#: What the only sheet of a CSV file is called.
CSV = "CSV"
_SALT = "schemes.allocations"

Rows = list[list[str]]


@dataclass(frozen=True)
class Listing:
    """The sheets of an uploaded list, by title, each cell as text."""

    sheets: Mapping[str, Rows]

    @classmethod
    def read(cls, name: str, data: bytes) -> Listing:
        """What a file holds; its name says whether it is a CSV file. Raises Unreadable."""
        if name.lower().endswith(".csv"):
            sheets = {CSV: _csv_rows(data)}
        else:
            book = open_book(data).book
            sheets = {title: _texts(read_sheet(book, title)) for title in book.sheet_names}
        return cls(_within_limits({title: rows for title, rows in sheets.items() if rows}))

    def pack(self) -> str:
        """The sheets as one text that a form carries, which nobody can alter."""
        return signing.dumps(dict(self.sheets), salt=_SALT, compress=True)

    @classmethod
    def unpack(cls, text: str) -> Listing:
        """What was packed; raises Unreadable for anything else."""
        try:
            return cls(signing.loads(text, salt=_SALT))
        except signing.BadSignature:
            raise Unreadable("The file did not come along. Choose it again.") from None


def _csv_rows(data: bytes) -> Rows:
    if data.startswith(b"PK") or b"\0" in data:
        raise Unreadable("This is not a CSV file, whatever its name says. Choose another one.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # as Excel saves it
    try:
        return _texts(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        message = "This CSV file cannot be read. Save it in your spreadsheet as a workbook (.xlsx)."
        raise Unreadable(message) from None


def _texts(rows: Iterable[Iterable[Raw]]) -> Rows:
    """Rows as texts, the empty ones at the end left off, so that row numbers are the file's."""
    texts = []
    for row in rows:
        texts.append([_text(cell) for cell in row])
        if len(texts) > MOST_ROWS + 1:
            break
    while texts and not any(texts[-1]):
        texts.pop()
    return texts


def _text(cell: Raw) -> str:
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        exact = format(Decimal(repr(cell)), "f")
        return exact.removesuffix(".0")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return str(cell)
    return " ".join(cell.split())[:MOST_CELL]


def _within_limits(sheets: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """Raises Unreadable for what is empty, or longer than a published list."""
    if not sheets:
        raise Unreadable("There is nothing in this file. Choose the list again.")
    for rows in sheets.values():
        if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
            raise Unreadable(
                f"A sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns, far more"
                " than a published list. Take out the sheets that are not part of it."
            )
    if sum(len(cell) for rows in sheets.values() for row in rows for cell in row) > MOST_TEXT:
        raise Unreadable(
            "The file has far more text than a published list."
            " Take out the sheets that are not part of it."
        )
    return sheets
