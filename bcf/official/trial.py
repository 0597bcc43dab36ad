"""A map tried out: invented answers go in, the same come back, and nothing else has changed."""

from __future__ import annotations

import datetime
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from bcf.submissions.sections import section_of
from bcf.tables import CellError, Column, Kind, Row, Table, Value
from bcf.workbooks.areas import Located
from bcf.workbooks.official import DoesNotFit, Map, Official, given_of, places_of
from bcf.workbooks.outline import Outline
from bcf.workbooks.parts import read_parts
from bcf.workbooks.reading import read_rows

#: Rows invented for each table.
_ROWS = 3
#: So many cells that cannot hold an answer are named.
_MOST = 5
_CELL = re.compile(rb"<c\s[^>]*?(?:/>|>.*?</c>)|<calcPr[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial found: what the file lacks, values that came back otherwise, other damage."""

    missing: list[str]
    differing: list[str]
    damaged: list[str]

    @property
    def passed(self) -> bool:
        return not (self.missing or self.differing or self.damaged)


def try_out(data: bytes, wanted: Map) -> Trial:
    """Fill a file with invented answers, read it back, and compare everything else."""
    official = Official(data, wanted)
    if unsuited := list(islice(chain(_twice(official), _calculated(official)), _MOST)):
        return Trial(unsuited, [], [])
    tables = list(_invented(official))
    figures = dict.fromkeys(wanted.figures.values(), Decimal(1))
    try:
        filled = official.write(tables, figures)
    except DoesNotFit as refused:
        return Trial(list(refused.messages), [], [])
    return Trial([], list(_differing(filled, official, tables)), list(_damaged(data, filled)))


def _twice(official: Official) -> Iterator[str]:
    """The cells that the map gives to more than one answer: one would be lost."""
    places = Counter((area.sheet, cell) for area in official.located for _, cell in places_of(area))
    for (sheet, cell), times in places.items():
        if times > 1:
            yield f"The cell {cell} of the sheet “{sheet}” is the place of several answers."


def _calculated(official: Official) -> Iterator[str]:
    """The cells of answers that the file works out itself: it would put its own value there.

    A figure that we work out as well may stand beside the file's formula for it.
    """
    formulas = set(official.template.formulas())
    for area in official.located:
        section = section_of(official.map.collection, area.area.section)
        typed = {column.key for column in section.columns if column.is_typed}
        for column, cell in places_of(area):
            if column in typed and (area.sheet, cell) in formulas:
                place = f"The cell {cell} of the sheet “{area.sheet}”"
                yield f"{place} holds a formula: an answer would be lost there."


def _invented(official: Official) -> Iterator[Table]:
    for key, areas in official.by_section.items():
        section = section_of(official.map.collection, key)
        rows = [row for area in areas for row in _rows(official, area, section.columns)]
        yield Table(key, section.columns, tuple(rows))


def _rows(official: Official, area: Located, columns: Sequence[Column]) -> Iterator[Row]:
    for number, name in enumerate(_names(official, area, columns), start=1):
        values: dict[str, Value] = dict(area.area.where)
        for column in columns:
            if column.key in area.columns:
                values[column.key] = name if column.given else _value(column, number, values)
        yield Row(uuid.uuid4(), number, values)


def _names(official: Official, area: Located, columns: Sequence[Column]) -> Sequence[Value]:
    """The rows of an area that are tried; those that the file names, every one, by its key."""
    given = given_of(area, columns)
    if given is not None:
        return list(official.rows_called(area, given))
    named = [len(column.options) for column in columns if column.given]
    count = 1 if area.area.answers else min(area.last - area.first + 1, *named or [_ROWS])
    return [None] * count


def _value(column: Column, number: int, row: Mapping[str, Value]) -> Value:
    match column.kind:
        case Kind.MONEY:
            return Decimal(1000 * number) + Decimal("0.01")
        case Kind.NUMBER | Kind.PERCENT:
            return Decimal(10 * number)
        case Kind.DATE:
            return datetime.date(2024, 4, 1 + number % 28)
        case Kind.CHOICE:
            options = column.options_for(row)
            return options[number % len(options)].key if options else None
        case Kind.TEXT:
            return f"=Made up {number} é"


def _differing(filled: bytes, official: Official, tables: Sequence[Table]) -> Iterator[str]:
    """The cells that do not come back as they went in."""
    outline = Outline.read(filled)
    written = {table.key: iter(table.rows) for table in tables}
    for key, areas in official.by_section.items():
        columns = section_of(official.map.collection, key).columns
        for area in areas:
            labels = official.map.entries(key)
            read_back = read_rows(area, outline, columns, labels)
            for read in read_back[: len(_names(official, area, columns))]:
                row = next(written[key])
                for column in columns:
                    if column.key in read.raw and not _same(column, read.raw, row):
                        place = area.place(read.number, column.key)
                        yield f"{column.label}, {area.sheet}, {place}"


def _same(column: Column, raw: Mapping[str, str], row: Row) -> bool:
    try:
        return column.parse(raw[column.key], row.values) == row.get(column.key)
    except CellError:
        return False


def _damaged(before: bytes, after: bytes) -> Iterator[str]:
    """The parts in which anything but cells has changed."""
    for old, new in zip(read_parts(before), read_parts(after), strict=True):
        if old != new and _CELL.sub(b"", old.unpack()) != _CELL.sub(b"", new.unpack()):
            yield old.name
