"""Documents that travel with a submission: letters, slides, agreements, the narrative."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from bcf.history import track
from bcf.submissions.acts import counts_as_act
from bcf.submissions.models import Submission


class Purpose(models.TextChoices):
    LETTER = "letter", "Letter"
    SLIDES = "slides", "Slides"
    AGREEMENT = "agreement", "Agreement"
    NARRATIVE = "narrative", "Narrative"
    OTHER = "other", "Something else"


class AttachmentQuerySet(models.QuerySet):
    def listed(self) -> Self:
        """All but the bytes, with the people, newest first."""
        people = self.defer("data").select_related("uploaded_by", "withdrawn_by")
        return people.order_by("-uploaded_at", "-pk")

    def standing(self) -> Self:
        """Those that nobody has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


@track(exclude=["data"])
@counts_as_act("NEW.submission_id")
class Attachment(models.Model):
    """A file sent with a submission, kept in the database so that a backup has all of it.

    `size` is in bytes, `sha256` that of the bytes in hexadecimal. A file is never changed
    and never deleted: who sent a wrong one withdraws it, and it is no longer given out. The
    history has every event, without the bytes.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_attachment",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False),
                name="attachment_withdrawn_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.name}"
