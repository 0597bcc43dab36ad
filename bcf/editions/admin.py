"""Admin pages of what each edition asks, and of the published sums."""

from django.contrib import admin

from bcf.boards.reference.admin import ReferenceAdmin

from .models import (
    Allocation,
    AskedApproval,
    Choice,
    Collection,
    CollectionYear,
    Condition,
    Edition,
    Guidance,
    KeyDate,
    NationalTotal,
    Question,
    RuleSetting,
    Section,
    SectionRow,
)


@admin.register(Edition)
class EditionAdmin(ReferenceAdmin):
    list_display = ["code", "title", "starts", "ends", "standing"]


@admin.register(Collection)
class CollectionAdmin(ReferenceAdmin):
    list_display = ["title", "code", "edition", "kind", "due", "standing"]
    list_filter = ["standing", "edition", "kind"]
    list_select_related = ["edition"]


@admin.register(CollectionYear)
class CollectionYearAdmin(ReferenceAdmin):
    list_display = ["year", "collection", "standing"]
    list_filter = ["standing", "collection"]
    list_select_related = ["collection"]


@admin.register(AskedApproval)
class AskedApprovalAdmin(ReferenceAdmin):
    list_display = ["collection", "matter", "role", "partner", "position", "standing"]
    list_filter = ["standing", "collection", "role"]
    list_select_related = ["collection"]


@admin.register(KeyDate)
class KeyDateAdmin(ReferenceAdmin):
    list_display = ["event", "edition", "date", "standing"]
    list_filter = ["standing", "edition"]
    list_select_related = ["edition"]


@admin.register(Section)
class SectionAdmin(ReferenceAdmin):
    list_display = ["title", "collection", "kind", "sheet", "position", "standing"]
    list_filter = ["standing", "collection"]
    list_select_related = ["collection"]


@admin.register(SectionRow)
class SectionRowAdmin(ReferenceAdmin):
    list_display = ["label", "key", "section", "group", "subject", "period", "standing"]
    list_filter = ["standing", "section__collection", "section__key"]
    list_select_related = ["section__collection"]
    search_fields = ["label", "key", "subject"]


@admin.register(Question)
class QuestionAdmin(ReferenceAdmin):
    list_display = ["label", "key", "section", "kind", "need", "rule", "in_workbook", "standing"]
    list_filter = ["standing", "section__collection", "section__key", "need", "in_workbook"]
    list_select_related = ["section__collection"]
    search_fields = ["label", "key", "rule"]


@admin.register(Guidance)
class GuidanceAdmin(ReferenceAdmin):
    list_display = ["question", "why", "standing"]
    list_filter = ["standing", "question__section__collection"]
    list_select_related = ["question__section__collection"]


@admin.register(Condition)
class ConditionAdmin(ReferenceAdmin):
    list_display = ["question", "on", "op", "values", "standing"]
    list_filter = ["standing", "question__section__collection"]
    list_select_related = ["question__section__collection"]


@admin.register(Choice)
class ChoiceAdmin(ReferenceAdmin):
    list_display = ["label", "list", "key", "edition", "active", "standing"]
    list_filter = ["standing", "edition", "list"]
    list_select_related = ["edition"]
    search_fields = ["label", "key"]


@admin.register(RuleSetting)
class RuleSettingAdmin(ReferenceAdmin):
    list_display = ["rule", "title", "edition", "severity", "rule_standing"]
    list_filter = ["rule_standing", "severity", "edition"]
    list_select_related = ["edition"]
    search_fields = ["rule", "title"]


@admin.register(Allocation)
class AllocationAdmin(ReferenceAdmin):
    list_display = ["board", "fund", "contributor", "year", "amount", "stage", "published_on"]
    list_filter = ["standing", "fund", "year", "stage"]
    list_select_related = ["board", "contributor"]
    search_fields = ["board__name", "board__code"]


@admin.register(NationalTotal)
class NationalTotalAdmin(ReferenceAdmin):
    list_display = ["fund", "year", "amount", "standing"]
    list_filter = ["standing", "fund"]
