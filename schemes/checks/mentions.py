"""The rule that texts name schemes of the plan. It is this product's own, and only warns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from bcf.answers.models import Answer
from bcf.checks.findings import Place, Verdict, fails
from bcf.checks.registry import Round, Rule, enter
from bcf.submissions.sections import SectionKind
from schemes.mentions.words import HINT, named
from schemes.models import Scheme

_DETAIL = (
    "Look at “Schemes that the texts name”, below the summary: it says what became of them, "
    "and writes new IDs in."
)


class Text(NamedTuple):
    """A text that may name schemes: its question's id, its row, its words, the plan's IDs."""

    question: int
    at: str
    words: str
    codes: list[str]


@dataclass(frozen=True)
class MentionRule(Rule):
    """A rule about the long answers of any section."""

    def speaks_of(self, section: SectionKind) -> bool:
        return any(column.is_prose and not column.field for column in section.columns)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, list[Verdict]]:
        return {
            version: [verdict for text in texts for verdict in _verdicts(section, text)]
            for version, texts in round.facts(self.given).items()
        }


def texts(round: Round) -> Mapping[int, Sequence[Text]]:
    """The answers of each version that may name a scheme, with the IDs of its schemes."""
    codes = Scheme.objects.filter(version=OuterRef("version")).order_by().values("code")
    answers = Answer.objects.filter(version__in=round.versions, text__iregex=HINT)
    found: dict[int, list[Text]] = defaultdict(list)
    told = answers.annotate(codes=ArraySubquery(codes)).order_by("question", "row")
    for answer in told:
        text = Text(answer.question_id, answer.row, answer.text or "", answer.codes)
        found[answer.version_id].append(text)
    return {version.pk: found[version.pk] for version in round.versions}


def _verdicts(section: SectionKind, text: Text) -> Iterator[Verdict]:
    asked = {question.pk: key for key, question in section.questions.items()}
    column = section.column(asked[text.question]) if text.question in asked else None
    if column is not None and column.is_prose:
        for code in dict.fromkeys(each.code for each in named(text.words)):
            if code not in text.codes:
                facts = {"heading": column.heading, "code": code}
                place = Place(section.uid_of(text.at), column.key)
                told = "{heading}: scheme {code} is not in the plan."
                yield fails(told, _DETAIL, place, facts)


def _as_found(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    return verdicts


enter(MentionRule("H-NAR-002", "", texts, _as_found))
