"""The stamp: what a workbook was made from, so that it is known when it comes back."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from .cells import Content
from .exported import Exported
from .layout import Book
from .outline import Outline

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
        book.name(_name(key), sheet, f"B{row}")


class Stamp(NamedTuple):
    """What a workbook says it was made from."""

    form: str
    edition: str
    collection: str
    board: str
    version: int
    revision: int
    digest: str
    exported_at: datetime.datetime


def read_stamp(outline: Outline) -> Stamp | None:
    """The stamp of a workbook, by its names; None for one without, or with a broken one."""
    found = {key: outline.names.get(_name(key)) for key in Stamp._fields}
    told = {
        key: str(outline.value(span.sheet, span.top, span.left))
        for key, span in found.items()
        if span
    }
    try:
        return Stamp(
            *(told["form"], told["edition"], told["collection"], told["board"]),
            *(int(float(told["version"])), int(float(told["revision"])), told["digest"]),
            datetime.datetime.fromisoformat(told["exported_at"]),
        )
    except (KeyError, ValueError, OverflowError):
        return None


def _name(key: str) -> str:
    return f"stamp_{key}"
