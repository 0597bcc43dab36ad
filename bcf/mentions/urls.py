"""The address of the page of what a plan's texts name."""

from django.urls import path

from . import views

urlpatterns = [
    path("boards/<slug:board>/<slug:collection>/named/", views.named, name="named"),
]
