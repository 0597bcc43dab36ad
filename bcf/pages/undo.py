"""Taking changes back, and saying who changed what."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bcf import figures
from bcf.people.models import User
from bcf.submissions.models import Change, Version, Via
from bcf.submissions.proposals import Refused, propose_undo, recorded

#: How far back one looks for who changed a cell.
REACH = 500


def undoable(version: Version) -> QuerySet[Change]:
    """Changes that can be taken back: made in this version and not taken back yet."""
    return version.changes.filter(undone_by__isnull=True).exclude(via__in=[Via.START, Via.REOPEN])


def last_of(version: Version, user: User) -> Change | None:
    """This person's newest change that can be taken back, other than an undo."""
    return undoable(version).filter(by=user).exclude(via=Via.UNDO).first()


def undo(change: Change, *, by: User) -> Change | None:
    """Take a change back whole.

    Raises Refused when a cell of it was changed since, Frozen when its version is frozen.
    """
    what = f"Undid: {change.what}"
    with recorded(by=by, what=what), transaction.atomic():
        done = propose_undo(change).apply(by=by, via=Via.UNDO, what=what)
        if done is not None:
            Change.objects.filter(pk=change.pk).update(undone_by=done)
    return done


def why_not(refused: Refused) -> str:
    """Why a change cannot be taken back any more, in a sentence."""
    differences = refused.proposal.differences.values()
    cells = sum(len(d.conflicts) + len(d.refusals) for d in differences)
    return (
        f"Nothing was undone: {figures.plural(cells, 'cell')} of that change"
        " was changed again since. Undo the later change first."
    )


def savers(version: Version, section: str, uid: UUID, columns: Iterable[str]) -> dict[str, str]:
    """Who last changed each cell of a row, and when: "Ben Sample, at 10:41,".

    The day is said unless it is today: "Ben Sample, on 12 June at 10:41,".
    """
    wanted = set(columns)
    found: dict[str, str] = {}
    changes = version.changes.filter(inverse__has_key=section).select_related("by")
    for change in changes[:REACH]:
        for row in change.inverse[section]:
            if row["uid"] == str(uid):
                for column in wanted & row.get("raw", {}).keys() - found.keys():
                    found[column] = _who_and_when(change)
        if found.keys() == wanted:
            break
    return found


def _who_and_when(change: Change) -> str:
    who = change.by.name if change.by else "A command"
    at, now = timezone.localtime(change.at), timezone.localtime()
    day = "" if at.date() == now.date() else f"on {figures.when(at, now)} "
    return f"{who}, {day}at {at:%H:%M},"
