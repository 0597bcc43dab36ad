"""The addresses of official files, and of all files of a collection."""

from django.urls import path

from . import change_views, collection_views, views

urlpatterns = [
    path("collections/<slug:code>/", collection_views.workbooks, name="collection_workbooks"),
    path(
        "collections/<slug:code>/workbooks.zip",
        collection_views.workbooks_zip,
        name="collection_zip",
    ),
    path(
        "collections/<slug:code>/official.zip",
        collection_views.official_zip,
        name="collection_official_zip",
    ),
    path("official/", views.files, name="official_files"),
    path("official/<int:pk>/", views.file_map, name="official_file"),
    path("official/<int:pk>/file/", views.original, name="official_original"),
    path("official/<int:pk>/changes/", change_views.changes, name="official_changes"),
    path("official/<int:pk>/edition/", change_views.drafted, name="official_edition"),
    path("official/<int:pk>/words/", change_views.word_take, name="official_word_take"),
    path("official/<int:pk>/tables/", views.area_add, name="official_area_add"),
    path("official/<int:pk>/tables/<int:area>/drop/", views.area_drop, name="official_area_drop"),
    path("official/<int:pk>/figures/", views.figure_add, name="official_figure_add"),
    path(
        "official/<int:pk>/figures/<int:figure>/drop/",
        views.figure_drop,
        name="official_figure_drop",
    ),
    path("official/<int:pk>/use/", views.use, name="official_use"),
    path("official/<int:pk>/put-away/", views.put_away, name="official_put_away"),
]
