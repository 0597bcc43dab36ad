"""Rules about single rows: conditions in the database, one statement for all of a section's.

Only rows that a rule has something to say of leave the database, and one of each plan, which
tells that it has rows at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from bcf.figures import plural
from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind

from .findings import Facts, Outcome, Place, Verdict, fails, unknown
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

    def verdict(self, uid: str, name: str) -> Verdict:
        """What is said of the row with this uid and name."""
        return fails(
            self.message,
            self.detail,
            Place(uid, self.column, year=self.year),
            {**self.facts, "row": name},
            missing=self.missing,
            severity=self.severity,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Blank:
    """A cell that decides what a rule says of a row, and is empty: then nobody can tell.

    `message` is filled with {rows}, how many there are, each of them a `noun`. `column` is the
    key of the empty cell.
    """

    when: Q
    message: str
    facts: Facts = field(default_factory=dict)
    column: str = ""
    noun: str = "row"

    def verdict(self, uids: Sequence[str]) -> Verdict:
        """What is said of all such rows together, at the first of them."""
        facts = {**self.facts, "rows": plural(len(uids), self.noun)}
        return unknown(self.message, place=Place(uids[0], self.column), facts=facts)


Case = Breach | Blank


class Rows(Protocol):
    """A section's rows as its rules see them."""

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows of the versions asked about, in order, ready for the conditions of cases."""

    @property
    def name(self) -> Combinable:
        """What a row is called in a sentence."""


R = TypeVar("R", bound=Rows)
Cases = Callable[[R], Iterable[Case]]


@dataclass(slots=True)
class PlanRows:
    """The rows of one plan: whether there are any, and what each rule says of them."""

    any: bool = False
    broken: dict[str, list[Verdict]] = field(default_factory=dict)
    blank: dict[str, dict[Blank, list[str]]] = field(default_factory=dict)

    def add(self, rule: str, case: Case, uid: str, name: str) -> None:
        """A case of a rule is true of the row with this uid and name."""
        if isinstance(case, Blank):
            self.blank.setdefault(rule, {}).setdefault(case, []).append(uid)
        else:
            self.broken.setdefault(rule, []).append(case.verdict(uid, name))

    def verdicts(self, rule: str) -> list[Verdict]:
        """What breaks a rule, row by row, then what leaves it open."""
        blank = self.blank.get(rule, {})
        return [*self.broken.get(rule, ()), *(case.verdict(blank[case]) for case in blank)]


class Statement(NamedTuple):
    """The cases of some rules, each with its rule's id, and the rows any of them is true of.

    A row is its version, uid and name, and whether each case is true of it.
    """

    cases: list[tuple[str, Case]]
    rows: Kept


class RowRules(Generic[R]):
    """The row rules of one kind of section, read together."""

    def __init__(self, kind: str, rows: Callable[[Any], R]) -> None:
        self.kind = kind
        self.rows = rows
        self.cases: dict[str, Cases[R]] = {}
        self.statement = lru_cache(maxsize=32)(self._statement)

    def rule(self, id: str, *, holds: str) -> Callable[[Cases[R]], Cases[R]]:
        """Register a function that gives the cases of rule `id` from the rows' columns.

        `holds` is what is said of a plan with rows, none of which breaks the rule or leaves
        it open. A plan without a row is neither: there is nothing to speak of.
        """
        sound = [Verdict(Outcome.HOLDS, holds)]

        def register(cases: Cases[R]) -> Cases[R]:
            self.cases[id] = cases

            @rule(id, self.kind, self.read)
            def judge(plan: PlanRows) -> Iterable[Verdict]:
                return plan.verdicts(id) or (sound if plan.any else ())

            return cases

        return register

    def read(self, round: Round) -> dict[int, PlanRows]:
        """What the rules of the edition say of the rows of each version."""
        asked = tuple(id for id in self.cases if id in round.settings)
        cases, statement = self.statement(round.sections[self.kind], asked)
        plans = {version.pk: PlanRows() for version in round.versions}
        for version, uid, name, *flags in statement.run(versions=list(plans)):
            plan = plans[version]
            plan.any = True
            for (id, case), is_true in zip(cases, flags, strict=True):
                if is_true:
                    plan.add(id, case, uid, name)
        return plans

    def _statement(self, section: SectionKind, rules: tuple[str, ...]) -> Statement:
        rows = self.rows(section)
        cases = [(id, case) for id in rules for case in self.cases[id](rows)]
        flags = {f"case_{place}": case.when for place, (_, case) in enumerate(cases)}
        of_version = rows.rows.filter(version=OuterRef("pk")).order_by().values("pk")[:1]
        one_of_each = Version.objects.filter(pk__any_of=VERSIONS).values(one=Subquery(of_version))
        wanted = reduce(or_, flags.values(), Q(pk__in=one_of_each))
        uid = Cast("uid", TextField())
        found = rows.rows.filter(wanted).annotate(row_uid=uid, row_name=rows.name, **flags)
        told = found.values_list("version", "row_uid", "row_name", *flags)
        return Statement(cases, Kept(lambda: told))
