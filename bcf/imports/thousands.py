"""Whether the amounts of an uploaded workbook look like thousands of pounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bcf.pastes.rows import Cell, PastedRow, in_pounds
from bcf.pastes.thousands import Money, doubts
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row

from .matching import Cells, FileRow

__all__ = ["Doubt", "doubt_of", "in_pounds"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The columns of a section that look like thousands, with what each adds up to."""

    section: SectionKind
    columns: dict[str, Column]
    sums: dict[str, Decimal]


def doubt_of(
    version: Version,
    section: SectionKind,
    columns: Sequence[Column],
    rows: Sequence[FileRow],
    lines: Sequence[Row],
    base: Sequence[Cells],
) -> Doubt | None:
    """The columns of pounds whose total is about a thousandth of what there is, or is planned.

    `lines` are those that stand now. A column that has the amounts of `base` is not in doubt:
    nobody typed in it.
    """
    source = next(
        (c.key for c in columns if section.paid_from and c.field == section.paid_from), ""
    )
    typed = _typed(columns, rows, base)
    if not source or not typed:
        return None
    pasted = [_pasted(row, number, source, typed) for number, row in enumerate(rows, start=1)]
    money = Money(pasted, lines, section.funds(version), source)
    headings = {column.key: column.label for column in typed}
    found = {key for doubt in doubts(headings, typed, money) for key in doubt.columns}
    if not found:
        return None
    by_key = {column.key: column for column in typed if column.key in found}
    return Doubt(section, by_key, {key: money.pasted(key) for key in by_key})


def _typed(
    columns: Sequence[Column], rows: Sequence[FileRow], base: Sequence[Cells]
) -> list[Column]:
    """The columns of pounds that the file has, and not with the amounts of `base`."""
    held = {key for row in rows for key in row.located.columns}
    cells = [row.cells for row in rows]
    pounds = [column for column in columns if column.kind is Kind.MONEY and column.key in held]
    return [c for c in pounds if _amounts(c.key, cells) != _amounts(c.key, base)]


def _amounts(key: str, lines: Iterable[Mapping[str, str | None]]) -> Counter[str | None]:
    return Counter(cells[key] for cells in lines if cells.get(key, "") != "")


def _pasted(row: FileRow, number: int, source: str, pounds: Sequence[Column]) -> PastedRow:
    wanted = {source, *(column.key for column in pounds)}
    cells = {key: Cell(row.raw[key]) for key in wanted & row.raw.keys()}
    if source in cells:
        cells[source].value = row.cells[source] or None
    return PastedRow(number, [], cells)
