"""Admin pages of metrics."""

from django.contrib import admin

from bcf.boards.reference.admin import ReferenceAdmin

from .models import EditionMetric, Metric, MetricFigure


@admin.register(Metric)
class MetricAdmin(ReferenceAdmin):
    list_display = ["official_name", "code", "unit", "good_direction", "standing"]


@admin.register(EditionMetric)
class EditionMetricAdmin(ReferenceAdmin):
    list_display = ["metric", "edition", "set_by", "position", "standing"]
    list_filter = ["standing", "edition"]
    list_select_related = ["edition", "metric"]


@admin.register(MetricFigure)
class MetricFigureAdmin(ReferenceAdmin):
    list_display = ["board", "metric", "period", "kind", "value", "standing"]
    list_filter = ["standing", "kind", "metric"]
    list_select_related = ["board", "metric"]
