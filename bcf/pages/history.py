"""A submission's changes, told: who, when, why, and from what to what."""

from __future__ import annotations

from collections.abc import Collection as Keys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bcf.submissions.models import Change, Version
from bcf.submissions.sections import SectionKind, section_of
from bcf.tables import CellError, Column

from .cells import told as read_out

#: Cells told of one change; the rest are counted.
CELLS = 6


@dataclass(frozen=True, slots=True)
class ToldCell:
    """A cell's value before and after a change, as people read it."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change with the first of its cells, and whether it can be taken back."""

    change: Change
    cells: list[ToldCell]
    more: int
    may_undo: bool


def told(version: Version, change: Change, undoable: Keys[int]) -> ToldChange:
    """Tell one change; `undoable` holds the ids of those that can be taken back."""
    cells = [
        cell
        for key, rows in change.inverse.items()
        for row in rows
        for cell in _cells(section_of(version.submission.collection, key), row)
    ]
    return ToldChange(change, cells[:CELLS], max(0, len(cells) - CELLS), change.pk in undoable)


def _cells(section: SectionKind, row: Mapping[str, Any]) -> Iterator[ToldCell]:
    """What happened to a row: its changed cells, or that it came or went."""
    if row.get("remove"):
        yield ToldCell(section.row_noun.capitalize(), "", "added")
    elif row.get("new"):
        yield ToldCell(section.row_noun.capitalize(), "deleted", "")
    elif "position" in row and not row.get("raw"):
        yield ToldCell(section.row_noun.capitalize(), "", "moved")
    else:
        for key, was in row.get("raw", {}).items():
            column = section.column(key)
            yield ToldCell(
                column.heading, _written(column, was), _written(column, row["seen"].get(key, ""))
            )


def _written(column: Column, raw: str) -> str:
    """A kept value as people read it; a key whose option has gone stays as it is."""
    if not raw:
        return "empty"
    try:
        value = column.parse(raw, {column.follows: raw.partition(".")[0]})
    except CellError:
        return raw
    return read_out(column, value)
