"""The addresses of a submission's workbooks, below that of the submission."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.submission_workbook, name="submission_workbook"),
    path("official/", views.submission_official, name="submission_official"),
]
