"""Rows of an official file that stand for whatever lines have something in common.

Such a file has one cell for the money of a source, and the plan may have several lines of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from bcf import figures
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Row
from bcf.workbooks.annotate import Fault

from .matching import Cells, FileRow


@dataclass(slots=True)
class Settled:
    """The rows of a section, those that stand for one line with its uid.

    `kept` are lines that no row could be: the file says nothing of each. `new` are the names
    of rows for which the plan has no line yet.
    """

    rows: list[FileRow] = field(default_factory=list)
    kept: set[UUID] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def settle(
    section: SectionKind,
    columns: Sequence[Column],
    rows: Sequence[FileRow],
    lines: Sequence[Row],
    base: Mapping[UUID, Cells],
) -> Settled:
    """Say which line each row of single cells stands for; the other rows stay as they are.

    `lines` are those that stand now.
    """
    settled = Settled()
    singles = not section.is_page and any(row.located.area.answers for row in rows)
    parts = {line.uid for line in lines if not section.adds_up(line)} if singles else ()
    settled.kept.update(parts)
    for row in rows:
        if row.located.area.answers and not section.is_page:
            where = row.located.area.where
            within = [uid for uid in base if uid not in parts and is_within(base[uid], where)]
            _settle(settled, section, columns, row, {uid: base[uid] for uid in within})
        else:
            settled.rows.append(row)
    return settled


def is_within(cells: Cells, where: Mapping[str, str]) -> bool:
    """Whether a line has what all rows of an area have in common."""
    return all(cells[key] == text for key, text in where.items())


def _settle(
    settled: Settled,
    section: SectionKind,
    columns: Sequence[Column],
    row: FileRow,
    lines: Mapping[UUID, Cells],
) -> None:
    if len(lines) == 1:
        settled.rows.append(row._replace(uid=next(iter(lines))))
    elif lines:
        settled.kept.update(lines)
        settled.faults += _differing(section, columns, row, list(lines.values()))
    elif any(text for key, text in row.cells.items() if key not in row.located.area.where):
        settled.rows.append(row)
        settled.new.add(row.name)


def _differing(
    section: SectionKind, columns: Sequence[Column], row: FileRow, lines: Sequence[Cells]
) -> Iterator[Fault]:
    """The sums that are not those of the lines: which line should change nobody can tell."""
    for column in columns:
        text = row.cells.get(column.key, "")
        if column.kind.is_number and column.key in row.cells and text != _sum(column, lines):
            together = figures.plural(len(lines), section.row_noun)
            yield Fault(
                row.located.sheet,
                row.place(column.key),
                f"This cell adds up {together} of the plan. Change the lines on their page.",
            )


def _sum(column: Column, lines: Sequence[Cells]) -> str:
    """What the file was filled with: nothing while one line's figure is missing."""
    texts = [line[column.key] for line in lines]
    return column.canonical(sum(map(Decimal, texts), Decimal(0))) if all(texts) else ""
