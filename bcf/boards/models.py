"""Health and Wellbeing Boards, the organisations behind them, and how they are tied by date."""

import datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce, Least

from bcf.history import track

from .provenance import Dated, DatedQuerySet, Reference

#: Below this share of a board's residents a tie is a sliver.
SLIVER = Decimal("0.01")


@track()
class Source(models.Model):
    """Where facts of the reference data were read. `code` is what other rows cite."""

    code = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"


class OrganisationKind(models.TextChoices):
    """The kinds of body that plan, pay, oversee or add up."""

    COUNCIL = "council", "Council"
    DISTRICT = "district", "District council"
    CCG = "ccg", "Clinical commissioning group"
    ICB = "icb", "Integrated care board"
    REGION = "region", "Region"
    NATION = "nation", "Nation"


#: The kinds of the NHS commissioners of a plan, which followed each other.
NHS = (OrganisationKind.CCG, OrganisationKind.ICB)


@track()
class Organisation(Reference, Dated):
    """A body that people belong to and that money comes from.

    `code` is for ever: the ONS code of a council, district or region, the ODS code of an
    NHS body. CCGs were replaced by ICBs on 1 July 2022, so both kinds stand here with dates.
    """

    code = models.CharField(max_length=12, unique=True)
    ons_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=OrganisationKind.choices)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [Dated.ends_after_start("organisation_period")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_nhs(self) -> bool:
        """True for the NHS commissioners of a plan."""
        return self.kind in NHS


class BoardQuerySet(DatedQuerySet):
    def within_reach(self, organisations: models.QuerySet[Any, Any], day: datetime.date) -> Self:
        """Boards that any of `organisations` is linked to on `day`.

        A closed board stays within reach of those who were linked to it on its last day.
        """
        links = BoardLink.objects.standing(day).filter(organisation__in=organisations)
        return self.filter(pk__in=links.values("board"))


@track()
class Board(Reference, Dated):
    """A Health and Wellbeing Board: the area a plan is for. Its code is its council's ONS code."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    authority_type = models.CharField(max_length=40)
    region = models.CharField(max_length=40)
    two_tier = models.BooleanField(
        default=False, help_text="The area has district councils, who receive the DFG."
    )
    fictional = models.BooleanField(default=False, help_text="Made up, for practice and examples.")

    objects = BoardQuerySet.as_manager()

    # What the person at hand may do with its plans, set by `bcf.submissions.access`.
    roles: list[str]
    working_roles: list[str]
    may_write: bool
    may_keep: bool

    class Meta:
        ordering = ["name"]
        constraints = [Dated.ends_after_start("board_period")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name by the national convention, such as "County Durham HWB"."""
        return f"{self.name} HWB"


class BoardLinkQuerySet(DatedQuerySet):
    def standing(self, day: datetime.date | models.Expression) -> Self:
        """Ties that hold on `day`, or that held on the last day of a board closed before it."""
        last_day = Coalesce(Least("board__active_to", day), day)
        return self.alias(last_day=last_day).during(models.F("last_day"), models.F("last_day"))

    def substantial(self) -> Self:
        """Ties by more than a sliver. One without a share counts: a council's has none."""
        return self.exclude(share_of_board__lt=SLIVER)


@track()
class BoardLink(Reference, Dated):
    """An organisation's tie to a board between two days.

    `share_of_board` is the share of the board's residents (0 to 1) that an NHS body serves.
    A tie under 1 % is a sliver: it proves no contribution, demands none, and lets the body
    read the board's plans but not write them.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="links")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="links")
    share_of_board = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    objects = BoardLinkQuerySet.as_manager()

    class Meta:
        ordering = ["board", "organisation", "active_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "board", "active_from"], name="board_link_once"
            ),
            Dated.ends_after_start("board_link_period"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} and {self.board}"

    @property
    def is_substantial(self) -> bool:
        """Whether it is by more than a sliver, as `substantial` chooses."""
        return self.share_of_board is None or self.share_of_board >= SLIVER


@track()
class Succession(Reference):
    """One board taking over from another, wholly or in part, on a day."""

    predecessor = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="predecessors")
    date = models.DateField()
    share_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["date", "predecessor"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "date"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}, {self.date}"


@track()
class ReportingMember(Reference, Dated):
    """A board that reports together with others, under one name; one of them leads."""

    group = models.CharField(max_length=80)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="reporting")
    leads = models.BooleanField(default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["group", "-leads"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "board", "active_from"], name="reporting_member_once"
            ),
            Dated.ends_after_start("reporting_member_period"),
        ]

    def __str__(self) -> str:
        return f"{self.board} in {self.group}"
