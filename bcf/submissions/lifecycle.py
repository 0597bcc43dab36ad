"""A submission's life: started, frozen, reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bcf.boards.models import Board
from bcf.editions.models import Collection, Effect
from bcf.tables import digest

from .models import Change, Submission, Version, Via
from .proposals import Incoming, open_for_writing, propose, recorded
from .sections import sections_of

if TYPE_CHECKING:
    from bcf.people.models import User


def start(*, board: Board, collection: Collection, by: User | None) -> Version:
    """Open the first version of a board's answer, with the figures already known filled in.

    An update that takes a plan's place begins from the board's own plan. Starting what is
    started returns its newest version and changes nothing.
    """
    with recorded(by=by, what="Started"), transaction.atomic():
        submission, new = Submission.objects.get_or_create(board=board, collection=collection)
        if not new:
            return submission.versions.newest().get()
        base = _amended(board, collection)
        version = Version.objects.create(submission=submission, number=1, base=base, opened_by=by)
        filled = {
            section.key: Incoming(edits)
            for section in sections_of(collection)
            if (edits := section.start(version))
        }
        propose(version, filled).apply(by=by, what="Started", via=Via.START)
        return version


def _amended(board: Board, collection: Collection) -> Version | None:
    """What an update takes the place of: the board's newest frozen version, else its newest."""
    if collection.effect != Effect.REPLACES:
        return None
    amended = Version.objects.filter(
        submission__board=board, submission__collection=collection.amends_id
    )
    return amended.order_by(F("frozen_at").desc(nulls_last=True), "-number").first()


def version_digest(version: Version) -> str:
    """The fingerprint of everything the version holds."""
    sections = sections_of(version.submission.collection)
    return digest([section.tables([version])[version.pk] for section in sections])


def freeze(version: Version, *, by: User | None, reason: str) -> Version:
    """Close a version for ever and keep the digest of what it holds. Raises Frozen."""
    with recorded(by=by, what="Frozen", reason=reason), transaction.atomic():
        open_for_writing(version)
        version.refresh_from_db()
        version.frozen_at = timezone.now()
        version.frozen_by = by
        version.digest = version_digest(version)
        version.save(update_fields=["frozen_at", "frozen_by", "digest"])
        return version


def reopen(submission: Submission, *, by: User | None, reason: str) -> Version:
    """Open a new version as a copy of the last frozen one.

    With a version open already, that version is returned and nothing changes.
    """
    with recorded(by=by, what="Reopened", reason=reason), transaction.atomic():
        Submission.objects.select_for_update().get(pk=submission.pk)
        versions = submission.versions.select_related("submission__collection__edition")
        last = versions.newest().get()
        if last.is_open:
            return last
        new = Version.objects.create(
            submission=submission,
            number=last.number + 1,
            base=last,
            opened_by=by,
        )
        new.revision = open_for_writing(new)
        for section in sections_of(submission.collection):
            section.copy(last, new)
        Change.objects.create(
            version=new,
            revision=new.revision,
            by=by,
            via=Via.REOPEN,
            what="Reopened",
            reason=reason,
            inverse={},
        )
        return new
