"""What is done to whole rows, by a form of their page or in the grid."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, propose, row_as_raw
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


def duplicate_row(version: Version, section: SectionKind, uid: UUID, *, by: User) -> UUID:
    """Put a copy of a row under it; gives the copy's uid."""
    rows = section.rows(version)
    at = _place_of(uid, rows)
    copy = Edit(
        raw=row_as_raw(rows[at], section.columns_for(version)), position=rows[at].position + 1
    )
    moved = [Edit(uid=row.uid, position=row.position + 1) for row in rows[at + 1 :]]
    what = f"duplicated a {section.row_noun}"
    change = change_rows(version, section, [copy, *moved], what, by=by, known=rows)
    assert change is not None, "a copy always adds a row"
    added = (row["uid"] for row in change.inverse[section.key] if row.get("remove"))
    return UUID(next(added))


def delete_row(version: Version, section: SectionKind, uid: UUID, *, by: User) -> None:
    """Delete a row. It never asks: it can be undone."""
    rows = section.rows(version, [uid])
    _place_of(uid, rows)
    what = f"deleted a {section.row_noun}"
    change_rows(version, section, [Edit(uid=uid, remove=True)], what, by=by, known=rows)


def move_row(version: Version, section: SectionKind, uid: UUID, up: bool, *, by: User) -> None:
    """Let a row change places with its neighbour; at the end of the table it stays."""
    rows = section.rows(version)
    at = _place_of(uid, rows)
    to = at + (-1 if up else 1)
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        edits = [Edit(uid=row.uid, position=place) for place, row in enumerate(rows, start=1)]
        change_rows(version, section, edits, f"moved a {section.row_noun}", by=by, known=rows)


def _place_of(uid: UUID, rows: Sequence[Row]) -> int:
    """Where a row stands; Http404 where there is none, whoever's it may be."""
    for place, row in enumerate(rows):
        if row.uid == uid:
            return place
    raise Http404
