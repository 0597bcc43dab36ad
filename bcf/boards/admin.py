"""Admin pages of boards and of the organisations behind them."""

from django.contrib import admin

from .models import Board, BoardLink, Organisation, ReportingMember, Source, Succession
from .reference.admin import ReferenceAdmin


@admin.register(Source)
class SourceAdmin(ReferenceAdmin):
    list_display = ["code", "title", "address"]
    list_filter = []
    search_fields = ["code", "title"]


@admin.register(Board)
class BoardAdmin(ReferenceAdmin):
    list_display = ["name", "code", "authority_type", "region", "active_from", "active_to"]
    list_filter = ["standing", "region", "authority_type", "two_tier", "fictional"]
    search_fields = ["name", "code"]


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ["name", "code", "kind", "active_from", "active_to"]
    list_filter = ["standing", "kind"]
    search_fields = ["name", "code", "ons_code"]


@admin.register(BoardLink)
class BoardLinkAdmin(ReferenceAdmin):
    list_display = ["organisation", "board", "active_from", "active_to", "share_of_board"]
    list_filter = ["standing", "organisation__kind"]
    list_select_related = ["organisation", "board"]
    search_fields = ["organisation__name", "organisation__code", "board__name", "board__code"]


@admin.register(Succession)
class SuccessionAdmin(ReferenceAdmin):
    list_display = ["predecessor", "successor", "date", "share_note"]
    list_select_related = ["predecessor", "successor"]


@admin.register(ReportingMember)
class ReportingMemberAdmin(ReferenceAdmin):
    list_display = ["group", "board", "leads", "active_from", "active_to", "standing"]
    list_select_related = ["board"]
