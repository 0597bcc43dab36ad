"""The address of a submission's workbook, below that of the submission."""

from django.urls import path

from . import views

urlpatterns = [path("", views.submission_workbook, name="submission_workbook")]
