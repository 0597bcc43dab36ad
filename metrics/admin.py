"""Admin pages of metrics."""

from django.contrib import admin

from bcf.boards.reference.admin import ReferenceAdmin

from .models import EditionMetric, Metric


@admin.register(Metric)
class MetricAdmin(ReferenceAdmin):
    list_display = ["official_name", "code", "unit", "good_direction", "standing"]


@admin.register(EditionMetric)
class EditionMetricAdmin(ReferenceAdmin):
    list_display = ["metric", "edition", "position", "standing"]
    list_filter = ["standing", "edition"]
    list_select_related = ["edition", "metric"]
