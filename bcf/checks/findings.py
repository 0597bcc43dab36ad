"""What a rule says of a plan, and where.

There are three outcomes. *Cannot be checked* is one of its own: a figure that nobody knows
yet never counts as a pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from bcf.editions.models import Severity
from bcf.figures import money

#: What a sentence is filled with: amounts in pounds, and words as they stand.
Fact = Decimal | str | int
Facts = Mapping[str, Fact]


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """The outcome as people and files read it."""
        return "cannot be checked" if self is Outcome.UNKNOWN else self.value


class Place(NamedTuple):
    """Where in a section: the cell to mend, and the source or minimum and year spoken of.

    `row` is a uid, the others are keys; each is empty where there is none.
    """

    row: str = ""
    column: str = ""
    subject: str = ""
    year: str = ""


NOWHERE = Place()
NO_FACTS: Facts = MappingProxyType({})


class Verdict(NamedTuple):
    """What one rule says about one thing in one plan.

    `message` says in a sentence what is wrong, the amount first; `detail` gives the figures
    or the remedy. Both may name facts and the {year} in braces: they are written out only
    when read, as most verdicts are only counted. `missing`: nothing was typed in a cell that
    needs something. `judgement`: no figure could answer it, only a person. `severity` may
    lower the edition's to a warning.
    """

    outcome: Outcome
    message: str
    detail: str = ""
    place: Place = NOWHERE
    facts: Facts = NO_FACTS
    missing: bool = False
    judgement: bool = False
    severity: str = ""


holds = partial(Verdict, Outcome.HOLDS)
fails = partial(Verdict, Outcome.FAILS)
unknown = partial(Verdict, Outcome.UNKNOWN)


class Finding(NamedTuple):
    """A verdict of a rule and where it stands: the version (its id), the section, the cell."""

    version: int
    section: str
    rule: str
    severity: str
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome

    @property
    def row(self) -> str:
        """The uid of the row to mend; empty when the finding is about the whole section."""
        return self.verdict.place.row

    @property
    def column(self) -> str:
        """The key of the column to mend; empty when there is no one cell."""
        return self.verdict.place.column

    @property
    def subject(self) -> str:
        """The key of the source of funding or of the minimum spoken of, if any."""
        return self.verdict.place.subject

    @property
    def year(self) -> str:
        """The financial year spoken of; empty when it is all of them."""
        return self.verdict.place.year

    @property
    def missing(self) -> bool:
        """Nothing was typed in a cell that needs something."""
        return self.verdict.missing

    @property
    def judgement(self) -> bool:
        """Only a person can answer it; no missing figure would."""
        return self.verdict.judgement

    @property
    def figures(self) -> dict[str, Decimal]:
        """The amounts behind the sentence, in pounds, by name."""
        facts = self.verdict.facts.items()
        return {name: fact for name, fact in facts if isinstance(fact, Decimal)}

    @property
    def message(self) -> str:
        return self._written(self.verdict.message)

    @property
    def detail(self) -> str:
        return self._written(self.verdict.detail)

    @property
    def stops(self) -> bool:
        """Whether it stops the plan being sent."""
        return self.outcome is Outcome.FAILS and self.severity == Severity.ERROR

    @property
    def state(self) -> str:
        """The key of its state in `bcf.words`: holds, unknown, warns, missing or fails."""
        if self.outcome is not Outcome.FAILS:
            return str(self.outcome)
        if self.severity == Severity.WARNING:
            return "warns"
        return "missing" if self.missing else "fails"

    def _written(self, sentence: str) -> str:
        words: dict[str, Fact] = {"year": self.year}
        for name, fact in self.verdict.facts.items():
            words[name] = money(fact) if isinstance(fact, Decimal) else fact
        return sentence.format_map(words)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each kind, by the keys of `bcf.words.COUNTS`."""
    states = Counter("fails" if f.state == "missing" else f.state for f in findings)
    return {key: states[key] for key in ("fails", "warns", "unknown", "holds")}
