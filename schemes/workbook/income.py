"""The income sheet: a table for each source of funding, its total, and the pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from bcf.submissions.sections import Locks
from bcf.tables import Column, Kind, Row, Table
from bcf.workbooks.areas import Area
from bcf.workbooks.cells import Content
from bcf.workbooks.exported import Exported
from bcf.workbooks.heads import TOP
from bcf.workbooks.kinds import SheetKind
from bcf.workbooks.layout import ROW_HEIGHT, Book, Sheet
from bcf.workbooks.lists import Lists, rounded_up
from bcf.workbooks.names import place_name, sheet_name
from bcf.workbooks.rows import COMPLETE, FIRST, RowsTable, area_of
from schemes.models import FundingSource, Pays
from schemes.sections import Income

from .figures import NOT_KNOWN, income_cell, income_formula, income_of, incomes, known, totals

_WIDTHS = {"contributor": 46.0, "comment": 100.0}
_PARTNERS = ((Pays.COUNCIL, "Total council contribution"), (Pays.NHS, "Total NHS contribution"))
#: No county has more districts than these, so that counties share blanks.
_DISTRICTS = 12


class Total(NamedTuple):
    """One cell of a row of totals."""

    formula: str
    value: Content
    name: str = ""


def draw_income(book: Book, lists: Lists, section: Income, exported: Exported) -> None:
    """Lay the sheet out, source by source in the edition's order."""
    table = exported.tables[section.key]
    locks = section.locks_by(exported.fact(section.prefilled), table.rows)
    drawing = _Drawing(
        book, lists, book.sheet(sheet_name(section)), section, exported, table, locks
    )
    drawing.sheet.freeze = "C3"
    row = TOP
    for source in section.sources.values():
        row = drawing.source(source, row) + 2
    drawing.pool(row)


def income_areas(section: Income) -> Iterator[Area]:
    """For each source its table, and that of the districts' parts where there are any."""
    (paid_from,) = (column for column in section.columns if column.field == "source")
    columns = _own_columns(section.columns)
    for source in section.sources.values():
        name, where = _table_name(source), {paid_from.key: source.key}
        yield area_of(section, name, columns, where=where, title=source.label)
        parts = place_name(name, "breakdown")
        title = _parts_of(source)
        yield area_of(section, parts, columns, where=where, title=title, optional=True)


INCOME = SheetKind(draw_income, income_areas)


def _own_columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    """All but the source, which is each table's heading."""
    return tuple(c for c in columns if c.in_workbook and c.field != "source")


def _table_name(source: FundingSource) -> str:
    return place_name("income", source.key)


def _parts_of(source: FundingSource) -> str:
    return f"{source.label}: of which each district (two-tier areas only)"


@dataclass
class _Drawing:
    """The sheet while it is being laid out."""

    book: Book
    lists: Lists
    sheet: Sheet
    section: Income
    exported: Exported
    table: Table
    locks: Locks

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return _own_columns(self.table.columns)

    @cached_property
    def amounts(self) -> dict[int, Column]:
        """The columns of amounts, by their number on the sheet."""
        columns = enumerate(self.columns, start=FIRST)
        return {place: column for place, column in columns if column.kind is Kind.MONEY}

    @cached_property
    def districts(self) -> set[str]:
        """The uids of the lines that break a sum down."""
        return {row.uid for row in totals(self.exported).rows if row.breakdown}

    def source(self, source: FundingSource, top: int) -> int:
        """One source's table and total, and its breakdown where there is one."""
        lines = [row for row in self.table if row.get("source") == source.key]
        rows = [row for row in lines if str(row.uid) not in self.districts]
        parts = [row for row in lines if str(row.uid) in self.districts]
        name = _table_name(source)
        room = _room(source, rows)
        table = self._draw_table(source.label, name, rows, top, room, must=source.mandatory)
        last = self._draw_totals(table.last + 1, f"Total {source.label}", self._sums(source, table))
        return self._breakdown(source, parts, last + 2) if parts else last

    def _breakdown(self, source: FundingSource, parts: Sequence[Row], top: int) -> int:
        """The districts' parts: they explain the sum above and add nothing to it."""
        name = place_name(_table_name(source), "breakdown")
        room = rounded_up(len(parts), _DISTRICTS)
        table = self._draw_table(_parts_of(source), name, parts, top, room)
        sums = {
            place: Total(f"SUM({table.cells(column.key)})", _sum(parts, column.key))
            for place, column in self.amounts.items()
        }
        return self._draw_totals(table.last + 1, "Total of the districts", sums)

    def _draw_table(
        self,
        heading: str,
        name: str,
        rows: Sequence[Row],
        top: int,
        room: int,
        *,
        must: bool = False,
    ) -> RowsTable:
        self.sheet.text(top, FIRST, heading, "band")
        self.sheet.blank(top, range(FIRST + 1, FIRST + len(self.columns) + 1), "band")
        for place, column in enumerate(self.columns, start=FIRST):
            if column.field in _WIDTHS:
                self.sheet.widths[place] = _WIDTHS[column.field]
        on = (self.book, self.sheet, self.lists, self.section)
        table = RowsTable(*on, name, self.columns, top + 1, room, must=must, subject=heading)
        table.height = ROW_HEIGHT
        table.draw(rows, self.locks)
        return table

    def _sums(self, source: FundingSource, table: RowsTable) -> dict[int, Total]:
        """A source's income; not known while an amount of it is missing."""
        return {
            place: Total(
                _source_formula(source, table, column),
                known(income_of(self.exported, source, column.year)),
                income_cell(source, column.year),
            )
            for place, column in self.amounts.items()
        }

    def _draw_totals(self, row: int, label: str, sums: dict[int, Total]) -> int:
        """A row of totals; gives its number."""
        self.sheet.text(row, FIRST, label, "total.text")
        for place, total in sums.items():
            self.sheet.formula(row, place, total.formula, total.value, "total.money")
            if total.name:
                self.book.name_cell(total.name, self.sheet, row, place)
        return row

    def pool(self, top: int) -> None:
        """The totals of each partner, and of all."""
        self.sheet.text(top, FIRST, "Pool", "heading")
        for place, column in self.amounts.items():
            self.sheet.text(top, place, column.label, "figure_heading")
        for row, (label, sources) in enumerate(self._partners(), start=top + 1):
            sums = {
                place: Total(
                    income_formula(sources, column.year),
                    known(incomes(self.exported, sources, column.year)),
                )
                for place, column in self.amounts.items()
            }
            self._draw_totals(row, label, sums)

    def _partners(self) -> Iterator[tuple[str, list[FundingSource]]]:
        sources = list(self.section.sources.values())
        for pays, label in _PARTNERS:
            if paid := [source for source in sources if source.pays == pays]:
                yield label, paid
        yield "Total pool", sources


def _source_formula(source: FundingSource, table: RowsTable, column: Column) -> str:
    begun = f"(LEN({table.cells(COMPLETE)})>0)"
    cells = table.cells(column.key)
    unknown = f"SUMPRODUCT({begun}*(LEN({cells})=0))>0"
    if source.mandatory:
        unknown = f"OR(SUMPRODUCT(--{begun})=0,{unknown})"
    return f'IF({unknown},"{NOT_KNOWN}",SUM({cells}))'


def _sum(rows: Sequence[Row], key: str) -> Decimal:
    amounts = [row.get(key) for row in rows]
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _room(source: FundingSource, rows: Sequence[Row]) -> int:
    """Rows for a source: as many as it has, and some to spare where more may come."""
    if not source.mandatory:
        return rounded_up(len(rows) + 2, 5)
    return max(len(rows), 1) if source.pays == Pays.COUNCIL else rounded_up(len(rows), 2)
