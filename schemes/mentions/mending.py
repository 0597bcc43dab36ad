"""Texts follow schemes that were given other IDs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, propose
from bcf.tables import Edit

from .standing import Spoken, spoken_of
from .words import renamed


def put_right(version: Version, by: User) -> Change | None:
    """Write the IDs of today wherever a text names a scheme that has another now, as one change.

    None where no text does. Raises what applying a proposal raises: a text that somebody
    changed meanwhile is refused, with all others.
    """
    moved = [each for each in spoken_of(version) if each.moved]
    return propose(version, edits_of(moved)).apply(by=by, what="Scheme IDs in texts")


def edits_of(texts: Iterable[Spoken]) -> dict[str, Incoming]:
    """What writes the IDs of today into these texts, by section; each as it was seen."""
    rows: dict[tuple[str, UUID], list[Spoken]] = defaultdict(list)
    for text in texts:
        rows[text.section.key, UUID(text.section.uid_of(text.at))].append(text)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for (section, uid), spoken in rows.items():
        raw = {each.column.key: renamed(each.text, each.moved) for each in spoken}
        seen = {each.column.key: each.text for each in spoken}
        edits[section].append(Edit(uid=uid, raw=raw, seen=seen))
    return {section: Incoming(each) for section, each in edits.items()}
