"""The expenditure sheet: running balances, required minimums, and the lines."""

from __future__ import annotations

from collections.abc import Iterator

from bcf.workbooks.areas import Area
from bcf.workbooks.exported import Exported
from bcf.workbooks.heads import TOP
from bcf.workbooks.kinds import SheetKind
from bcf.workbooks.layout import Book, Sheet
from bcf.workbooks.lists import Lists
from bcf.workbooks.names import place_name, sheet_name
from bcf.workbooks.rows import FIRST, RowsTable, area_of
from schemes.sections import Expenditure

from .balances import draw_balances
from .boxes import Boxes
from .minimums import draw_minimums
from .summary import draw_summary

_WIDTHS = {
    "scheme_code": 10.0,
    "scheme_name": 30.0,
    "description": 50.0,
    "scheme_type": 26.0,
    "sub_type": 26.0,
    "source": 26.0,
    "provider": 22.0,
}
_HEADING_HEIGHT = 48


def draw_expenditure(book: Book, lists: Lists, section: Expenditure, exported: Exported) -> None:
    """Lay the sheet out, and the summary of all the money."""
    sheet = book.sheet(sheet_name(section))
    boxes = Boxes(book, sheet, section, exported)
    row = draw_balances(boxes, TOP)
    row = draw_minimums(boxes, row + 2)
    rows = exported.tables[section.key].rows
    for place, column in enumerate(section.workbook_columns, start=FIRST):
        if column.field in _WIDTHS:
            sheet.widths[place] = _WIDTHS[column.field]
    table = boxes.lines.table(book, sheet, lists, row + 2, len(rows))
    table.draw(rows, {})
    boxes.lines.number_schemes(table, rows)
    _finish(sheet, table)
    draw_summary(boxes, lists)


def expenditure_areas(section: Expenditure) -> Iterator[Area]:
    """The one table of lines."""
    yield area_of(section, place_name(section.key), section.workbook_columns)


EXPENDITURE = SheetKind(draw_expenditure, expenditure_areas)


def _finish(sheet: Sheet, table: RowsTable) -> None:
    """The scheme's name stays in sight, and the headings on every printed page."""
    sheet.heights[table.top] = _HEADING_HEIGHT
    sheet.repeat = table.top
    sheet.freeze = "D3"
    sheet.zoom = 85
