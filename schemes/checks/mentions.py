"""The rule that texts name schemes of the plan. It is this product's own, and only warns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from bcf.answers.models import Answer
from bcf.checks.findings import Verdict, fails
from bcf.checks.registry import Round
from bcf.checks.texts import Placed, Text, text_rule
from schemes.mentions.words import HINT, named
from schemes.models import Scheme

_DETAIL = (
    "Look at “What the texts name”, below the summary: it says what became of them, "
    "and writes new IDs in."
)


def naming(round: Round) -> Mapping[int, list[Text]]:
    """The answers of each version that may name a scheme, with the IDs of its schemes."""
    codes = Scheme.objects.filter(version=OuterRef("version")).order_by().values("code")
    answers = Answer.objects.filter(version__in=round.versions, text__iregex=HINT).order_by()
    found: dict[int, list[Text]] = defaultdict(list)
    for answer in answers.annotate(codes=ArraySubquery(codes)):
        text = Text(answer.question_id, answer.row, answer.text or "", answer.codes)
        found[answer.version_id].append(text)
    return {version.pk: found[version.pk] for version in round.versions}


@text_rule("H-NAR-002", naming)
def schemes_are_in_the_plan(it: Placed) -> Iterator[Verdict]:
    """Every ID that a text names is one of the plan's."""
    for code in dict.fromkeys(each.code for each in named(it.text.words)):
        if code not in it.text.known:
            told = "{heading}: scheme {code} is not in the plan."
            yield fails(told, _DETAIL, it.place, {"heading": it.heading, "code": code})
