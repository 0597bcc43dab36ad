"""The texts of schemes and lines, for those who look through all that people write."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from bcf.submissions.texts import Versions, question_of, row_of

from .models import ExpenditureLine, FundingLine, Scheme
from .totals import EXPENDITURE, INCOME


def scheme_names(versions: Versions) -> QuerySet[Any, Any]:
    """The name of each scheme, at the first of its lines."""
    lines = ExpenditureLine.objects.filter(scheme=OuterRef("pk")).order_by("position", "pk")
    found = Scheme.objects.filter(version__in=versions, name__gt="").order_by()
    first = row_of(Subquery(lines.values("uid")[:1]))
    return found.annotate(asked=question_of(EXPENDITURE, "scheme_name"), at=first, words=F("name"))


def descriptions(versions: Versions) -> QuerySet[Any, Any]:
    """What each line of expenditure says its scheme is."""
    found = ExpenditureLine.objects.filter(version__in=versions, description__gt="").order_by()
    return found.annotate(
        asked=question_of(EXPENDITURE, "description"), at=row_of("uid"), words=F("description")
    )


def comments(versions: Versions) -> QuerySet[Any, Any]:
    """What each line of income says its money is for."""
    found = FundingLine.objects.filter(version__in=versions, comment__gt="").order_by()
    return found.annotate(
        asked=question_of(INCOME, "comment"), at=row_of("uid"), words=F("comment")
    )
