"""The texts among the answers, for those who look through all that people write."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from bcf.submissions.texts import Versions

from .models import Answer


def answers(versions: Versions) -> QuerySet[Any, Any]:
    """Every answer that is a text."""
    found = Answer.objects.filter(version__in=versions, text__isnull=False).order_by()
    return found.annotate(asked=F("question_id"), at=F("row"), words=F("text"))
