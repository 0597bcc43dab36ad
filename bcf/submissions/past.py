"""The rows of a section as they stood earlier, worked out by taking back what came after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from bcf.tables import Column, Row
from bcf.tables.diff import POSITION

from .models import Version, Via
from .sections import SectionKind

#: The typed cells of a row in canonical form, by column key; an empty one is an empty text.
Cells = dict[str, str]


class _Unknown(Exception):
    """A change that cannot be taken back: what stood before it is not known."""


def rows_now(version: Version, section: SectionKind) -> dict[UUID, Cells]:
    """The rows of a version as they stand: canonical values by uid and column."""
    return {row.uid: canonical_cells(section.columns, row) for row in section.rows(version)}


def rows_at(
    version: Version, section: SectionKind, revision: int
) -> Mapping[UUID, Mapping[str, str]] | None:
    """The same as its `revision` left them.

    None where that cannot be told: a later revision was written past the product, or the
    version has not come so far. Places of rows are not told.
    """
    if not 0 <= revision <= version.revision:
        return None
    for state in states(version, [section], revision):
        if state.revision <= revision:
            return state.rows[section.key]
    return None


class State(NamedTuple):
    """What a revision left in some sections: rows by uid, of each section by its key."""

    revision: int
    rows: Mapping[str, Mapping[UUID, Cells]]


def states(version: Version, sections: Iterable[SectionKind], since: int = 0) -> Iterator[State]:
    """Some sections as they stand, and as each earlier revision left them, down to `since`.

    It ends early where no more can be told. The rows are the same mapping each time, changed
    in place: what is to be kept of a state is taken before the next.
    """
    kinds = list(sections)
    rows = {kind.key: rows_now(version, kind) for kind in kinds}
    columns = {kind.key: {column.key: column for column in kind.columns} for kind in kinds}
    # Freezing counts as a revision too, and changes no row.
    at = version.revision if version.is_open else version.revision - 1
    yield State(at, rows)
    if at <= since:
        return
    for change in version.changes.filter(revision__gt=since).order_by("-revision"):
        if change.revision != at or change.via == Via.REOPEN:
            return
        try:
            for key in rows.keys() & change.inverse.keys():
                for edit in change.inverse[key]:
                    _take_back(rows[key], columns[key], edit)
        except _Unknown:
            return
        at -= 1
        yield State(at, rows)


def canonical_cells(columns: Sequence[Column], row: Row) -> Cells:
    """The typed cells of a row in canonical form."""
    return {c.key: c.canonical(row.get(c.key)) for c in columns if not c.computed}


def _take_back(
    rows: dict[UUID, Cells], columns: Mapping[str, Column], edit: Mapping[str, Any]
) -> None:
    """Take back what one change did to one row, if the row is as that change left it."""
    uid = UUID(edit["uid"])
    if edit.get("new"):
        if uid in rows:
            raise _Unknown
        blank = {key: "" for key, column in columns.items() if not column.computed}
        rows[uid] = blank | _canonical(columns, edit["raw"])
        return
    row = rows.get(uid)
    if row is None or any(row.get(key) != text for key, text in _seen(edit).items()):
        raise _Unknown
    if edit.get("remove"):
        del rows[uid]
    else:
        row |= _canonical(columns, edit.get("raw", {}))


def _seen(edit: Mapping[str, Any]) -> Mapping[str, str]:
    """What a change left in a row; where it left the row is not told."""
    return {key: text for key, text in edit.get("seen", {}).items() if key != POSITION}


def _canonical(columns: Mapping[str, Column], raw: Mapping[str, str]) -> Cells:
    """Kept cells in canonical form. A column that the edition does not have any more is unknown."""
    if not raw.keys() <= columns.keys():
        raise _Unknown
    typed = {key: text for key, text in raw.items() if not columns[key].computed}
    return {key: _canonical_cell(columns[key], text) for key, text in typed.items()}


def _canonical_cell(column: Column, text: str) -> str:
    return column.canonical(Decimal(text) if text and column.kind.is_number else text or None)
