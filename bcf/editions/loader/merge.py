"""The three-way merge of one row: what was loaded, what the file says, what the database has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Literal, NamedTuple

#: A row's cells; None where the row is not there.
Cells = Mapping[str, str] | None
#: Which side wins where both changed a row.
Take = Literal["file", "admin"]


class Outcome(Enum):
    """What a merge came to, as seen from the database."""

    SAME = "unchanged"
    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"
    CONFLICT = "in conflict"
    GONE = "gone"


class Merged(NamedTuple):
    """The outcome, and the row as it should stand on both sides."""

    outcome: Outcome
    cells: Cells


def merge(
    base: Cells,
    file: Cells,
    here: Cells,
    *,
    edits: Collection[str],
    take: Take | None = None,
) -> Merged:
    """Merge a row. `base` is what the file said when it was last loaded.

    One side's change is taken; equal changes are no conflict. A change of the file's
    structure and an edit of the wording (`edits`) live together. But wording, source and
    standing are one thing: a person who confirms a label has confirmed that label, so
    changes to any of them on both sides are a conflict.
    """
    if file == here:
        return Merged(Outcome.SAME, file)
    if file is None or here is None:
        return _merge_absence(base, file, here, take)
    if base is None:
        return _settle(file, here, take)
    # A column that the row did not have when it was loaded was edited by nobody.
    base = {**here, **base}
    by_file, by_admin = _changes(base, file, here), _changes(base, here, file)
    if not by_file:
        return Merged(Outcome.KEPT, here)
    if by_file & by_admin or (not by_file.isdisjoint(edits) and not by_admin.isdisjoint(edits)):
        return _settle(file, here, take)
    return Merged(Outcome.CHANGED, {**here, **{name: file[name] for name in by_file}})


def _merge_absence(base: Cells, file: Cells, here: Cells, take: Take | None) -> Merged:
    """Merge a row that only one side has."""
    if base is None:
        outcome = Outcome.ADDED if here is None else Outcome.KEPT
        return Merged(outcome, file if here is None else here)
    there = here if file is None else file
    if there is not None and _changes({**there, **base}, there, {}):
        return _settle(file, here, take)
    return Merged(Outcome.GONE if file is None else Outcome.KEPT, None)


def _changes(base: Mapping[str, str], one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """The columns that `one` changed, unless `other` says the same."""
    return {name for name, text in one.items() if text not in (base[name], other.get(name))}


def _settle(file: Cells, here: Cells, take: Take | None) -> Merged:
    """Both sides changed the row: somebody says which to take, or nothing is written."""
    if take is None:
        return Merged(Outcome.CONFLICT, here)
    if take == "admin":
        return Merged(Outcome.KEPT, here)
    if file is None:
        return Merged(Outcome.GONE, None)
    return Merged(Outcome.ADDED if here is None else Outcome.CHANGED, file)
