"""The cover: whose plan this is, which version, and which sheets are complete."""

from __future__ import annotations

from bcf.figures import full_date

from .exported import Exported
from .heads import TOP, complete_name, sheet_answer, sheets_checked
from .layout import Book, height_of
from .questions import WIDTH
from .rows import highlight_answers

SHEET = "2. Cover"
_LABEL, _VALUE, _NOTE = 2, 3, 4


def draw_cover(book: Book, exported: Exported) -> None:
    """What is known of the submission. Its questions come below, the tracker after them."""
    sheet = book.sheet(SHEET)
    sheet.widths |= {_VALUE: WIDTH}
    version = exported.version
    submission = version.submission
    number = f"{version.number}, revision {version.revision}"
    facts = (
        ("Health and Wellbeing Board", submission.board.name),
        ("Collection", submission.collection.title),
        ("Version", number if version.is_open else f"{number}, frozen"),
        ("Exported", full_date(exported.at.date())),
        ("Illustration", submission.illustration or "None: every figure is the board's own."),
    )
    for row, (label, value) in enumerate(facts, start=TOP):
        sheet.text(row, _LABEL, label, "label")
        sheet.value(row, _VALUE, value, "locked.text")
        sheet.heights[row] = height_of(value, WIDTH)


def draw_tracker(book: Book) -> None:
    """For each sheet whether all its questions are complete."""
    sheet = book.sheet(SHEET)
    row = sheet.bottom + 2
    sheet.text(row, _LABEL, "Question completion", "band")
    sheet.text(row, _VALUE, "Complete", "band")
    sheet.blank(row, [_NOTE], "band")
    for place, name in enumerate(sheets_checked(book), start=row + 1):
        sheet.text(place, _LABEL, name, "link", link=book.sheets[name].link("B1"))
        sheet.formula(place, _VALUE, complete_name(name), sheet_answer(book, name), "check")
        highlight_answers(sheet, f"C{place}")
