"""The rule that no text looks unfinished. It is this product's own, and speaks when it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from bcf.submissions.sections import SectionKind
from bcf.submissions.texts import all_texts

from .findings import Place, Verdict, fails
from .registry import Round, Rule, enter
from .unfinished import HINT, Leftover, unfinished

_DETAIL = "Write it out, or leave it where it is right: it holds nothing up."


class Suspect(NamedTuple):
    """A text that may be unfinished: its question's id, its row as texts name it, its words."""

    question: int
    at: str
    words: str


@dataclass(frozen=True)
class FinishedRule(Rule):
    """A rule about the long texts of any section."""

    def speaks_of(self, section: SectionKind) -> bool:
        return any(column.is_prose for column in section.columns)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, list[Verdict]]:
        suspects = round.facts(self.given)
        return {pk: list(_verdicts(section, found)) for pk, found in suspects.items()}


def suspects(round: Round) -> Mapping[int, list[Suspect]]:
    """The texts of each version in which the database finds a sign of something unfinished."""
    found: dict[int, list[Suspect]] = defaultdict(list)
    for version, *text in all_texts(round.versions, _with_a_sign):
        found[version].append(Suspect(*text))
    return {version.pk: found[version.pk] for version in round.versions}


def _with_a_sign(texts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return texts.filter(words__iregex=HINT)


def _verdicts(section: SectionKind, suspects: Sequence[Suspect]) -> Iterable[Verdict]:
    asked = {question.pk: section.column(key) for key, question in section.questions.items()}
    first, last = int(section.years[0][:4]), int(section.years[-1][:4]) + 1
    for suspect in sorted(suspects):
        column = asked.get(suspect.question)
        if column is not None and column.is_prose:
            place = Place(section.uid_of(suspect.at), column.key)
            for leftover in unfinished(suspect.words, first, last):
                yield _verdict(leftover, column.heading, place)


def _verdict(leftover: Leftover, heading: str, place: Place) -> Verdict:
    facts = {"words": leftover.words, "heading": heading, "why": str(leftover.why)}
    return fails("{heading}: “{words}” {why}.", _DETAIL, place, facts)


def _as_found(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    return verdicts


enter(FinishedRule("H-NAR-001", "", suspects, _as_found))
