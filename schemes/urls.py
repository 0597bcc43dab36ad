"""The addresses of pages about money."""

from django.urls import path

from . import views

urlpatterns = [
    path("boards/<slug:board>/<slug:collection>/summary/", views.summary, name="summary"),
]
