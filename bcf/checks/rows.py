"""Rules about single rows: conditions in the database, one query for all of a section's.

Only rows that break a rule leave the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Count, Q, QuerySet

from bcf.editions.models import RuleSetting
from bcf.submissions.models import Version

from .findings import Facts, Outcome, Place, Verdict, fails
from .registry import Round, rule


@dataclass(frozen=True, slots=True)
class Breach:
    """One way for a row to break a rule, and what is then said, with {row} for the row.

    `column` is the key of the cell to mend, and `missing` says that nothing stands in it.
    """

    when: Q
    message: str
    detail: str = ""
    facts: Facts = field(default_factory=dict)
    column: str = ""
    year: str = ""
    missing: bool = False
    severity: str = ""

    def verdict(self, uid: object, name: str) -> Verdict:
        """What is said of the row with this uid and name."""
        return fails(
            self.message,
            self.detail,
            Place(str(uid), self.column, year=self.year),
            {**self.facts, "row": name},
            missing=self.missing,
            severity=self.severity,
        )


class Rows(Protocol):
    """A section's rows as its rules see them."""

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows, ready for the conditions of breaches."""

    def names(self, versions: Iterable[int]) -> Mapping[int, str]:
        """What each row of these versions is called in a sentence, by the row's id."""


R = TypeVar("R", bound=Rows)


@dataclass(slots=True)
class PlanRows:
    """The rows of one plan: how many there are, and what breaks each rule."""

    count: int = 0
    broken: dict[str, list[Verdict]] = field(default_factory=dict)


class RowRules(Generic[R]):
    """The row rules of one kind of section, read together."""

    def __init__(self, kind: str, rows: Callable[[Any, Sequence[Version]], R]) -> None:
        self.kind = kind
        self.rows = rows
        self.breaches: dict[str, Callable[[R], Iterable[Breach]]] = {}

    def rule(
        self, id: str, *, holds: str
    ) -> Callable[[Callable[[R], Iterable[Breach]]], Callable[[R], Iterable[Breach]]]:
        """Register a function that gives the breaches of rule `id` from the rows' columns.

        `holds` is what is said of a plan with rows, none of which breaks the rule. A plan
        without a row is neither: there is nothing to speak of.
        """

        def register(breaches: Callable[[R], Iterable[Breach]]) -> Callable[[R], Iterable[Breach]]:
            self.breaches[id] = breaches

            @rule(id, self.kind, self.read)
            def judge(plan: PlanRows) -> Iterator[Verdict]:
                if broken := plan.broken.get(id):
                    yield from broken
                elif plan.count:
                    yield Verdict(Outcome.HOLDS, holds)

            return breaches

        return register

    def read(self, round: Round) -> dict[int, PlanRows]:
        """The rows of each version that break a rule of the edition."""
        rows = self.rows(round.sections[self.kind], round.versions)
        plans = {version.pk: PlanRows() for version in round.versions}
        for version, count in rows.rows.order_by().values_list("version").annotate(Count("pk")):
            plans[version].count = count
        if breaches := list(self._breaches(rows, round.settings)):
            _read_broken(rows, breaches, plans)
        return plans

    def _breaches(
        self, rows: R, settings: Mapping[str, RuleSetting]
    ) -> Iterator[tuple[str, Breach]]:
        for id, breaches in self.breaches.items():
            if id in settings:
                for breach in breaches(rows):
                    yield id, breach


def _read_broken(
    rows: Rows, breaches: list[tuple[str, Breach]], plans: Mapping[int, PlanRows]
) -> None:
    flags = {f"breach_{place}": breach.when for place, (_, breach) in enumerate(breaches)}
    broken = rows.rows.filter(reduce(or_, flags.values())).annotate(**flags)
    found = list(broken.values_list("pk", "version", "uid", *flags))
    names = rows.names({version for _, version, *_ in found}) if found else {}
    for pk, version, uid, *broke in found:
        for (id, breach), breaks in zip(breaches, broke, strict=True):
            if breaks:
                verdict = breach.verdict(uid, names[pk])
                plans[version].broken.setdefault(id, []).append(verdict)
