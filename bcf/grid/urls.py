"""The addresses of a section's grid."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="grid"),
    path("cells/", views.cells, name="grid_cells"),
    path("rows/", views.rows, name="grid_rows"),
    path("now/", views.now, name="grid_now"),
]
