"""What is done to whole rows, by a form of their page or in the grid."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, alone, propose, row_as_raw
from bcf.submissions.sections import SectionKind
from bcf.tables import Edit, Row


def change_rows(
    version: Version,
    section: SectionKind,
    edits: Sequence[Edit],
    what: str,
    *,
    by: User,
    known: Sequence[Row] | None = None,
    reason: str = "",
) -> Change | None:
    """Propose edits and apply them. `known` holds the rows they name, where they were read.

    Raises Refused, and Frozen.
    """
    rows = None if known is None else {section.key: known}
    proposal = propose(version, {section.key: Incoming(edits)}, rows)
    return proposal.apply(by=by, what=f"{section.title}: {what}", reason=reason)


def duplicate_row(version: Version, section: SectionKind, uid: UUID, *, by: User) -> Change:
    """Put a copy of a row under it; `copy_of` names the copy."""
    with alone(version):
        rows = section.rows(version)
        at = _place_of(uid, rows) + 1
        raw = row_as_raw(rows[at - 1], section.columns_for(version))
        edits = [*_places(rows[:at]), Edit(raw=raw, position=at + 1), *_places(rows[at:], at + 2)]
        what = f"duplicated a {section.row_noun}"
        change = change_rows(version, section, edits, what, by=by, known=rows)
    assert change is not None, "a copy always adds a row"
    return change


def copy_of(change: Change, section: SectionKind) -> UUID:
    """The uid of the row that a duplication added."""
    return next(UUID(row["uid"]) for row in change.inverse[section.key] if row.get("remove"))


def delete_row(version: Version, section: SectionKind, uid: UUID, *, by: User) -> Change | None:
    """Delete a row. It never asks: it can be undone."""
    rows = section.rows(version, [uid])
    _place_of(uid, rows)
    what = f"deleted a {section.row_noun}"
    return change_rows(version, section, [Edit(uid=uid, remove=True)], what, by=by, known=rows)


def move_row(
    version: Version, section: SectionKind, uid: UUID, up: bool, *, by: User
) -> Change | None:
    """Let a row change places with its neighbour; at the end of the table it stays."""
    with alone(version):
        rows = section.rows(version)
        at = _place_of(uid, rows)
        to = at + (-1 if up else 1)
        if not 0 <= to < len(rows):
            return None
        rows[at], rows[to] = rows[to], rows[at]
        what = f"moved a {section.row_noun}"
        return change_rows(version, section, _places(rows), what, by=by, known=rows)


def _places(rows: Sequence[Row], first: int = 1) -> list[Edit]:
    """Edits that put rows one after another. Rows deleted or put back leave gaps and ties."""
    return [Edit(uid=row.uid, position=place) for place, row in enumerate(rows, start=first)]


def _place_of(uid: UUID, rows: Sequence[Row]) -> int:
    """Where a row stands; Http404 where there is none, whoever's it may be."""
    for place, row in enumerate(rows):
        if row.uid == uid:
            return place
    raise Http404
