"""What a filled workbook would change in a plan, thing by thing, and the proposal of some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from bcf.submissions.proposals import Incoming, Proposal, propose
from bcf.tables import CellChange, Conflict, Difference, Edit, Refusal, Row
from bcf.workbooks.annotate import Fault

from .filled import Filled, FilledSection
from .matching import FileRow

CELL, NEW, GONE = "cell", "new", "gone"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a file would change: a cell, a new line, or a line that is gone.

    `name` tells it from all others. `raw` are the cells of its `edit` that it stands for.
    `column` is the key of a cell's column, and `clears` are those that it empties as well.
    `conflicts` are the cells that somebody else changed since the file was exported. `row` is
    None for a line that the file does not have.
    """

    name: str
    what: str
    section: FilledSection
    edit: Edit
    raw: Mapping[str, object]
    row: FileRow | None
    line: Row
    column: str = ""
    change: CellChange | None = None
    clears: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(slots=True)
class Look:
    """All that a file would change: what can go in, what somebody has to decide, what cannot.

    `proposal` is that of every edit that the file asks for.
    """

    filled: Filled
    proposal: Proposal
    items: list[Item] = field(default_factory=list)
    conflicts: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, what: str) -> int:
        """How many things of a kind can go in."""
        return sum(item.what == what for item in self.items)


def look(filled: Filled) -> Look:
    """Set every edit of a file against the plan as it stands now."""
    changed = [made for made in filled.sections if made.edits]
    incoming, known = {}, {}
    for made in changed:
        incoming[made.section.key] = Incoming([edit for edit, _ in made.edits])
        uids = {edit.uid for edit, _ in made.edits}
        known[made.section.key] = [line for line in made.lines if line.uid in uids]
    found = Look(filled, propose(filled.version, incoming, known), faults=list(filled.faults))
    for made in changed:
        difference = found.proposal.differences[made.section.key]
        edits = {edit.uid: (edit, row) for edit, row in made.edits if edit.uid}
        lines = {row.uid: row for row in known[made.section.key]}
        reading = _Reading(made, difference, edits, lines)
        found.faults += reading.faults()
        found.items += [*reading.cells(), *reading.new(), *reading.gone()]
        found.conflicts += [*reading.cell_conflicts(), *reading.gone_conflicts()]
    return found


def chosen(look: Look, names: Collection[str], over: Collection[str] = ()) -> Proposal:
    """The proposal of the items with these `names`, and of the conflicts won by the file (`over`).

    A conflict that is not among them leaves the plan as it is.
    """
    if look.proposal.ok and all(item.name in names for item in look.items):
        return look.proposal
    items = [item for item in look.items if item.name in names]
    items += [item for item in look.conflicts if item.name in over]
    lines: dict[str, dict[UUID, list[Item]]] = {}
    for item in items:
        lines.setdefault(item.section.section.key, {}).setdefault(item.line.uid, []).append(item)
    incoming = {key: Incoming(list(map(_merged, some.values()))) for key, some in lines.items()}
    return propose(look.filled.version, incoming)


def _merged(items: Sequence[Item]) -> Edit:
    """One edit of a line. What the file wins over, its maker is taken to have seen."""
    first = items[0].edit
    won = {conflict.column for item in items for conflict in item.conflicts}
    raw = {key: typed for item in items for key, typed in item.raw.items()}
    seen = {key: text for key, text in first.seen.items() if key not in won}
    return replace(first, raw=raw, seen=seen)


@dataclass
class _Reading:
    """What a section's edits amount to, read into items. `lines` are those that stand now."""

    made: FilledSection
    difference: Difference
    edits: dict[UUID, tuple[Edit, FileRow | None]]
    lines: dict[UUID, Row]

    @cached_property
    def _refused(self) -> Mapping[UUID | None, set[str]]:
        """The columns of each line that cannot be taken; an empty one for all of it."""
        required = {column.key for column in self.made.columns if column.required}
        found: dict[UUID | None, set[str]] = defaultdict(set)
        for refusal in self.difference.refusals:
            found[refusal.uid].add(refusal.column)
            if refusal.column in required:
                found[refusal.uid].add("")
        return found

    @cached_property
    def _followed(self) -> dict[str, str]:
        """What each column follows."""
        return {column.key: column.follows for column in self.made.columns}

    def faults(self) -> Iterator[Fault]:
        for refusal in self.difference.refusals:
            yield self._fault(refusal)

    def _fault(self, refusal: Refusal) -> Fault:
        _, row = self.made.edits[refusal.index]
        if row is not None:
            return Fault(row.located.sheet, row.place(refusal.column), refusal.message)
        gone = self.lines[refusal.uid] if refusal.uid else None
        what = line_name(self.made, gone) if gone else ""
        return Fault(self.made.sheet, "", f"{what} is not in the file. {refusal.message}")

    def cells(self) -> Iterator[Item]:
        cleared = {(change.uid, change.column) for change in self.difference.cleared}
        for change in self.difference.changed:
            if (change.uid, change.column) not in cleared:
                yield self._cell(change.uid, change.column, change)

    def _cell(
        self,
        uid: UUID,
        column: str,
        change: CellChange | None = None,
        conflicts: tuple[Conflict, ...] = (),
    ) -> Item:
        edit, row = self.edits[uid]
        typed = {column: edit.raw[column]} if column in edit.raw else {}
        clears = tuple(
            c.column
            for c in self.difference.cleared
            if c.uid == uid and self._followed[c.column] == column
        )
        return Item(
            f"{uid}/{column}",
            CELL,
            *(self.made, edit, typed, row, self.lines[uid], column),
            *(change, clears, conflicts),
        )

    def new(self) -> Iterator[Item]:
        for line in self.difference.added:
            edit, row = self.edits[line.uid]
            refused = self._refused[line.uid]
            if row is not None and "" not in refused:
                raw = {key: typed for key, typed in edit.raw.items() if key not in refused}
                yield Item(row.name, NEW, self.made, edit, raw, row, line)

    def gone(self) -> Iterator[Item]:
        in_conflict = {conflict.uid for conflict in self.difference.conflicts}
        for line in self.difference.removed:
            if line.uid not in in_conflict and not self._refused[line.uid]:
                edit, row = self.edits[line.uid]
                yield Item(str(line.uid), GONE, self.made, edit, edit.raw, row, line)

    def cell_conflicts(self) -> Iterator[Item]:
        for conflict in self.difference.conflicts:
            if not self.edits[conflict.uid][0].remove:
                yield self._cell(conflict.uid, conflict.column, None, (conflict,))

    def gone_conflicts(self) -> Iterator[Item]:
        for line in self.difference.removed:
            found = tuple(c for c in self.difference.conflicts if c.uid == line.uid)
            if found and not self._refused[line.uid]:
                edit, row = self.edits[line.uid]
                about = self.made, edit, edit.raw, row, line
                yield Item(str(line.uid), GONE, *about, conflicts=found)


def line_name(made: FilledSection, line: Row) -> str:
    """A line as people call it: by what names it, else by its place."""
    section = made.section
    if section.is_page:
        return section.title
    keys = section.keys_of(section.named_by)
    names = [column for column in made.columns if column.key in keys]
    told = [str(c.label_of(line.get(c.key)) or line.get(c.key) or "") for c in names]
    return ", ".join(filter(None, told)) or f"{section.row_noun} {line.position}".capitalize()
