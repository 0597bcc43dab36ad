"""A person's own file with notes: what to mend, at the cells, and a first sheet that leads there.

The copy is for reading and mending beside, never for sending.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from .names import location
from .parts import read_parts

SHEET = "What to mend"
NOT_FOR_SUBMISSION = "not for submission"
_BAD = PatternFill("solid", fgColor="FFF4B6B0")
_AUTHOR = "Better Care Fund"
_LOST = "Some pictures, shapes or rules are not in this copy. Your own file has them still."
_ONLY_LIST = "Your file could not be copied. This is the list alone."
#: What the reader and the writer of a workbook raise where a part is not as it should be; parsers
#: say SyntaxError.
_BROKEN = (
    *(zipfile.BadZipFile, SyntaxError),
    *(AttributeError, IndexError, KeyError, TypeError, ValueError),
)
_WIDTHS = {"A": 34, "B": 12, "C": 110}
_FIRST = 6
#: Longer texts are cut: they quote what was typed.
_LONGEST = 500
#: A note is shown beside its cell, so high for each line of so many characters.
_NOTE_WIDTH, _LINE, _CHARACTERS = 320, 18, 45


class Fault(NamedTuple):
    """What cannot be taken from a file, and how to mend it; `cell` is empty for a whole sheet."""

    sheet: str
    cell: str
    message: str


def annotated_name(name: str) -> str:
    """The copy's file name: "Exampleshire HWB 2023-25 plan, not for submission.xlsx"."""
    stem = name.rsplit(".", 1)[0]
    return f"{stem}, {NOT_FOR_SUBMISSION}.xlsx"


def annotate(data: bytes, faults: Sequence[Fault]) -> bytes:
    """A copy of an uploaded .xlsx file in which every fault is marked.

    A file that cannot be copied gives the list of faults alone.
    """
    try:
        book, said = _opened(data)
    except _BROKEN:
        return _list_alone(faults)
    for fault in faults:
        if fault.cell and fault.sheet in book.sheetnames:
            _mark(_cell(book[fault.sheet], fault.cell), _told(fault.message))
    _list(book, faults, said)
    try:
        return _saved(book)
    except _BROKEN:  # a cell may be read that cannot be written, as a date of no day
        return _list_alone(faults)


def _opened(data: bytes) -> tuple[Workbook, str]:
    """The workbook, and what there is to say of what was lost on the way."""
    with warnings.catch_warnings(record=True) as lost:
        warnings.simplefilter("always")
        book = load_workbook(io.BytesIO(data))
    return book, _LOST if lost or _has_drawings(data) else ""


def _list_alone(faults: Sequence[Fault]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    _list(book, faults, _ONLY_LIST)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _has_drawings(data: bytes) -> bool:
    """Whether there are pictures or shapes, which a copy does not keep."""
    names = (part.name for part in read_parts(data))
    return any(name.startswith(("xl/media/", "xl/drawings/drawing")) for name in names)


def _cell(sheet: Worksheet, place: str) -> Cell:
    """A cell, or the first of those it is merged with."""
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        spans = sheet.merged_cells.ranges
        span = next(span for span in spans if place in span)
        cell = sheet.cell(span.min_row, span.min_col)
    return cast(Cell, cell)


def _mark(cell: Cell, message: str) -> None:
    """Colour the cell, and note what to mend below the notes it has."""
    cell.fill = _BAD
    text = f"{cell.comment.text}\n{message}" if cell.comment else message
    lines = sum(len(line) // _CHARACTERS + 1 for line in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, height=_LINE * (lines + 1), width=_NOTE_WIDTH)


def _list(book: Workbook, faults: Sequence[Fault], said: str) -> None:
    """The first sheet: each fault with a link to its cell."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    sheet = book.create_sheet(_free_name(book.sheetnames), 0)
    book.active = 0
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _write(sheet, 1, 1, SHEET).font = Font(bold=True, size=16)
    copy = f"A copy with notes, {NOT_FOR_SUBMISSION}. Mend your own file and upload it again."
    _write(sheet, 2, 1, copy).font = Font(bold=True, color="FFB00020")
    _write(sheet, 3, 1, said)
    for column, heading in enumerate(("Sheet", "Cell", "How to mend it"), start=1):
        _write(sheet, _FIRST - 1, column, heading).font = Font(bold=True)
    if not faults:
        _write(sheet, _FIRST, 1, "Nothing is to be mended.")
    for row, fault in enumerate(faults, start=_FIRST):
        _line(sheet, row, fault)
    sheet.freeze_panes = f"A{_FIRST}"


def _line(sheet: Worksheet, row: int, fault: Fault) -> None:
    for column, text in enumerate(fault, start=1):
        cell = _write(sheet, row, column, text)
        cell.alignment = Alignment(wrap_text=column == len(fault), vertical="top")
    if fault.cell:
        link = sheet.cell(row, 2)
        link.hyperlink = Hyperlink(ref="", location=location(fault.sheet, fault.cell))
        link.font = Font(underline="single", color="FF0B4A8F")


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Text as text, whatever it begins with."""
    cell = sheet.cell(row, column, _told(text))
    cell.data_type = "s"
    return cell


def _told(text: str) -> str:
    """As much of a text as a note shows, without what a workbook cannot hold."""
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    return kept if len(kept) <= _LONGEST else f"{kept[:_LONGEST]}…"


def _free_name(names: Iterable[str]) -> str:
    taken = {name.casefold() for name in names}
    wanted = (SHEET, *(f"{SHEET} {number}" for number in range(2, 1000)))
    return next(name for name in wanted if name.casefold() not in taken)
