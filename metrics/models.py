"""What the Better Care Fund measures: the metrics, which editions use them, published figures."""

from django.db import models

from bcf.boards.models import Board
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

    `code` is for ever (`RES`, `REA`). `numerator` and `denominator` say what is counted.
    `scale` is set only where the value is a plain ratio, numerator / denominator x scale: 100
    for percentages, 100,000 for rates. A standardised or composed value is typed, and its
    parts stand beside it.
    """

    code = models.CharField(max_length=12, unique=True)
    official_name = models.CharField(max_length=160)
    definition = models.CharField(max_length=600)
    unit = models.CharField(max_length=80)
    good_direction = models.CharField(max_length=6, choices=GoodDirection.choices)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    scale = models.PositiveIntegerField(null=True, blank=True)
    periodicity = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.official_name


class SetBy(models.TextChoices):
    """Who says what value a board plans for."""

    BOARD = "board", "The board"
    NATION = "nation", "The national team"
    ELSEWHERE = "elsewhere", "Another plan: no number is typed"


@bumps_structure
@track()
class EditionMetric(Reference):
    """A metric that an edition asks for, who sets its value, and its place in the list."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="metrics")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="editions")
    set_by = models.CharField(max_length=9, choices=SetBy.choices, default=SetBy.BOARD)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "metric"], name="edition_metric_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} in {self.edition}"


class FigureKind(models.TextChoices):
    """What a published figure is."""

    ACTUAL = "actual", "Measured"
    NATIONAL = "national", "Set nationally"


@bumps_structure
@track()
class MetricFigure(Reference):
    """A published value of a metric for one board and period, in the metric's unit.

    `period` is such as `2019-20`, `2022-23 Q1` or `2024-25 April`: a financial year, and the
    part of it that is meant. The parts are empty where only the value was published. Unknown
    is no row at all.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="metric_figures")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="figures")
    period = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=FigureKind.choices)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    numerator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["board", "metric", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "metric", "period", "kind"], name="metric_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.metric} {self.period}"
