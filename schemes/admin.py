"""Admin pages of what each edition may fund."""

from django.contrib import admin

from bcf.boards.reference.admin import ReferenceAdmin

from .models import FundingSource, RequiredMinimum, SchemeType, SubType


@admin.register(FundingSource)
class FundingSourceAdmin(ReferenceAdmin):
    list_display = ["label", "edition", "key", "pays", "mandatory", "published", "standing"]
    list_filter = ["standing", "edition"]
    list_select_related = ["edition"]


@admin.register(RequiredMinimum)
class RequiredMinimumAdmin(ReferenceAdmin):
    list_display = ["label", "edition", "key", "standing"]
    list_filter = ["standing", "edition"]
    list_select_related = ["edition"]


@admin.register(SchemeType)
class SchemeTypeAdmin(ReferenceAdmin):
    list_display = ["label", "edition", "number", "asks_outputs", "unit", "standing"]
    list_filter = ["standing", "edition", "asks_outputs"]
    list_select_related = ["edition", "unit"]
    search_fields = ["label", "key"]


@admin.register(SubType)
class SubTypeAdmin(ReferenceAdmin):
    list_display = ["label", "scheme_type", "unit", "standing"]
    list_filter = ["standing", "scheme_type__edition"]
    list_select_related = ["scheme_type", "unit"]
    search_fields = ["label", "key", "scheme_type__label"]
