"""The addresses of pages about metrics."""

from django.urls import path

from . import views

urlpatterns = [
    path("boards/<slug:board>/<slug:collection>/metrics/<slug:code>/", views.metric, name="metric"),
]
