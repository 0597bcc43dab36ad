"""What sections of figures have in common: rows of the edition, read for many plans at once."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from bcf.answers.models import Answer
from bcf.answers.sections import FixedRows
from bcf.checks.registry import Round
from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.tables import Value

#: What was typed into a section's rows: by the row's key and the column's.
Rows = dict[str, dict[str, Value]]


class Figured(FixedRows):
    """Rows of the edition with figures that rules compare, read for many plans at once."""

    @cached_property
    def names(self) -> dict[str, str]:
        """What each row is called in a sentence, by its key: in full, as many look alike."""
        return {row.key: row.label for row in self.section.rows.all()}

    @abstractmethod
    def facts(self, round: Round) -> Mapping[int, Sequence[Any]]:
        """What rules are given of each version, by its id."""

    def held(self, round: Round) -> Iterator[tuple[Version, Rows]]:
        """What was typed into each version's rows."""
        typed = round.facts(figures_typed)
        for version in round.versions:
            yield version, typed[version.pk][self.key]


def figures_typed(round: Round) -> dict[int, dict[str, Rows]]:
    """What was typed into each section of figures, by version (its id) and section.

    One statement, however many sections and versions.
    """
    sections = [s for s in sections_of(round.collection) if isinstance(s, Figured)]
    questions = tuple(q.pk for section in sections for q in section.questions.values())
    typed: dict[int, dict[str, Rows]] = {
        version.pk: {section.key: defaultdict(dict) for section in sections}
        for version in round.versions
    }
    for version, section, row, column, number, text in _typed(questions).run(versions=list(typed)):
        typed[version][section][row][column] = text if number is None else number
    return typed


@lru_cache(maxsize=32)
def _typed(questions: tuple[int, ...]) -> Kept:
    answers = Answer.objects.filter(version__any_of=VERSIONS, question__in=questions)
    place = ("version", "question__section__key", "row", "question__key")
    return Kept(lambda: answers.values_list(*place, "number", "text"))


def number_in(value: Value) -> Decimal | None:
    """A cell's number; None where it is empty."""
    return value if isinstance(value, Decimal) else None
