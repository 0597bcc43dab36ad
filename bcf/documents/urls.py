"""The addresses of a submission's documents, below that of the submission."""

from django.urls import path

from . import narrative_views, views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("<uuid:uid>/", views.document, name="document"),
    path("<uuid:uid>/withdraw/", views.document_withdraw, name="document_withdraw"),
    path("narrative/", narrative_views.narrative, name="narrative"),
    path("narrative/word/", narrative_views.narrative_word, name="narrative_word"),
    path("narrative/<uuid:uid>/", narrative_views.narrative_review, name="narrative_review"),
]
