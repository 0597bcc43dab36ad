"""Who may open each route. Every route stands in exactly one list.

A new route belongs here in the commit that makes it; test_routes_access.py fails until it
does. The lists say who gets past the door; that another organisation's object is not found
is tested where the objects are.
"""

from django.contrib import admin

#: Anybody, signed in or not.
PUBLIC = {
    "accessibility",
    "account_inactive",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "privacy",
}

#: Anybody who is signed in.
SIGNED_IN = {
    "account_change_password",
    "account_logout",
    "home",
    "nhs_bodies",
    "search",  # finds what is within the person's reach
    "search_export",  # for commissioners, of their boards, and for national analysts
}

#: Whoever reaches the board today, in any role; to others it does not exist.
READERS = {
    "approvals",  # a POST is for whoever has the role that is asked
    "board",
    "checklist",
    "document",
    "documents",  # a POST is for writers
    "grid",
    "grid_now",
    "history",
    "metric",  # a POST is for writers
    "named",  # a POST is for writers
    "narrative",  # a POST is for writers
    "narrative_word",
    "row",  # a POST is for writers
    "section",  # a POST, to a page of questions, is for writers
    "service",
    "submission",
    "submission_official",
    "submission_workbook",
    "summary",
    "uplift",
    "versions",
}

#: Whoever may change the board's plans.
WRITERS = {
    "assign",
    "document_withdraw",
    "grid_cells",
    "grid_rows",
    "narrative_review",
    "paste",
    "row_add",
    "row_delete",
    "row_duplicate",
    "row_move",
    "start",
    "undo",
    "upload",
    "upload_look",
    "upload_notes",
}

#: Whoever has the role that gave an approval.
SIGNATORIES = {"approval_withdraw"}

#: Whoever may freeze and reopen them.
KEEPERS = {"freeze", "reopen"}

#: Whoever works in the NHS body today; to others it does not exist.
NHS = {"nhs_money"}

#: National analysts; of allocations also administrators.
ANALYSTS = {
    "allocation_list",
    "allocations",
    "collection_official_zip",
    "collection_workbooks",
    "collection_zip",
    "official_area_add",
    "official_area_drop",
    "official_changes",
    "official_edition",
    "official_figure_add",
    "official_figure_drop",
    "official_file",
    "official_files",
    "official_original",
    "official_put_away",
    "official_use",
    "official_word_take",
}

#: Administrators: everything under this namespace.
ADMINISTRATORS = {"admin:*"}

LISTS = {
    "PUBLIC": PUBLIC,
    "SIGNED_IN": SIGNED_IN,
    "READERS": READERS,
    "WRITERS": WRITERS,
    "SIGNATORIES": SIGNATORIES,
    "KEEPERS": KEEPERS,
    "NHS": NHS,
    "ANALYSTS": ANALYSTS,
    "ADMINISTRATORS": ADMINISTRATORS,
}

#: Arguments of a route that cannot be made up from its converters.
ARGUMENTS = {
    "admin:app_list": {"app_label": next(iter(admin.site._registry))._meta.app_label},
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
}
