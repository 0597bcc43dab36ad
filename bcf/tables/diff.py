"""What a set of edits would do to a table: changes, refusals, and cells changed by two people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from .columns import CellError, Column, Value
from .table import Row

#: The pseudo-column of a row's place in its table.
POSITION = "position"

UNTOUCHED = object()
GONE = "Somebody deleted this row. What you typed was not saved."


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants of one row.

    `raw` holds cells as typed: a key that is absent is left alone, an empty one is
    cleared. `seen` holds, in canonical form, what the person saw in each cell. A `uid`
    that the table does not have is a new row when `new` is set, else a row that has gone.
    """

    uid: UUID | None = None
    raw: Mapping[str, object] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    position: int | None = None
    new: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """A cell that accepts one value only, and the reason."""

    value: Value
    why: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell, or a whole row (no column), that cannot be taken."""

    uid: UUID | None
    index: int
    column: str
    typed: str
    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody else changed after this person saw it: all three values."""

    uid: UUID
    index: int
    column: str
    seen: str
    now: Value
    new: Value


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell's value before and after."""

    uid: UUID
    column: str
    was: Value
    now: Value


@dataclass(slots=True)
class Difference:
    """What the edits amount to.

    `cleared` tells of cells emptied because what they follow changed; they are among
    `changed` too.
    """

    added: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    changed: list[CellChange] = field(default_factory=list)
    cleared: list[CellChange] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing stands in the way of applying it."""
        return not self.refusals and not self.conflicts

    @property
    def empty(self) -> bool:
        """Applying it would change nothing."""
        return not (self.added or self.removed or self.changed)

    def changes_by_row(self) -> dict[UUID, dict[str, Value]]:
        """The new values of changed cells, by row."""
        rows: dict[UUID, dict[str, Value]] = {}
        for change in self.changed:
            rows.setdefault(change.uid, {})[change.column] = change.now
        return rows


Locks = Mapping[tuple[UUID, str], Lock]


def compare(
    columns: Sequence[Column],
    rows: Iterable[Row],
    edits: Iterable[Edit],
    *,
    locks: Locks | None = None,
    last: int = 0,
    replace: bool = False,
) -> Difference:
    """Work out what `edits` would do to `rows`.

    New rows without a place of their own go after `last`. With `replace`, rows that no
    edit names are removed; without, they are left alone.
    """
    comparison = _Comparison(columns, rows, locks or {}, last)
    named = {comparison.take(index, edit) for index, edit in enumerate(edits)}
    if replace:
        for uid in comparison.rows.keys() - named:
            comparison.difference.removed.append(comparison.rows[uid])
    return comparison.difference


class _Comparison:
    def __init__(
        self, columns: Sequence[Column], rows: Iterable[Row], locks: Locks, last: int
    ) -> None:
        self.columns = [column for column in columns if not column.computed]
        self.rows = {row.uid: row for row in rows}
        self.locks = locks
        self.last = max([last, *(row.position for row in self.rows.values())])
        self.difference = Difference()

    def take(self, index: int, edit: Edit) -> UUID | None:
        row = self.rows.get(edit.uid) if edit.uid else None
        if row is not None and edit.remove:
            self._remove(index, edit, row)
        elif row is not None:
            self._change(index, edit, row)
        elif edit.uid is None or edit.new:
            self._add(index, edit)
        elif not edit.remove:
            self._refuse(
                index, edit, "", "", "Somebody deleted this row. What you typed was not saved."
            )
        return edit.uid

    def _remove(self, index: int, edit: Edit, row: Row) -> None:
        """Remove a row, unless a cell of it is locked or is not what the person saw."""
        locked = [lock for (uid, _), lock in self.locks.items() if uid == row.uid]
        if locked:
            self._refuse(index, edit, "", "", locked[0].why)
        for column in self.columns:
            now = row.get(column.key)
            seen = edit.seen.get(column.key)
            if seen is not None and seen != column.canonical(now):
                self.difference.conflicts.append(
                    Conflict(row.uid, index, column.key, seen, now, None)
                )
        self.difference.removed.append(row)

    def _add(self, index: int, edit: Edit) -> None:
        values = {k: v for k, v in self._parse(index, edit, {}).items() if v is not None}
        if edit.position is None:
            self.last += 1
        position = self.last if edit.position is None else edit.position
        self.difference.added.append(Row(edit.uid or uuid.uuid4(), position, values))

    def _change(self, index: int, edit: Edit, row: Row) -> None:
        typed = self._parse(index, edit, row.values)
        for column in self.columns:
            if column.key in typed:
                self._change_cell(index, edit, row, column, typed[column.key])
        self._clear_followers(row, typed)
        if edit.position is not None and edit.position != row.position:
            move = CellChange(row.uid, POSITION, str(row.position), str(edit.position))
            self.difference.changed.append(move)

    def _change_cell(self, index: int, edit: Edit, row: Row, column: Column, new: Value) -> None:
        now = row.get(column.key)
        seen = edit.seen.get(column.key)
        if new == now or (seen is not None and column.canonical(new) == seen):
            return
        lock = self.locks.get((row.uid, column.key))
        if lock is not None and new != lock.value:
            self._refuse(index, edit, column.key, column.canonical(new), lock.why)
        elif seen is not None and seen != column.canonical(now):
            self.difference.conflicts.append(Conflict(row.uid, index, column.key, seen, now, new))
        else:
            self.difference.changed.append(CellChange(row.uid, column.key, now, new))

    def _clear_followers(self, row: Row, typed: Mapping[str, Value]) -> None:
        """Empty a cell that is not among the options of what it follows any more."""
        after = {**row.values, **typed}
        for column in self.columns:
            if not column.follows or column.follows not in typed or column.key in typed:
                continue
            value = row.get(column.key)
            if value is not None and value not in {o.key for o in column.options_for(after)}:
                change = CellChange(row.uid, column.key, value, None)
                self.difference.changed.append(change)
                self.difference.cleared.append(change)

    def _parse(self, index: int, edit: Edit, row: Mapping[str, Value]) -> dict[str, Value]:
        """Read the typed cells in the columns' order, so that lists know what they follow."""
        values: dict[str, Value] = {}
        for column in self.columns:
            raw = edit.raw.get(column.key, UNTOUCHED)
            if raw is UNTOUCHED or raw == edit.seen.get(column.key):
                continue
            try:
                values[column.key] = column.parse(raw, {**row, **values})
            except CellError as error:
                self._refuse(index, edit, column.key, str(raw), error.message)
        return values

    def _refuse(self, index: int, edit: Edit, column: str, typed: str, message: str) -> None:
        self.difference.refusals.append(Refusal(edit.uid, index, column, typed, message))
