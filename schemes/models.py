"""Money: what each edition may fund, and what a board's version says it will.

All amounts are Decimal pounds. What is typed here is what is added up across boards or
years; every other column of a line is a question of the edition (`bcf.answers`).
"""

from typing import Self

from django.db import models

from bcf.boards.models import Organisation
from bcf.boards.provenance import Reference
from bcf.editions.models import Choice, Collection, Edition, bumps_structure
from bcf.history import track
from bcf.submissions.content import ContentRow, refuse_frozen, refuse_frozen_through


class Pays(models.TextChoices):
    """Which partner a source of funding comes from."""

    COUNCIL = "council", "Council"
    NHS = "nhs", "NHS"


class Published(models.TextChoices):
    """What a published allocation demands of the income line."""

    EXACT = "exact", "Equal to the allocation"
    AT_LEAST = "at_least", "At least the allocation"
    NONE = "none", "Not published by board"


class ListedQuerySet(models.QuerySet):
    """Entries of editions' lists."""

    def asked_by(self, collection: Collection) -> Self:
        """What a collection asks: its edition's entries, but for those of another collection."""
        entries = self.filter(edition=collection.edition_id)
        return entries.filter(models.Q(collection=None) | models.Q(collection=collection))


class Listed(Reference):
    """An entry of an edition's list. All collections ask for it, or the one it names."""

    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True


@bumps_structure
@track()
class FundingSource(Listed):
    """A source of funding of an edition, such as the DFG.

    `key` is for ever and the same in every edition (`min_nhs`, `dfg`, `ibcf`); the label
    is the edition's own ("Minimum CCG Contribution").
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sources")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)
    short_label = models.CharField(max_length=24)
    pays = models.CharField(max_length=8, choices=Pays.choices)
    mandatory = models.BooleanField()
    published = models.CharField(max_length=8, choices=Published.choices)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="funding_source_once")
        ]

    def __str__(self) -> str:
        return self.label


@bumps_structure
@track()
class RequiredMinimum(Listed):
    """A sum that an edition requires to be spent from the NHS minimum.

    `key` is `asc_min` (adult social care) or `nhs_ooh` (NHS commissioned out of hospital);
    the board's figure is an `Allocation` with that fund.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="minimums")
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=160)
    short_label = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="required_minimum_once")
        ]

    def __str__(self) -> str:
        return self.label


@bumps_structure
@track()
class SchemeType(Listed):
    """A type of scheme of an edition. `unit` is what its outputs are counted in, if fixed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="scheme_types")
    key = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)
    asks_outputs = models.BooleanField(default=False)
    unit = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="scheme_type_once")]

    def __str__(self) -> str:
        return self.label


@bumps_structure
@track()
class SubType(Reference):
    """A sub type of a scheme type. `unit` differs from its type's where the edition says so."""

    scheme_type = models.ForeignKey(SchemeType, on_delete=models.PROTECT, related_name="sub_types")
    key = models.SlugField(max_length=160)
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["scheme_type", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme_type", "key"], name="sub_type_once")]

    def __str__(self) -> str:
        return self.label


@refuse_frozen
@track(exclude=["revision"])
class FundingLine(ContentRow):
    """Money coming into the pool, from one source and one contributor.

    `breakdown` marks a district's part of the DFG: it explains the line of the same
    source and is not added to the total again.
    """

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    contributor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    breakdown = models.BooleanField(default=False)
    comment = models.TextField(blank=True)

    class Meta(ContentRow.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.source}: {self.contributor}"


@refuse_frozen_through("schemes_fundingline", "line_id")
@track()
class FundingYear(models.Model):
    """A funding line's sum in one financial year, in pounds. No row means not known."""

    line = models.ForeignKey(FundingLine, on_delete=models.CASCADE, related_name="years")
    year = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["line", "year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="funding_year_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="funding_year_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"


@refuse_frozen
@track(exclude=["revision"])
class Scheme(ContentRow):
    """A scheme: the id and name that its expenditure lines share."""

    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, blank=True)

    class Meta(ContentRow.Meta):
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["version", "code", "name"], name="scheme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@refuse_frozen
@track(exclude=["revision"])
class ExpenditureLine(ContentRow):
    """One line of the expenditure sheet: a scheme's spend from one source of funding.

    Everything may be empty while it is being written; the checks say what is missing.
    `nhs_share` is the NHS share in % of a jointly commissioned line. `unit` is chosen by a
    person only where the edition leaves it open; elsewhere it follows type and sub type.
    """

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    description = models.TextField(blank=True)
    scheme_type = models.ForeignKey(
        SchemeType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sub_type = models.ForeignKey(
        SubType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_of_spend = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    commissioner = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    nhs_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    provider = models.ForeignKey(
        Choice, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.ForeignKey(
        FundingSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(ContentRow.Meta):
        constraints = [
            *ContentRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(nhs_share__isnull=True)
                | models.Q(nhs_share__gte=0, nhs_share__lte=100),
                name="nhs_share_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.source}"


@refuse_frozen_through("schemes_expenditureline", "line_id")
@track()
class LineYear(models.Model):
    """An expenditure line in one financial year: pounds, and outputs in the line's unit."""

    line = models.ForeignKey(ExpenditureLine, on_delete=models.CASCADE, related_name="years")
    year = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    output = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["line", "year"]
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="line_year_once"),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="line_year_amount_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(output__isnull=True) | models.Q(output__gte=0),
                name="line_year_output_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"
