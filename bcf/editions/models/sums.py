"""The sums that are published: of a board and its payers, and of England."""

from __future__ import annotations

from django.db import models

from bcf.boards.models import Board, Organisation
from bcf.boards.provenance import Reference
from bcf.history import track

from .structure import bumps_structure


class Stage(models.TextChoices):
    """How settled an allocation is."""

    INDICATIVE = "indicative", "Indicative"
    FINAL = "final", "Final"
    REVISED = "revised", "Revised"


class AllocationQuerySet(models.QuerySet):
    def in_force(self) -> AllocationQuerySet:
        """The newest published figure of each board, fund, contributor and year."""
        # By ids: a related model's own order would not match what is to be distinct.
        each = ("board_id", "fund", "contributor_id", "year")
        return self.order_by(*each, "-published_on", "-pk").distinct(*each)


@bumps_structure
@track()
class Allocation(Reference):
    """A published sum, in pounds, for one board, fund, contributor and year.

    `fund` is the key of a funding source (`dfg`, `ibcf`, `min_nhs`) or of a required
    minimum (`asc_min`, `nhs_ooh`), which is set for the board as a whole and so has no
    contributor. A sum that a contributor shares out among its boards by agreement (an ICB's
    discharge funding) has no board. A new figure is a new row with its own date; the old one
    stays. `previous_amount` and `uplift_percent` are what the publisher says the figure
    was made from. Unknown is no row at all: the product never makes a figure up.
    """

    board = models.ForeignKey(
        Board, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations"
    )
    fund = models.SlugField(max_length=40)
    contributor = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
    )
    year = models.CharField(max_length=7)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    published_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    previous_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    uplift_percent = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ["board", "fund", "year", "published_on"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "board",
                    "fund",
                    "contributor",
                    "year",
                    "stage",
                    "published_on",
                ],
                nulls_distinct=False,
                name="allocation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="allocation_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board or self.contributor}: {self.fund} {self.year}"


@track()
class NationalTotal(Reference):
    """A published total for England, in pounds: for checking lists, never for a board."""

    fund = models.SlugField(max_length=40)
    year = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["fund", "year"]
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="national_total_once")]

    def __str__(self) -> str:
        return f"England: {self.fund} {self.year}"
