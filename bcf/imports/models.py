"""Uploaded workbooks: the files themselves, and what became of them."""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from bcf.history import track
from bcf.submissions.models import Change, Submission

if TYPE_CHECKING:
    from bcf.people.models import User

_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
LONGEST_NAME = 150


@track(exclude=["data"])
class Upload(models.Model):
    """A workbook that somebody uploaded to a submission, as it came.

    `change` is what was put in from it, the last time that something was.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=LONGEST_NAME)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["submission", "-at", "-id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.submission}"

    @property
    def file(self) -> bytes:
        """The file as it came."""
        return bytes(self.data)

    @classmethod
    def keep(cls, submission: Submission, name: str, data: bytes, by: User | None) -> Upload:
        """Keep a file, with its fingerprint."""
        digest = hashlib.sha256(data).hexdigest()
        return cls.objects.create(
            submission=submission,
            name=clean_name(name),
            sha256=digest,
            size=len(data),
            data=data,
            by=by,
        )


def clean_name(name: str) -> str:
    """A file's name without its folder and without what nobody sees; its end stays."""
    last = _NOT_IN_A_NAME.sub("", re.split(r"[\\/]", name)[-1])
    stem, dot, end = " ".join(last.split()).rpartition(".")
    room = LONGEST_NAME - len(dot) - len(end[:10])
    return f"{stem[:room]}{dot}{end[:10]}" if stem else last[:LONGEST_NAME] or "workbook.xlsx"
