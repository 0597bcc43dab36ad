"""The addresses of uploaded workbooks, below that of the submission's workbook."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.upload, name="upload"),
    path("<uuid:uid>/", views.upload_look, name="upload_look"),
    path("<uuid:uid>/notes/", views.upload_notes, name="upload_notes"),
]
