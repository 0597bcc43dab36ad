"""The addresses of pages about money."""

from django.urls import path

from . import views
from .allocations import views as allocations
from .workspace import views as workspace

urlpatterns = [
    path("allocations/", allocations.allocations, name="allocations"),
    path("allocations/list/", allocations.allocation_list, name="allocation_list"),
    path("nhs/", workspace.bodies, name="nhs_bodies"),
    path("nhs/<slug:body>/<slug:collection>/", workspace.money, name="nhs_money"),
    path("boards/<slug:board>/<slug:collection>/summary/", views.summary, name="summary"),
    path("boards/<slug:board>/<slug:collection>/uplift/", views.uplift, name="uplift"),
]
