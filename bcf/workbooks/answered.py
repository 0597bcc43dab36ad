"""Tables of answers as sheets: rows that the edition names, and records that people add.

Several sections may share a sheet, each below the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Row, Table

from .areas import Area
from .exported import Exported
from .heads import TOP
from .kinds import SheetKind
from .layout import Book, Sheet, height_of
from .lists import Lists, rounded_up
from .names import place_name, sheet_name
from .rows import FIRST, RowsTable, area_of

#: There is room for more records, in steps so that boards share blanks.
_STEP, _SPARE = 10, 4
#: Of columns that hold whole sentences.
_WIDE = 50.0
_HEADING_HEIGHT = 48
NOT_WORKED: Mapping[str, str] = MappingProxyType({})


def draw_fixed_rows(
    book: Book,
    lists: Lists,
    section: SectionKind,
    exported: Exported,
    worked: Mapping[str, str] = NOT_WORKED,
) -> None:
    """The edition's rows, under the section's name; there is room for no other.

    `worked` holds the formulas of computed columns, as in `RowsTable`.
    """
    table = exported.tables[section.key]
    _draw(book, lists, section, exported, table, len(table), worked)


def draw_records(book: Book, lists: Lists, section: SectionKind, exported: Exported) -> None:
    """The rows that people added, and room for more."""
    table = exported.tables[section.key]
    _draw(book, lists, section, exported, table, rounded_up(len(table) + _SPARE, _STEP))


def areas_of_answered(section: SectionKind) -> Iterator[Area]:
    """The one table of a section, below its name; as long as the edition says, if it does."""
    if columns := section.workbook_columns:
        room = sum(len(column.options) for column in columns if column.given)
        yield area_of(section, place_name(section.key), columns, title=section.title, room=room)


def _draw(
    book: Book,
    lists: Lists,
    section: SectionKind,
    exported: Exported,
    table: Table,
    room: int,
    worked: Mapping[str, str] = NOT_WORKED,
) -> None:
    columns = section.workbook_columns
    sheet = book.sheet(sheet_name(section))
    top = max(sheet.bottom + 2, TOP)
    sheet.text(top, FIRST, section.title, "band")
    sheet.blank(top, range(FIRST + 1, FIRST + len(columns) + 1), "band")
    _widen(sheet, columns)
    drawn = RowsTable(
        *(book, sheet, lists, section, place_name(section.key), columns, top + 1, room),
        worked=worked,
        subject=section.title,
        height=_height(columns, table.rows),
    )
    drawn.draw(table.rows, section.locks(exported.version, table.rows))
    sheet.heights[drawn.top] = _HEADING_HEIGHT
    sheet.freeze = sheet.freeze or "C3"


def _widen(sheet: Sheet, columns: Sequence[Column]) -> None:
    """Sentences take a wide column, whatever stood above them."""
    for place, column in enumerate(columns, start=FIRST):
        if column.given or column.is_prose:
            sheet.widths[place] = max(_WIDE, sheet.widths.get(place, 0))


def _height(columns: Sequence[Column], rows: Sequence[Row]) -> float:
    """Of every row: that of the longest words which the edition says."""
    said = [
        column.label_of(row.get(column.key)) or str(row.get(column.key) or "")
        for row in rows
        for column in columns
        if not column.is_typed
    ]
    return max((height_of(text, _WIDE) for text in said), default=30)


FIXED_ROWS = SheetKind(draw_fixed_rows, areas_of_answered)
RECORDS = SheetKind(draw_records, areas_of_answered)
