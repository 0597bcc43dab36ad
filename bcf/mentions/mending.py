"""Texts follow what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, propose
from bcf.tables import Edit

from .mention import Spoken
from .spoken import spoken_of


def put_right(version: Version, by: User) -> Change | None:
    """Write what is so today wherever a text says otherwise, as one change.

    None where no text does. Raises what applying a proposal raises: a text that somebody
    changed meanwhile is refused, with all others.
    """
    moved = [each for each in spoken_of(version) if each.moved]
    return propose(version, edits_of(moved)).apply(by=by, what="Texts follow what they name")


def edits_of(texts: Iterable[Spoken]) -> dict[str, Incoming]:
    """What writes today's IDs and figures into these texts, by section; each as it was seen."""
    rows: dict[tuple[str, UUID], list[Spoken]] = defaultdict(list)
    for text in texts:
        rows[text.section.key, text.uid].append(text)
    edits: dict[str, list[Edit]] = defaultdict(list)
    for (section, uid), spoken in rows.items():
        raw = {each.column.key: each.mended for each in spoken}
        seen = {each.column.key: each.text for each in spoken}
        edits[section].append(Edit(uid=uid, raw=raw, seen=seen))
    return {section: Incoming(each) for section, each in edits.items()}
