"""Whether the history knows every change that was taken, under its person's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from bcf.answers.models import Answer
from bcf.people.models import User
from bcf.submissions.models import Change, Version, Via
from schemes.models import ExpenditureLine, LineYear, Scheme

from .person import Taken

#: What the rows of expenditure are kept in.
ROWS: tuple[Any, ...] = (ExpenditureLine, LineYear, Scheme, Answer)

#: What a person did, by the revision it made.
Log = dict[int, tuple[User, Taken]]


def numbered(changes: Sequence[Change], logs: Iterable[tuple[User, Sequence[Taken]]]) -> Log:
    """All that was taken, in order. A paste is found by its words: nobody told its number."""
    found: Log = {}
    for user, log in logs:
        theirs = (c for c in changes if c.by_id == user.pk and c.via == Via.PAGE)
        pastes = (c.revision for c in theirs if "pasted" in c.what)
        for taken in log:
            revision = taken.revision or next(pastes, -1)
            found[revision] = user, replace(taken, revision=revision)
    return dict(sorted(found.items()))


def missing(version: Version, changes: Sequence[Change], log: Log) -> Iterator[str]:
    """Whatever the history does not say, or says of somebody else."""
    kept = {change.revision: change for change in changes}
    for revision in kept.keys() - log.keys():
        yield f"revision {revision}, {kept[revision].what!r}, was told to nobody"
    contexts = _contexts(version)
    written = _writers()
    for revision, (user, taken) in log.items():
        change, (context, by) = kept.get(revision), contexts.get(revision, (None, None))
        if change is None or change.by_id != user.pk:
            yield f"{taken.act} of {user} is not in the list of changes as revision {revision}"
        elif (change.via == Via.UNDO) != (taken.act == "undo"):
            yield f"revision {revision} is kept as {change.what!r}, but was {taken.act}"
        if by != user.pk or written.get(context) != {user.pk}:
            yield f"the events do not say that {user} made revision {revision}, {taken.act}"


def _contexts(version: Version) -> dict[int, tuple[UUID, int]]:
    """The context that each revision was written in, and who wrote it, by the events."""
    events = Change.pgh_event_model.objects.filter(version=version, pgh_label="insert")  # type: ignore[attr-defined]
    found = events.values_list("revision", "pgh_context_id", "pgh_context__user")
    return {revision: (context, by) for revision, context, by in found}


def _writers() -> dict[UUID | None, set[int]]:
    """Who wrote rows, by the context they wrote them in."""
    writers: dict[UUID | None, set[int]] = {}
    for model in ROWS:
        events = model.pgh_event_model.objects.exclude(pgh_context=None)
        for context, by in events.values_list("pgh_context_id", "pgh_context__user"):
            writers.setdefault(context, set()).add(by)
    return writers
