"""The reference files of metrics."""

from bcf.boards.reference import ReferenceFile

from .models import EditionMetric, Metric, MetricFigure

REFERENCE_FILES = [
    ReferenceFile(
        Metric,
        "metrics.csv",
        editable=(
            "official_name",
            "definition",
            "unit",
            "good_direction",
            "numerator",
            "denominator",
            "periodicity",
        ),
    ),
    ReferenceFile(EditionMetric, "edition_metrics.csv", edition="edition__code"),
    ReferenceFile(
        MetricFigure, "metric_figures.csv", editable=("value", "numerator", "denominator")
    ),
]
