"""The addresses of the search."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.search, name="search"),
    path("export/", views.search_export, name="search_export"),
]
