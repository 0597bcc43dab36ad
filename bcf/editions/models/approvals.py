"""Whose word a collection asks for before it is sent."""

from __future__ import annotations

from django.db import models

from bcf.boards.provenance import Reference
from bcf.history import track
from bcf.people.models import Role

from .structure import Collection, bumps_structure


class Matter(models.TextChoices):
    """What somebody answers for."""

    MONEY = "money", "The money"
    PLAN = "plan", "The whole plan"


class Partner(models.TextChoices):
    """For whom: the partners of a plan, by their kind."""

    COUNCIL = "council", "The council"
    NHS = "nhs", "Each NHS body"


@bumps_structure
@track()
class AskedApproval(Reference):
    """A word that a collection asks for: about what, by which role, for which partners."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="approvals")
    matter = models.CharField(max_length=8, choices=Matter.choices)
    role = models.CharField(max_length=12, choices=Role.choices)
    partner = models.CharField(max_length=8, choices=Partner.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["collection", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "matter", "role", "partner"], name="asked_approval_once"
            )
        ]

    def __str__(self) -> str:
        role, partner = self.get_role_display(), self.get_partner_display()
        return f"{self.collection}: {role}, {partner.lower()}"
