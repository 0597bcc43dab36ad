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
TWICE = "This row stands here twice. Keep one of them."
FIXED = "The rows of this table are fixed: none is added, deleted or moved."
#: The index of a refusal or conflict that no edit stands for: its row was left out.
LEFT_OUT = -1


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants of one row.

    `raw` holds cells as typed: a key that is absent is left alone, an empty one is
    cleared. `read` holds what columns have read of them already; a list that follows another is
    read again, beside the row as it stands. `seen` holds, in canonical form, what the person
    saw in each cell. A `uid` that the table does not have is a new row when `new` is set, else
    a row that has gone. `lineage` is that of a row put back.
    """

    uid: UUID | None = None
    raw: Mapping[str, object] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    position: int | None = None
    new: bool = False
    remove: bool = False
    lineage: UUID | None = None
    read: Mapping[str, Value] = field(default_factory=dict)


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
    fixed: bool = False,
) -> Difference:
    """Work out what `edits` would do to `rows`.

    New rows without a place of their own go after `last`. With `replace`, rows that no
    edit names are removed; without, they are left alone. A `fixed` table keeps the rows it
    has.
    """
    comparison = _Comparison(columns, rows, locks or {}, last, fixed)
    for index, edit in enumerate(edits):
        comparison.take(index, edit)
    if replace:
        comparison.remove_unnamed()
    return comparison.difference


class _Comparison:
    def __init__(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        locks: Locks,
        last: int,
        fixed: bool,
    ) -> None:
        self.columns = [column for column in columns if not column.computed]
        self.rows = {row.uid: row for row in rows}
        self.locks = locks
        self.last = max([last, *(row.position for row in self.rows.values())])
        self.fixed = fixed
        self.named: set[UUID] = set()
        self.difference = Difference()

    def take(self, index: int, edit: Edit) -> None:
        if edit.uid is not None:
            if edit.uid in self.named:
                return self._refuse(index, edit, TWICE)
            self.named.add(edit.uid)
        row = self.rows.get(edit.uid) if edit.uid else None
        if row is not None and edit.remove:
            self._remove(index, edit, row)
        elif row is not None:
            self._change(index, edit, row)
        elif edit.uid is None or edit.new:
            self._add(index, edit)
        elif not edit.remove:
            self._refuse(index, edit, GONE)
        return None

    def remove_unnamed(self) -> None:
        for uid, row in self.rows.items():
            if uid not in self.named:
                self._remove(LEFT_OUT, Edit(uid=uid, remove=True), row)

    def _remove(self, index: int, edit: Edit, row: Row) -> None:
        """Remove a row, unless a cell of it is locked or is not what the person saw."""
        locked = [lock for (uid, _), lock in self.locks.items() if uid == row.uid]
        if self.fixed:
            self._refuse(index, edit, FIXED)
        elif locked:
            self._refuse(index, edit, locked[0].why)
        for column in self.columns:
            if self._changed_since(edit, column, row):
                self._conflict(index, edit, column, row, None)
        self.difference.removed.append(row)

    def _add(self, index: int, edit: Edit) -> None:
        if self.fixed:
            return self._refuse(index, edit, FIXED)
        values = {k: v for k, v in self._parse(index, edit, {}).items() if v is not None}
        for column in self.columns:
            if column.required and column.key not in edit.raw:
                self._refuse(index, edit, _needed(column), column.key)
        if edit.position is None:
            self.last += 1
        position = self.last if edit.position is None else edit.position
        self.difference.added.append(Row(edit.uid or uuid.uuid4(), position, values, edit.lineage))
        return None

    def _change(self, index: int, edit: Edit, row: Row) -> None:
        typed = self._parse(index, edit, row.values)
        for column in self.columns:
            if column.key in typed:
                self._change_cell(index, edit, row, column, typed[column.key])
        self._clear_followers(index, edit, row, typed)
        if edit.position is not None and edit.position != row.position:
            self._move(index, edit, row, str(row.position), str(edit.position))

    def _change_cell(self, index: int, edit: Edit, row: Row, column: Column, new: Value) -> None:
        now = row.get(column.key)
        if new == now:
            return
        lock = self.locks.get((row.uid, column.key))
        if lock is not None and new != lock.value:
            self._refuse(index, edit, lock.why, column.key, column.canonical(new))
        elif self._changed_since(edit, column, row):
            self._conflict(index, edit, column, row, new)
        else:
            self.difference.changed.append(CellChange(row.uid, column.key, now, new))

    def _clear_followers(
        self, index: int, edit: Edit, row: Row, typed: Mapping[str, Value]
    ) -> None:
        """Empty a cell that is not among the options of what it follows any more."""
        after = {**row.values, **typed}
        touched = set(typed)
        for column in self.columns:
            value = row.get(column.key)
            if value is None or column.follows not in touched or column.key in touched:
                continue
            if value in {option.key for option in column.options_for(after)}:
                continue
            if self._changed_since(edit, column, row):
                self._conflict(index, edit, column, row, None)
            after[column.key] = None
            touched.add(column.key)
            change = CellChange(row.uid, column.key, value, None)
            self.difference.changed.append(change)
            self.difference.cleared.append(change)

    def _move(self, index: int, edit: Edit, row: Row, now: str, new: str) -> None:
        seen = edit.seen.get(POSITION, now)
        if self.fixed:
            self._refuse(index, edit, FIXED)
        elif seen != now:
            conflict = Conflict(row.uid, index, POSITION, seen, now, new)
            self.difference.conflicts.append(conflict)
        else:
            self.difference.changed.append(CellChange(row.uid, POSITION, now, new))

    def _parse(self, index: int, edit: Edit, row: Mapping[str, Value]) -> dict[str, Value]:
        """Read the typed cells in the columns' order, so that lists know what they follow.

        A cell left as it was seen is left alone, whatever stands in it now.
        """
        values: dict[str, Value] = {}
        after = dict(row)
        for column in self.columns:
            raw = edit.raw.get(column.key, UNTOUCHED)
            seen = edit.seen.get(column.key)
            if raw is UNTOUCHED or raw == seen:
                continue
            try:
                value = self._value(edit, column, after)
            except CellError as error:
                self._refuse(index, edit, error.message, column.key, str(raw))
                continue
            if value is None and column.required:
                self._refuse(index, edit, _needed(column), column.key)
            elif seen is None or column.canonical(value) != seen:
                values[column.key] = after[column.key] = value
        return values

    @staticmethod
    def _value(edit: Edit, column: Column, row: Mapping[str, Value]) -> Value:
        """What a cell was read as, or reads as beside the row's other values."""
        if column.key in edit.read and not column.follows:
            return edit.read[column.key]
        return column.parse(edit.raw[column.key], row)

    @staticmethod
    def _changed_since(edit: Edit, column: Column, row: Row) -> bool:
        """Whether the cell is not what the person saw; who saw nothing overrides."""
        seen = edit.seen.get(column.key)
        return seen is not None and seen != column.canonical(row.get(column.key))

    def _conflict(self, index: int, edit: Edit, column: Column, row: Row, new: Value) -> None:
        key = column.key
        self.difference.conflicts.append(
            Conflict(row.uid, index, key, edit.seen[key], row.get(key), new)
        )

    def _refuse(
        self, index: int, edit: Edit, message: str, column: str = "", typed: str = ""
    ) -> None:
        self.difference.refusals.append(Refusal(edit.uid, index, column, typed, message))


def _needed(column: Column) -> str:
    return f"{column.heading} cannot be empty here."
