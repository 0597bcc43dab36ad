"""What stands above every sheet: title, board, and whether the template is complete."""

from __future__ import annotations

from .exported import Exported
from .guidance import SHEET as GUIDANCE
from .layout import Book, Highlight, Sheet
from .names import place_name

#: The cell that says whether the whole template is complete, and its two words.
STATE = "template_state"
COMPLETE, INCOMPLETE = "Complete Template", "Incomplete Template"
#: The row in which a sheet's own content begins.
TOP = 8
_COLUMN = 2
_ILLUSTRATIVE = "Illustrative: not every figure here is a published fact. The Cover says more."


def draw_heads(book: Book, exported: Exported) -> None:
    """Head every visible sheet. The guidance holds nothing of the board, and is never filled."""
    for sheet in book.sheets.values():
        if sheet.state == "visible":
            sheet.text(1, _COLUMN, book.title, "title")
            sheet.text(2, _COLUMN, sheet.name, "sheet")
            sheet.heights[1] = 24
            if sheet.name != GUIDANCE:
                _draw_board(sheet, exported)
                _draw_state(book, sheet)


def _draw_board(sheet: Sheet, exported: Exported) -> None:
    submission = exported.version.submission
    chosen = f"Selected Health and Wellbeing Board: {submission.board.title}"
    sheet.value(3, _COLUMN, chosen, "line")
    notice = _ILLUSTRATIVE if submission.illustration else None
    sheet.value(4, _COLUMN, notice, "notice")


def _draw_state(book: Book, sheet: Sheet) -> None:
    if STATE not in book.names:
        book.name(STATE, sheet, "B5")
    master = book.names[STATE] == sheet.at("B5")
    sheet.formula(5, _COLUMN, state_formula(book) if master else STATE, state(book), "state")
    sheet.highlights += [
        Highlight("B5", f'B5="{COMPLETE}"', "complete"),
        Highlight("B5", f'B5="{INCOMPLETE}"', "incomplete"),
    ]
    if sheet.name in sheets_checked(book):
        answer = sheet_answer(book, sheet.name)
        formula = f'"Sheet complete: "&{complete_name(sheet.name)}'
        sheet.formula(6, _COLUMN, formula, f"Sheet complete: {answer}", "line")


def complete_name(sheet: str) -> str:
    """The name of the cell that says whether a sheet is complete."""
    return place_name("complete", sheet)


def sheets_checked(book: Book) -> list[str]:
    """The sheets that have something to check, in the order they were drawn."""
    return list(dict.fromkeys(check.sheet for check in book.checks))


def sheet_answer(book: Book, sheet: str) -> str:
    """Yes when every checker of the sheet says Yes."""
    return "Yes" if all(c.answer == "Yes" for c in book.checks if c.sheet == sheet) else "No"


def state(book: Book) -> str:
    """The words under every title."""
    complete = all(check.answer == "Yes" for check in book.checks)
    return COMPLETE if complete else INCOMPLETE


def state_formula(book: Book) -> str:
    """The same as a formula over the sheets' own cells."""
    sheets = ",".join(f'{complete_name(sheet)}="Yes"' for sheet in sheets_checked(book))
    return f'IF(AND({sheets}),"{COMPLETE}","{INCOMPLETE}")'
