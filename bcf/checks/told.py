"""Rules about what certain questions are answered with, in whichever section asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bcf.submissions.sections import SectionKind, sections_of
from bcf.submissions.told import ToldRow

from .findings import Verdict
from .registry import RULES, Given, Round, Rule, enter, no_facts


class Answers(NamedTuple):
    """The rows of one plan with what stands in them, and what the rule asked for besides."""

    rows: Sequence[ToldRow]
    more: Any


Judge = Callable[[Answers], Iterable[Verdict]]


@dataclass(frozen=True)
class ToldRule(Rule):
    """A rule about the answers to the questions `asks`: of each section that asks them all."""

    asks: Sequence[str] = field(kw_only=True)

    def speaks_of(self, section: SectionKind) -> bool:
        return all(key in section.questions for key in self.asks)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, Answers]:
        told, more = round.facts(all_told), round.facts(self.given)
        return {
            v.pk: Answers(told.get(v.pk, {}).get(section.key, ()), more.get(v.pk))
            for v in round.versions
        }


def all_told(round: Round) -> Mapping[int, Mapping[str, Sequence[ToldRow]]]:
    """What all such rules of the edition ask of each plan, by section: read together."""
    rules = [r for r in RULES.values() if isinstance(r, ToldRule) and r.id in round.settings]
    asked: dict[Any, dict[SectionKind, list[str]]] = {}
    for section in sections_of(round.collection):
        keys = {key: None for rule in rules if rule.speaks_of(section) for key in rule.asks}
        if keys:
            asked.setdefault(section.find_told, {})[section] = list(keys)
    told: dict[int, dict[str, Sequence[ToldRow]]] = {v.pk: {} for v in round.versions}
    for find, sections in asked.items():
        for version, rows in find(sections, round.versions).items():
            told[version].update(rows)
    return told


def told(id: str, *asks: str, more: Given = no_facts) -> Callable[[Judge], Judge]:
    """Register a function as the rule `id` about the answers to the questions `asks`.

    `more` reads what else it is given of each plan.
    """

    def register(judge: Judge) -> Judge:
        enter(ToldRule(id, "", more, judge, asks=asks))
        return judge

    return register
