"""Rules about long texts, in whichever section they are asked for: each is looked at by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bcf.submissions.sections import SectionKind

from .findings import Place, Verdict
from .registry import Given, Round, Rule, enter


class Text(NamedTuple):
    """A text that a rule looks at: its question's id, its row as texts name it, its words.

    `known` is what the plan has that the text may speak of.
    """

    question: int
    at: str
    words: str
    known: Sequence[str] = ()


#: Says what is wrong with a text of a section, given its question's heading and its place.
Look = Callable[[SectionKind, Text, str, Place], Iterable[Verdict]]


@dataclass(frozen=True)
class TextRule(Rule):
    """A rule about the long texts of any section: `given` reads those that it looks at."""

    look: Look = field(kw_only=True)

    def speaks_of(self, section: SectionKind) -> bool:
        return any(column.is_prose for column in section.columns)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, list[Verdict]]:
        texts: Mapping[int, Sequence[Text]] = round.facts(self.given)
        return {pk: list(self._verdicts(section, found)) for pk, found in texts.items()}

    def _verdicts(self, section: SectionKind, texts: Sequence[Text]) -> Iterator[Verdict]:
        asked = {question.pk: section.column(key) for key, question in section.questions.items()}
        for text in sorted(texts):
            column = asked.get(text.question)
            if column is not None and column.is_prose:
                place = Place(section.uid_of(text.at), column.key)
                yield from self.look(section, text, column.heading, place)


def text_rule(id: str, given: Given) -> Callable[[Look], Look]:
    """Register a function as the rule `id` about the texts that `given` reads."""

    def register(look: Look) -> Look:
        enter(TextRule(id, "", given, _as_found, look=look))
        return look

    return register


def _as_found(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    return verdicts
