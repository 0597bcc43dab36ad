"""Rules about long texts, in whichever section they are asked for: each is looked at by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import chain
from typing import Any, NamedTuple

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


class Placed(NamedTuple):
    """A text in its section, under its question's heading, in its cell."""

    section: SectionKind
    text: Text
    heading: str
    place: Place


#: Says what is wrong with a text; after it come the edition's parameters, by name.
Look = Callable[..., Iterable[Verdict]]


@dataclass(frozen=True)
class TextRule(Rule):
    """A rule about the long texts of any section: `given` reads those that it looks at."""

    def speaks_of(self, section: SectionKind) -> bool:
        return any(column.is_prose for column in section.columns)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, list[Placed]]:
        texts: Mapping[int, Sequence[Text]] = round.facts(self.given)
        return {pk: list(_placed(section, found)) for pk, found in texts.items()}


def _placed(section: SectionKind, texts: Sequence[Text]) -> Iterator[Placed]:
    """Those of the texts that stand in a section."""
    asked = {question.pk: section.column(key) for key, question in section.questions.items()}
    for text in sorted(texts):
        column = asked.get(text.question)
        if column is not None and column.is_prose:
            place = Place(section.uid_of(text.at), column.key)
            yield Placed(section, text, column.heading, place)


def text_rule(id: str, given: Given) -> Callable[[Look], Look]:
    """Register a function as the rule `id` about the texts that `given` reads."""

    def register(look: Look) -> Look:
        @wraps(look)  # so that it has the parameters of `look`
        def judge(texts: Iterable[Placed], **parameters: Any) -> Iterable[Verdict]:
            return chain.from_iterable(look(text, **parameters) for text in texts)

        enter(TextRule(id, "", given, judge))
        return look

    return register
