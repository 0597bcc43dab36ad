"""The texts that people write, wherever they are kept: for those who look through all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from bcf.editions.models import Question

from .models import Version

#: What every source says of a text: its version and question (ids), under what its row is
#: kept (the uid, or "" for a page of questions), and the text itself, never empty.
FIELDS = ("version_id", "asked", "at", "words")

Versions = QuerySet[Version] | Sequence[Version]
Source = Callable[[Versions], QuerySet[Any, Any]]


def sources() -> list[Source]:
    """What gives texts, each as a queryset of rows with FIELDS."""
    return [import_string(path) for path in settings.BCF_TEXTS]


def all_texts(
    versions: Versions,
    narrow: Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]],
    fields: Sequence[str] = FIELDS,
) -> Iterable[tuple[Any, ...]]:
    """The texts of some versions, each as its `fields`, in one statement; `narrow` chooses."""
    first, *more = (narrow(source(versions)).values_list(*fields) for source in sources())
    return first.union(*more, all=True)


def question_of(kind: str, field: str) -> Subquery:
    """The id of the question whose answer a section of this kind keeps in a typed field."""
    of_version = {"section__collection": OuterRef("version__submission__collection")}
    questions = Question.objects.filter(section__kind=kind, field=field, **of_version)
    return Subquery(questions.order_by().values("pk")[:1])


def row_of(uid: Any) -> Cast:
    """A row's uid as texts name it."""
    return Cast(uid, CharField())
