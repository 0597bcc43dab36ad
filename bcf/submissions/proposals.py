"""The one way in: propose what a version shall hold, look at it, then apply it whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import pghistory
from django.db import connection, transaction

from bcf.tables import CellChange, Difference, Edit, Row, Value, compare
from bcf.tables.diff import POSITION

from .content import COUNTED
from .models import Change, Version, Via
from .sections import SectionKind, section_of

if TYPE_CHECKING:
    from bcf.people.models import User

T = TypeVar("T")


class Frozen(Exception):
    """The version is frozen: nothing in it changes any more."""

    message = "This version is frozen. Reopen the plan to change it."


class Refused(Exception):
    """The proposal cannot be applied; it says why, cell by cell."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("The proposal has refused or conflicting cells.")
        self.proposal = proposal

    @property
    def message(self) -> str:
        """The first reason, where there is no cell to show each at."""
        for difference in self.proposal.differences.values():
            for refusal in difference.refusals:
                return refusal.message
        return "Somebody changed this while you had it open. Nothing was saved."


@dataclass(frozen=True, slots=True)
class Incoming:
    """Edits for one section. With `replace`, rows that no edit names are removed."""

    edits: Sequence[Edit]
    replace: bool = False


@dataclass(slots=True)
class Proposal:
    """What incoming tables would do to a version, as it stood at `revision`."""

    version: Version
    revision: int
    incoming: Mapping[str, Incoming]
    differences: dict[str, Difference] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Nothing is refused and nothing conflicts."""
        return all(difference.ok for difference in self.differences.values())

    @property
    def empty(self) -> bool:
        """Applying it would change nothing."""
        return all(difference.empty for difference in self.differences.values())

    def preview(self, look: Callable[[Version], T]) -> T:
        """Apply in a savepoint, `look` at the version as it would be, and roll back.

        Raises what `apply` raises.
        """
        with transaction.atomic():
            current, revision = self._opened()
            current._write(revision)
            seen = look(self.version)
            transaction.set_rollback(True)
        return seen

    def apply(
        self, *, by: User | None, what: str, via: str = Via.PAGE, reason: str = ""
    ) -> Change | None:
        """Write all of it or nothing, and keep what would undo it.

        Returns the change, or None when there is nothing to change; `differences` then says
        what was written. Raises Refused when a cell is refused or was changed by somebody
        else meanwhile, Frozen when the version was frozen.
        """
        with recorded(by=by, what=what, reason=reason), transaction.atomic():
            current, revision = self._opened()
            self.differences = current.differences
            if current.empty:
                transaction.set_rollback(True)
                return None
            current._write(revision)
            self.version.revision = revision
            return Change.objects.create(
                version=self.version,
                revision=revision,
                by=by,
                via=via,
                what=what[:200],
                reason=reason,
                inverse=current._inverse(),
            )

    def _opened(self) -> tuple[Proposal, int]:
        """Open the version for writing; propose again where it has moved on meanwhile."""
        revision = open_for_writing(self.version)
        current = self
        if revision != self.revision + 1:
            current = propose(self.version, self.incoming)
        if not current.ok:
            raise Refused(current)
        return current, revision

    def _write(self, revision: int) -> None:
        for key, difference in self.differences.items():
            if not difference.empty:
                _section(self.version, key).write(self.version, difference, revision)

    def _inverse(self) -> dict[str, Any]:
        return {
            key: _invert(_section(self.version, key), difference)
            for key, difference in self.differences.items()
            if not difference.empty
        }


def propose(
    version: Version,
    incoming: Mapping[str, Incoming],
    known: Mapping[str, Sequence[Row]] | None = None,
) -> Proposal:
    """Compare incoming tables, by section key, with what the version holds now.

    `known` holds, by section, all rows that its edits name, where they were read already,
    and after the version was.
    """
    proposal = Proposal(version, version.revision, incoming)
    for key, table in incoming.items():
        section = _section(version, key)
        uids = None if table.replace else [edit.uid for edit in table.edits if edit.uid]
        rows = known[key] if known and key in known else section.rows(version, uids)
        proposal.differences[key] = compare(
            section.columns_for(version),
            rows,
            table.edits,
            last=_last_position(section, version, table),
            locks=section.locks(version, rows),
            replace=table.replace,
            fixed=not section.rows_vary,
        )
    return proposal


def propose_undo(change: Change) -> Proposal:
    """The proposal that takes a change back. Cells changed since then are conflicts."""
    incoming = {
        key: Incoming([_edit_back(written) for written in edits])
        for key, edits in change.inverse.items()
    }
    return propose(change.version, incoming)


def open_for_writing(version: Version) -> int:
    """Take the version for writing and number the change.

    One statement serialises writers, refuses a frozen version and gives the history of
    everything written after it in the transaction its who and why. What is written then is
    counted by this revision. Raises Frozen.
    """
    version.forget()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE submissions_version SET revision = revision + 1"
            " WHERE id = %s AND frozen_at IS NULL"
            f" RETURNING revision, {COUNTED}",
            [version.pk],
        )
        row = cursor.fetchone()
    if row is None:
        raise Frozen
    return row[0]


@contextmanager
def alone(version: Version) -> Iterator[None]:
    """Let nobody else write while a change is worked out from how all rows stand."""
    with transaction.atomic():
        locked = Version.objects.select_for_update(no_key=True).filter(pk=version.pk)
        version.revision = locked.values_list("revision", flat=True).get()
        yield


def recorded(*, by: User | None, what: str, reason: str = "") -> pghistory.context:
    """Give every history event written inside its who and why."""
    return pghistory.context(user=by.pk if by else None, what=what, reason=reason)


def _section(version: Version, key: str) -> SectionKind:
    return section_of(version.submission.collection, key)


def _last_position(section: SectionKind, version: Version, table: Incoming) -> int:
    """The place of the last row, read only when a row is to be put after it."""
    adds = any(edit.uid is None or edit.new for edit in table.edits)
    return section.last_position(version) if adds else 0


def _invert(section: SectionKind, difference: Difference) -> list[dict[str, Any]]:
    """What would undo a difference, as plain data."""
    rows: dict[UUID, dict[str, Any]] = {}
    for change in difference.changed:
        row = rows.setdefault(change.uid, {"uid": str(change.uid), "raw": {}, "seen": {}})
        _invert_cell(row, section, change)
    removed = [
        {"uid": str(row.uid), "remove": True, "seen": _seen(section, row)}
        for row in difference.added
    ]
    restored = [
        {
            "uid": str(row.uid),
            "new": True,
            "lineage": str(row.lineage) if row.lineage else None,
            "position": row.position,
            "raw": {key: plain(value) for key, value in row.values.items() if value is not None},
        }
        for row in difference.removed
    ]
    return [*rows.values(), *removed, *restored]


def _invert_cell(row: dict[str, Any], section: SectionKind, change: CellChange) -> None:
    if change.column == POSITION:
        row["position"] = int(str(change.was))
        row["seen"][POSITION] = str(change.now)
        return
    column = section.column(change.column)
    row["raw"][change.column] = plain(change.was)
    row["seen"][change.column] = column.canonical(change.now)


def _seen(section: SectionKind, row: Row) -> dict[str, str]:
    return {
        column.key: column.canonical(row.get(column.key))
        for column in section.columns
        if not column.computed
    }


def plain(value: Value) -> str:
    """A value as text that its column reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _edit_back(written: Mapping[str, Any]) -> Edit:
    lineage = written.get("lineage")
    return Edit(
        uid=UUID(written["uid"]),
        raw=written.get("raw", {}),
        seen=written.get("seen", {}),
        position=written.get("position"),
        new=written.get("new", False),
        remove=written.get("remove", False),
        lineage=UUID(lineage) if lineage else None,
    )


def row_as_raw(row: Row, columns: Iterable[Any]) -> dict[str, str]:
    """A row's typed cells as they would be typed."""
    return {column.key: plain(row.get(column.key)) for column in columns if not column.computed}
