"""Adding documents to a submission, and withdrawing them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen, recorded

from .errors import Unfit
from .filetypes import check_file, clean_name
from .models import Attachment

if TYPE_CHECKING:
    from bcf.people.models import User

MOST = 50
FULL = f"A plan has at most {MOST} documents. Withdraw one that is not needed."


def attach(
    version: Version, name: str, purpose: str, data: bytes, *, by: User | None
) -> Attachment:
    """Keep a file with the version's submission; the same bytes again are the same document.

    Raises Unfit where the file is not taken, Frozen while the version is frozen.
    """
    found = check_file(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    with recorded(by=by, what="Attached a document"), transaction.atomic():
        _hold_open(version)
        standing = version.submission.attachments.standing()
        if known := standing.listed().filter(sha256=sha256).first():
            return known
        if standing.count() >= MOST:
            raise Unfit(FULL)
        return Attachment.objects.create(
            submission=version.submission,
            name=clean_name(name, found),
            purpose=purpose,
            content_type=found.content_type,
            size=len(data),
            sha256=sha256,
            data=data,
            uploaded_by=by,
        )


def withdraw(version: Version, attachment: Attachment, *, by: User | None) -> None:
    """Give a document out no more; it stays in the database and in the history.

    Raises Frozen while the version is frozen.
    """
    with recorded(by=by, what="Withdrew a document"), transaction.atomic():
        _hold_open(version)
        standing = Attachment.objects.standing().filter(pk=attachment.pk)
        standing.update(withdrawn_at=timezone.now(), withdrawn_by=by)


def _hold_open(version: Version) -> None:
    """Keep the version from being frozen, and others from adding, until the transaction ends."""
    held = Version.objects.select_for_update(no_key=True).filter(pk=version.pk)
    if not held.filter(frozen_at__isnull=True).exists():
        raise Frozen
