"""What people said of a version for their organisation, and what they took back."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from bcf.boards.models import Organisation
from bcf.editions.models import Matter
from bcf.history import track
from bcf.people.models import Role
from bcf.submissions.acts import counts_as_act
from bcf.submissions.models import Version

from .asked import Capacity

_SUBMISSION = "SELECT submission_id FROM submissions_version WHERE id = NEW.version_id"
_THROUGH_APPROVAL = (
    "SELECT v.submission_id FROM submissions_version v"
    " JOIN approvals_approval a ON a.version_id = v.id WHERE a.id = NEW.approval_id"
)


def _only_added() -> pgtrigger.Protect:
    """Refuses every change of a row, by whatever way."""
    return pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class ApprovalQuerySet(models.QuerySet):
    def with_people(self) -> models.QuerySet:
        """With whoever gave each and took it back, the newest first."""
        people = self.select_related("version", "organisation", "by", "withdrawal__by")
        return people.order_by("-at", "-pk")


@track()
@pgtrigger.register(_only_added())
@counts_as_act(_SUBMISSION)
class Approval(models.Model):
    """Somebody's word, in a role and for an organisation, about what a version held then.

    `digest` is the fingerprint of what it speaks for, and tells whether that still stands;
    `revision` is the version's, and tells what came later. An approval is never changed or
    deleted: whoever takes it back adds a `Withdrawal`.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="approvals")
    matter = models.CharField(max_length=8, choices=Matter.choices)
    role = models.CharField(max_length=12, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["version", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="approval_has_digest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}: {self.version}"

    @property
    def capacity(self) -> Capacity:
        """In what capacity it was given."""
        return Capacity(self.matter, self.role, self.organisation)

    @property
    def is_withdrawn(self) -> bool:
        return hasattr(self, "withdrawal")


@track()
@pgtrigger.register(_only_added())
@counts_as_act(_THROUGH_APPROVAL)
class Withdrawal(models.Model):
    """An approval taken back: by whom, when and why. A new approval gives it again."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["approval"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.approval}, withdrawn"
