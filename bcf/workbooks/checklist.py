"""The checklist: a live Yes or No for everything asked, and what our own checks found."""

from __future__ import annotations

from collections.abc import Sequence

from bcf.checks.findings import Finding, counts
from bcf.words import COUNTS, STATES, count

from .cells import address, letter
from .heads import STATE, TOP, complete_name, sheet_answer, sheets_checked
from .layout import Book, Check, GridColumn, Highlight, Sheet
from .lists import rounded_up
from .rows import highlight_answers

SHEET = "Checklist"
_ITEM, _CELLS, _ANSWER, _DETAIL = 2, 3, 4, 5
#: Findings have room in steps of this, so that boards share blanks.
_STEP = 100
_GAP = 2
_NO_OTHER = "No error was found at export that only the product itself checks"
_FOUND = "What the checks of this product found when the workbook was exported"
_ORDER = ("fails", "missing", "warns", "unknown")


def draw_checklist(book: Book, findings: Sequence[Finding]) -> None:
    """Lay the sheet out; everything to be checked has been declared before."""
    sheet = book.sheet(SHEET)
    sheet.widths |= {1: 0, _ITEM: 74, _CELLS: 18, _ANSWER: 20, _DETAIL: 70}
    sheet.freeze, sheet.repeat = "A3", TOP
    book.name(STATE, sheet, "B5")
    book.checks.append(_other_errors(book, findings))
    row = TOP
    for column, heading in ((_ITEM, "Item"), (_CELLS, "Cells"), (_ANSWER, "Complete")):
        sheet.text(row, column, heading, "heading")
    for name in sheets_checked(book):
        row = _draw_sheet(book, sheet, name, row + 1)
    _draw_findings(sheet, findings, row + _GAP)


def _other_errors(book: Book, findings: Sequence[Finding]) -> Check:
    """Whether an error stands that no formula of the workbook keeps checking."""
    live = {rule for check in book.checks for rule in check.rules}
    errors = [f for f in findings if f.stops and not f.missing and f.rule not in live]
    groups = len(sheets_checked(book)) + 1
    found = TOP + groups + len(book.checks) + 1 + _GAP
    return Check(SHEET, _NO_OTHER, f"B{found}", "", "No" if errors else "Yes")


def _draw_sheet(book: Book, sheet: Sheet, name: str, row: int) -> int:
    """The checks of one sheet below its own answer; gives the last row used."""
    checks = [check for check in book.checks if check.sheet == name]
    answers = f"{letter(_ANSWER)}{row + 1}:{letter(_ANSWER)}{row + len(checks)}"
    sheet.text(row, _ITEM, name, "band", link=book.sheets[name].link("B1"))
    sheet.text(row, _CELLS, "Sheet complete", "band")
    formula = f'IF(COUNTIF({answers},"Yes")={len(checks)},"Yes","No")'
    sheet.formula(row, _ANSWER, formula, sheet_answer(book, name), "check")
    place = address(row, _ANSWER)
    book.name(complete_name(name), sheet, place)
    highlight_answers(sheet, place)
    for number, check in enumerate(checks, start=row + 1):
        _draw_check(sheet, check, book.sheets[name].link(check.cells), number)
    highlight_answers(sheet, answers)
    return row + len(checks)


def _draw_check(sheet: Sheet, check: Check, link: str, row: int) -> None:
    sheet.text(row, _ITEM, check.item, "label")
    sheet.text(row, _CELLS, check.cells, "link", link=link)
    if check.formula:
        sheet.formula(row, _ANSWER, check.formula, check.answer, "check")
    else:
        sheet.value(row, _ANSWER, check.answer, "check")


def _draw_findings(sheet: Sheet, findings: Sequence[Finding], row: int) -> None:
    """What did not hold, gravest first. These are words of the moment, not formulas."""
    sheet.text(row, _ITEM, _FOUND, "band")
    sheet.blank(row, [_CELLS, _ANSWER, _DETAIL], "band")
    counted = counts(findings)
    sheet.value(row + 1, _ITEM, ", ".join(count(key, counted[key]) for key in COUNTS), "plain")
    headings = ((_ITEM, "Finding"), (_CELLS, "Rule"), (_ANSWER, "Outcome"), (_DETAIL, "Figures"))
    for column, heading in headings:
        sheet.text(row + 2, column, heading, "heading")
    told = sorted((f for f in findings if f.state in _ORDER), key=lambda f: _ORDER.index(f.state))
    room = rounded_up(len(told), _STEP)
    sheet.grid(row + 3, _ITEM, [GridColumn("bare.text")] * len(headings), room, height=30)
    cells = f"{address(row + 3, _ITEM)}:{address(row + 2 + room, _DETAIL)}"
    written = f"LEN(${address(row + 3, _ITEM)})>0"
    sheet.highlights.append(Highlight(cells, written, "boxed"))
    for number, finding in enumerate(told, start=row + 3):
        outcome = STATES[finding.state].word
        for column, text in (
            (_ITEM, finding.message),
            (_CELLS, finding.rule),
            (_ANSWER, outcome),
            (_DETAIL, finding.detail),
        ):
            sheet.put(address(number, column), text or None)
