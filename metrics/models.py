"""What the Better Care Fund measures: the metrics, and which editions use them."""

from django.db import models

from bcf.boards.provenance import Reference
from bcf.editions.models import Edition, bumps_structure
from bcf.history import track


class GoodDirection(models.TextChoices):
    """Which way a metric should go."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


@bumps_structure
@track()
class Metric(Reference):
    """Something every board is measured by, in any number of editions.

    `code` is for ever (`RES`, `REA`). `numerator` and `denominator` say what is counted; a
    rate is worked out from them only where it is a plain ratio, never where it is standardised.
    """

    code = models.CharField(max_length=12, unique=True)
    official_name = models.CharField(max_length=160)
    definition = models.CharField(max_length=600)
    unit = models.CharField(max_length=80)
    good_direction = models.CharField(max_length=6, choices=GoodDirection.choices)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    periodicity = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.official_name


@bumps_structure
@track()
class EditionMetric(Reference):
    """A metric that an edition asks for, and its place in the list."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="metrics")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="editions")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "metric"], name="edition_metric_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} in {self.edition}"
