"""What a search found as a workbook, for somebody who answers a request for information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcf.pages.cells import full_label
from bcf.pages.frame import state_note
from bcf.people.models import User
from bcf.workbooks.build import blank
from bcf.workbooks.cells import address
from bcf.workbooks.layout import Book, GridColumn

from .find import Hit, texts_of
from .models import Export

SHEET = "Texts"
#: The headings, and how wide each column is.
COLUMNS = (
    ("Board", 30.0),
    ("Collection", 24.0),
    ("Version", 18.0),
    ("Section", 20.0),
    ("Question", 44.0),
    ("Text", 100.0),
    ("Publication", 44.0),
)
#: Rows are made in steps, so that files of about one size share a blank.
STEP = 250
_APPLIES = "The Freedom of Information Act applies to it."
PROSE = f"Narrative: not published nationally. {_APPLIES}"
OTHER = f"Published nationally only in aggregate. {_APPLIES}"
_INTRODUCTION = (
    "The newest version of each plan and return. A draft may still change. Read every text for"
    " personal and confidential matters before it is given out."
)


def export(hits: Sequence[Hit], *, by: User) -> bytes:
    """The texts of hits, whole, as an .xlsx file; that it was made is kept."""
    boards = sorted({hit.board.code for hit in hits})
    Export.objects.create(by=by, boards=boards, texts=len(hits))
    return _workbook(hits)


def _workbook(hits: Sequence[Hit]) -> bytes:
    """Text is always text there, whatever it begins with."""
    book = Book("Texts found by a search")
    sheet = book.sheet(SHEET)
    sheet.text(1, 1, book.title, "title")
    sheet.text(2, 1, _INTRODUCTION, "line")
    for column, (heading, width) in enumerate(COLUMNS, start=1):
        sheet.text(4, column, heading, "heading")
        sheet.widths[column] = width
    room = -(-len(hits) // STEP) * STEP
    sheet.grid(5, 1, [GridColumn("label")] * len(COLUMNS), room)
    for row, cells in enumerate(_rows(hits), start=5):
        for column, text in enumerate(cells, start=1):
            sheet.put(address(row, column), text)
    sheet.freeze, sheet.repeat = "A5", 4
    return blank(book.shape()).fill(book)


def _rows(hits: Sequence[Hit]) -> Iterator[tuple[str, ...]]:
    texts = texts_of(hits)
    for hit in hits:
        yield (
            hit.board.title,
            hit.version.submission.collection.title,
            state_note(hit.version),
            hit.section.title,
            full_label(hit.column),
            texts[hit.where],
            PROSE if hit.column.is_prose else OTHER,
        )
