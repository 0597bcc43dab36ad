"""Words given in tests, by people made for it."""

from __future__ import annotations

from bcf.approvals.acts import Word, approve, fingerprint, words
from bcf.approvals.models import Approval
from bcf.people.models import User
from bcf.submissions.models import Version
from tests.factories import again, person


def word(version: Version, key: str) -> Word:
    """How a word stands now, by its capacity's key: matter, role, organisation."""
    fresh = again(version)
    return next(word for word in words([fresh])[fresh.pk] if word.capacity.key == key)


def give(version: Version, key: str, by: User | None = None) -> Approval:
    """Give a word about what the version holds now, by somebody who has the role."""
    capacity = word(version, key).capacity
    by = by or person(capacity.role, capacity.organisation.code)
    fresh = again(version)
    return approve(fresh, capacity, seen=fingerprint(fresh, capacity.matter), by=by)


def give_all(version: Version) -> None:
    """Give every word that is asked for."""
    for asked in words([again(version)])[version.pk]:
        give(version, asked.capacity.key)
