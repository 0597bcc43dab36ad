"""The rule that no text looks unfinished. It is this product's own, and speaks when it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from bcf.submissions.texts import all_texts

from .findings import Verdict, fails
from .registry import Round
from .texts import Placed, Text, text_rule
from .unfinished import HINT, unfinished

_DETAIL = "Write it out, or leave it where it is right: it holds nothing up."


def suspects(round: Round) -> Mapping[int, list[Text]]:
    """The texts of each version in which the database finds a sign of something unfinished."""
    found: dict[int, list[Text]] = defaultdict(list)
    for version, *text in all_texts(round.versions, _with_a_sign):
        found[version].append(Text(*text))
    return {version.pk: found[version.pk] for version in round.versions}


def _with_a_sign(texts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return texts.filter(words__iregex=HINT)


@text_rule("H-NAR-001", suspects)
def nothing_is_left_over(it: Placed) -> Iterator[Verdict]:
    """No gap, no impossible span of years, no heading of an earlier year."""
    years = it.section.years
    for leftover in unfinished(it.text.words, int(years[0][:4]), int(years[-1][:4]) + 1):
        facts = {"words": leftover.words, "heading": it.heading, "why": str(leftover.why)}
        yield fails("{heading}: “{words}” {why}.", _DETAIL, it.place, facts)
