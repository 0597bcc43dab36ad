"""The rule that texts keep to the words they may have, where an edition sets a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from bcf.editions.limits import RULE
from bcf.figures import number, plural
from bcf.submissions.sections import sections_of
from bcf.submissions.texts import all_texts

from .findings import Verdict, fails
from .registry import Round
from .texts import Placed, Text, text_rule

#: How many words a text may have, by its question's key.
Limits = Mapping[str, Decimal]
NO_LIMITS: Limits = MappingProxyType({})


def limited(round: Round) -> Mapping[int, list[Text]]:
    """The texts of each version for whose question the edition sets a limit."""
    limits = round.settings[RULE].parameters.get("limits", {})
    asked = [
        section.questions[key].pk
        for section in sections_of(round.collection)
        for key in limits.keys() & section.questions.keys()
    ]
    found: dict[int, list[Text]] = defaultdict(list)
    for version, *text in all_texts(round.versions, lambda texts: texts.filter(asked__in=asked)):
        found[version].append(Text(*text))
    return {version.pk: found[version.pk] for version in round.versions}


@text_rule(RULE, limited)
def texts_keep_to_their_words(it: Placed, limits: Limits = NO_LIMITS) -> Iterator[Verdict]:
    """No text has more words than its limit. They are counted as under its box."""
    most, has = limits.get(it.place.column), len(it.text.words.split())
    if most is not None and has > most:
        facts = {"heading": it.heading, "has": plural(has, "word"), "most": number(most)}
        detail = "Count what the form counts, and shorten it if you must."
        yield fails("{heading}: {has}, and the limit is {most}.", detail, it.place, facts)
