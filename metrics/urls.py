"""The addresses of pages about metrics, and about capacity and demand."""

from django.urls import path

from . import views

urlpatterns = [
    path(
        "boards/<slug:board>/<slug:collection>/capacity/<slug:section>/<slug:service>/",
        views.service,
        name="service",
    ),
    path("boards/<slug:board>/<slug:collection>/metrics/<slug:code>/", views.metric, name="metric"),
]
