"""The first sheet: how to fill in the others, in a few sentences of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bcf.boards.provenance import Standing
from bcf.submissions.sections import SectionKind

from .layout import Book, Sheet, height_of
from .names import sheet_name

SHEET = "1. Guidance"
_WIDTH = 120.0

_COLOURS = (
    ("yellow", "Yellow", "Fill these in."),
    ("grey", "Grey", "Filled in from published figures, and locked."),
    ("white", "White", "Worked out from the other cells, and locked."),
)
_HOW = (
    "Begin with the Cover. The board has been chosen already: every grey figure is this board's.",
    "Amounts are pounds, in full and with at most two decimals: 480000, not 480 and not 480k.",
    "An empty cell is not nought. Type 0 where nothing is planned.",
    "A line has one source of funding. A scheme with two sources takes two lines, with the same"
    " ID and name.",
    "Choose the scheme type before the sub type: the list of sub types follows it.",
    "Yellow cells among the income have no published figure here. Type what has been agreed.",
    "To take a line out, empty its yellow cells.",
    "Cells in red are missing. The Checklist names them all and leads to each.",
    "Keep the sheets, their headings and their order as they are, so that the file can be read"
    " again.",
)
_UNCONFIRMED = (
    "Names and headings that have not been seen in an official copy of this workbook. They may"
    " change when one is compared with it."
)


def draw_guidance(book: Book, sections: Iterable[SectionKind]) -> None:
    """Lay the sheet out. It holds nothing of any board."""
    sheet = book.sheet(SHEET)
    sheet.widths = {1: 0, 2: 20, 3: _WIDTH}
    row = _band(sheet, 4, "Colours")
    for style, colour, meaning in _COLOURS:
        sheet.text(row, 2, colour, style)
        sheet.text(row, 3, meaning)
        row += 1
    row = _band(sheet, row + 1, "How to fill it in")
    for number, sentence in enumerate(_HOW, start=1):
        sheet.text(row, 2, str(number))
        sheet.text(row, 3, sentence)
        row += 1
    if unconfirmed := list(_unconfirmed(sections)):
        row = _band(sheet, row + 1, "Not confirmed")
        sheet.text(row, 3, _UNCONFIRMED)
        for place, (name, headings) in enumerate(unconfirmed, start=row + 1):
            text = "; ".join(headings) + "."
            sheet.text(place, 2, name)
            sheet.text(place, 3, text)
            sheet.heights[place] = height_of(text, _WIDTH)


def _band(sheet: Sheet, row: int, text: str) -> int:
    """A heading across the sheet; gives the row after it."""
    sheet.text(row, 2, text, "band")
    sheet.blank(row, [3], "band")
    return row + 1


def _unconfirmed(sections: Iterable[SectionKind]) -> Iterator[tuple[str, Sequence[str]]]:
    """The wording of each sheet that nobody has confirmed."""
    for section in sections:
        wording = ["the name of this sheet"] if _open(section.section) else []
        wording += [q.label for q in section.questions.values() if _open(q)]
        if wording:
            yield sheet_name(section), wording


def _open(row: object) -> bool:
    return getattr(row, "standing", "") == Standing.UNCONFIRMED
