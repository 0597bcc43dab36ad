"""The rows that a workbook holds, each cell as a person would have typed it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from uuid import UUID

from bcf.tables import CellError, Column, Kind, fold

from .areas import Located
from .cells import day
from .outline import Outline, Raw, value_at

#: Excel shows, and keeps of what is typed, so many figures of a number.
_FIGURES = 15
#: By column key and folded label, the key of the entry that a file calls so.
Labels = Mapping[str, Mapping[str, str]]


class ReadRow(NamedTuple):
    """A row of an area: where it stands, whose it is if the file says, and its cells as typed."""

    number: int
    uid: UUID | None
    raw: dict[str, str]


def read_rows(
    located: Located, outline: Outline, columns: Sequence[Column], labels: Labels | None = None
) -> list[ReadRow]:
    """The rows of an area that hold anything, or are known by their uid, in their order.

    Every column that the area has is in `raw`, an empty cell as an empty text. `labels`
    translates what the file calls the entries of a list. A row that the file itself names, and
    the edition does not, is none while nothing is typed into it.
    """
    wanted = [column for column in columns if column.key in located.columns and not column.computed]
    grid = outline.grid(located.sheet)
    last = located.last if located.area.answers else min(located.last, len(grid))
    numbers = range(located.first, last + 1)
    texts = {column.key: _texts(grid, located, numbers, column, labels or {}) for column in wanted}
    rows = []
    for place, number in enumerate(numbers):
        raw = {key: cells[place] for key, cells in texts.items()}
        uid = _uid(outline.value(located.sheet, number, located.uid)) if located.uid else None
        if uid is not None or located.area.answers or _holds(raw, wanted):
            rows.append(ReadRow(number, uid, raw))
    return rows


def _holds(raw: Mapping[str, str], columns: Sequence[Column]) -> bool:
    return any(raw[c.key] and (not c.given or _is_ours(c, raw[c.key])) for c in columns)


def _is_ours(given: Column, text: str) -> bool:
    """Whether the file calls the row as one of the edition's."""
    try:
        return given.parse(text, {}) is not None
    except CellError:
        return False


def _texts(
    grid: Sequence[Sequence[Raw]],
    located: Located,
    numbers: Iterable[int],
    column: Column,
    labels: Labels,
) -> list[str]:
    """A column's cells as typed, from row to row."""
    place, kind = located.columns[column.key], located.area.as_kept(column).kind
    rows = (located.row_of(column.key, number) for number in numbers)
    texts = [typed(value_at(grid, row, place), kind) for row in rows]
    if entries := labels.get(column.key):
        return [entries.get(fold(text), text) if text else text for text in texts]
    return texts


def typed(value: Raw, kind: Kind) -> str:
    """What a cell holds as it would be typed into a column of this kind.

    A share is kept as a part of 1 and typed in per cent; a day may be kept as a number.
    """
    match value:
        case str():
            return value
        case bool():
            return "Yes" if value else "No"
        case float():
            return _figure(value, kind)
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else str(value)
        case datetime.date():
            return value.isoformat()
    return str(value)


def _figure(value: float, kind: Kind) -> str:
    try:
        number = Decimal(f"{value:.{_FIGURES}g}")
    except InvalidOperation:  # what no number is
        return str(value)
    if kind is Kind.DATE:
        return day(number)
    return format(number.scaleb(2) if kind is Kind.PERCENT else number, "f")


def _uid(value: Raw) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
