"""Giving an approval, taking it back, and how each that is asked for stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from bcf.submissions.models import Version
from bcf.submissions.proposals import recorded
from bcf.tables import digest

from .asked import Capacity, asked_of, covered
from .models import Approval, Withdrawal

if TYPE_CHECKING:
    from bcf.people.models import User


class Changed(Exception):
    """The version holds something else than the person saw."""

    message = "The plan changed while you had this page open. Look at it again, then decide."


class Word(NamedTuple):
    """How a word that is asked for stands: its approval, if any is not withdrawn.

    `state` is a key of the list of words: not_yet, given or out_of_date.
    """

    capacity: Capacity
    state: str
    approval: Approval | None = None


def fingerprint(version: Version, matter: str) -> str:
    """The digest of what a word about a matter speaks for, as the version holds it now."""
    key = f"fingerprint of {matter}"
    if key not in version.remembered:
        sections = covered(version.submission.collection, matter)
        version.remembered[key] = digest(s.tables([version])[version.pk] for s in sections)
    found: str = version.remembered[key]
    return found


def approve(version: Version, capacity: Capacity, *, seen: str, by: User) -> Approval:
    """Give a word about what the version holds; the same word again is the one given.

    `seen` is the fingerprint of what the person looked at. Raises Changed where that is not
    what the version holds.
    """
    with recorded(by=by, what="Approved"), transaction.atomic():
        held = _held(version)
        if fingerprint(held, capacity.matter) != seen:
            raise Changed
        for word in words([held])[held.pk]:
            if word.capacity == capacity and word.state == "given" and word.approval:
                return word.approval
        return Approval.objects.create(
            version=held,
            matter=capacity.matter,
            role=capacity.role,
            organisation=capacity.organisation,
            by=by,
            revision=held.revision,
            digest=seen,
        )


def _held(version: Version) -> Version:
    """The version as it is, which nobody changes before the transaction ends."""
    related = ("submission__board", "submission__collection__edition")
    locked = Version.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related(*related).get(pk=version.pk)


def withdraw(approval: Approval, *, reason: str, by: User) -> Withdrawal:
    """Take an approval back; one that is taken back already stays as it is."""
    with recorded(by=by, what="Withdrew an approval", reason=reason), transaction.atomic():
        Approval.objects.select_for_update(no_key=True).get(pk=approval.pk)
        withdrawal, _ = Withdrawal.objects.get_or_create(
            approval=approval, defaults={"by": by, "reason": reason}
        )
        return withdrawal


def words(versions: Sequence[Version]) -> dict[int, list[Word]]:
    """How each word asked of the versions of one collection stands, by version id."""
    collection = versions[0].submission.collection
    asked = asked_of(collection, {version.submission.board_id for version in versions})
    given = _given(version.submission_id for version in versions)
    return {
        version.pk: [
            _word(version, capacity, given[version.submission_id, *_names(capacity)])
            for capacity in asked[version.submission.board_id]
        ]
        for version in versions
    }


_Names = tuple[str, str, int]


def _names(said: Capacity | Approval) -> _Names:
    return said.matter, said.role, said.organisation.pk


def _given(submissions: Iterable[int]) -> Mapping[tuple[int, *_Names], list[Approval]]:
    """The approvals that nobody took back, by submission and capacity, the newest first."""
    given: dict[tuple[int, *_Names], list[Approval]] = defaultdict(list)
    standing = Approval.objects.with_people().filter(withdrawal=None)
    for approval in standing.filter(version__submission__in=list(submissions)):
        given[approval.version.submission_id, *_names(approval)].append(approval)
    return given


def _word(version: Version, capacity: Capacity, given: Sequence[Approval]) -> Word:
    if not given:
        return Word(capacity, "not_yet")
    for approval in given:
        if _stands(version, approval):
            return Word(capacity, "given", approval)
    return Word(capacity, "out_of_date", given[0])


def _stands(version: Version, approval: Approval) -> bool:
    """Whether what was approved is what the version holds: of an untouched one without a look."""
    if (approval.version_id, approval.revision) == (version.pk, version.revision):
        return True
    return approval.digest == fingerprint(version, approval.matter)
