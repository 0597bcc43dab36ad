"""The stamp: what a workbook was made from, so that it is known when it comes back."""

from __future__ import annotations

from .cells import Content
from .exported import Exported
from .layout import Book

SHEET = "Stamp"
#: Changes when the places or the meaning of cells do.
FORM = "bcf-workbook-1"


def draw_stamp(book: Book, exported: Exported) -> None:
    """A sheet that nobody sees, with a name for each of its cells."""
    version = exported.version
    submission = version.submission
    sheet = book.sheet(SHEET, "veryHidden")
    stamp: dict[str, Content] = {
        "form": FORM,
        "edition": submission.collection.edition.code,
        "collection": submission.collection.code,
        "board": submission.board.code,
        "version": version.number,
        "revision": version.revision,
        "digest": exported.digest,
        "exported_at": exported.at.isoformat(timespec="seconds"),
    }
    for row, (key, value) in enumerate(stamp.items(), start=1):
        sheet.text(row, 1, key, "hidden")
        sheet.value(row, 2, value, "hidden")
        book.name(f"stamp_{key}", sheet, f"B{row}")
