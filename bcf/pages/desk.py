"""What a person finds when they come in: what is due, in what state, and with what to mend."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from bcf.boards.models import Board
from bcf.checks.engine import check
from bcf.checks.findings import counts
from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.access import versions_for
from bcf.submissions.memory import counted
from bcf.submissions.models import Change, Version
from bcf.submissions.reach import standings

from .frame import long_past


@dataclass(frozen=True, slots=True)
class Entry:
    """One collection as one board stands in it; no version when it is not started."""

    board: Board
    collection: Collection
    version: Version | None
    counted: Mapping[str, int]

    @property
    def counts_days(self) -> bool:
        """Whether the days to or since the due date are worth saying."""
        return self.collection.due is not None and not long_past(self.collection.due)

    @property
    def state(self) -> str:
        """A key of the list of words."""
        if self.version is None:
            return "not_started"
        if not self.version.is_open:
            return "frozen"
        return "to_fix" if self.counted["fails"] else "draft"


def board_desk(user: User, board: Board) -> dict[str, Any]:
    """One board's collections: the next one due, those not due yet and those that were."""
    entries = _entries(board, versions_for(user).filter(submission__board=board))
    today = timezone.localdate()
    started = [entry for entry in entries if entry.version]
    return {
        "board": board,
        "nhs_bodies": user.nhs_bodies(),
        "next": _next(entries, today),
        "groups": [(name, part) for name, part in _by_due(entries, today) if part],
        "feed": _feed([entry.version for entry in started if entry.version]),
    }


def boards_desk(user: User) -> dict[str, Any]:
    """Every board a person reaches, with what each has started."""
    versions = list(versions_for(user).newest())
    counted_of = _counted(versions)
    by_board: dict[int, list[Entry]] = {}
    for version in versions:
        submission = version.submission
        entry = Entry(submission.board, submission.collection, version, counted_of[version.pk])
        by_board.setdefault(submission.board_id, []).append(entry)
    boards = list(user.boards())
    return {
        "started": [entry for board in boards for entry in by_board.get(board.pk, [])],
        "boards": boards,
        "nhs_bodies": user.nhs_bodies(),
    }


def _entries(board: Board, versions: Any) -> list[Entry]:
    newest = {v.submission.collection_id: v for v in versions.newest()}
    counted_of = _counted(newest.values())
    return [
        Entry(
            board,
            collection,
            version := newest.get(collection.pk),
            counted_of[version.pk] if version else {},
        )
        for collection in asked_of(board)
    ]


def _counted(versions: Iterable[Version]) -> dict[int, dict[str, int]]:
    """How many findings of each state versions have, by their ids.

    Only those are checked of which something changed since they were last counted.
    """
    versions = list(versions)
    known = {pk: counted(standing) for pk, standing in standings(versions).items()}
    for pk, findings in check(v for v in versions if not known[v.pk]).items():
        known[pk].update(counts(findings))
    return known


def asked_of(board: Board) -> QuerySet[Collection]:
    """The collections of editions that the board was there for, the last due first."""
    alive = Q(edition__ends__gte=board.active_from)
    if board.active_to:
        alive &= Q(edition__starts__lte=board.active_to)
    return Collection.objects.filter(alive).select_related("edition").order_by("-due", "code")


def _next(entries: Iterable[Entry], today: datetime.date) -> Entry | None:
    """The open answer to go on with: the first still due, else the one due last."""
    going = [e for e in entries if e.version and e.version.is_open]
    ahead = [e for e in going if e.collection.due and e.collection.due >= today]
    return min(ahead, key=_due, default=None) or max(going, key=_due, default=None)


def _by_due(entries: Iterable[Entry], today: datetime.date) -> list[tuple[str, list[Entry]]]:
    entries = list(entries)
    ahead = [e for e in entries if e.collection.due is None or e.collection.due >= today]
    past = [e for e in entries if e.collection.due and e.collection.due < today]
    return [("Due", sorted(ahead, key=_due)), ("Due date past", past)]


def _due(entry: Entry) -> datetime.date:
    return entry.collection.due or datetime.date.max


def _feed(versions: list[Version]) -> Iterable[Change]:
    """The newest changes, by anybody."""
    return (
        Change.objects.filter(version__in=versions)
        .select_related("by", "version__submission__collection", "version__submission__board")
        .defer("inverse")
        .order_by("-at")[:5]
    )
