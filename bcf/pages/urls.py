"""The addresses of boards, submissions and sections."""

from django.urls import URLPattern, URLResolver, include, path

from . import approval_views, assign_views, paste_views, section_views, views

row_urls = [
    path("", section_views.row_edit, name="row"),
    path("duplicate/", section_views.row_duplicate, name="row_duplicate"),
    path("delete/", section_views.row_delete, name="row_delete"),
    path("move/", section_views.row_move, name="row_move"),
]

section_urls: list[URLPattern | URLResolver] = [
    path("", section_views.section_page, name="section"),
    path("add/", section_views.row_add, name="row_add"),
    path("paste/", paste_views.paste, name="paste"),
    path("grid/", include("bcf.grid.urls")),
    path("<uuid:uid>/", include(row_urls)),
]

submission_urls: list[URLPattern | URLResolver] = [
    path("", views.submission, name="submission"),
    path("start/", views.start, name="start"),
    path("checklist/", views.checklist_page, name="checklist"),
    path("people/", assign_views.assign_people, name="assign"),
    path("approvals/", approval_views.approvals, name="approvals"),
    path(
        "approvals/<int:pk>/withdraw/",
        approval_views.approval_withdraw,
        name="approval_withdraw",
    ),
    path("history/", views.history, name="history"),
    path("history/<int:revision>/undo/", views.undo_change, name="undo"),
    path("versions/", views.versions, name="versions"),
    path("versions/freeze/", views.freeze, name="freeze"),
    path("versions/reopen/", views.reopen, name="reopen"),
    path("workbook/", include("bcf.workbooks.urls")),
    path("documents/", include("bcf.documents.urls")),
    path("workbook/upload/", include("bcf.imports.urls")),
    path("section/<slug:key>/", include(section_urls)),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("boards/<slug:board>/", views.board_page, name="board"),
    path("boards/<slug:board>/<slug:collection>/", include(submission_urls)),
]
