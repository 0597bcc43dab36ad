"""Plans made for tests: a sound one for each edition, and ways to spoil it.

A sound plan breaks no rule. Money is given in whole strings or numbers of pounds; one
figure stands for every year, a tuple for each year, None for a cell left empty.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.checks.engine import check
from bcf.checks.findings import Finding, Outcome
from bcf.editions.models import Allocation, Choice, Collection
from bcf.submissions.models import Submission, Version
from schemes.models import (
    ExpenditureLine,
    FundingLine,
    FundingSource,
    FundingYear,
    LineYear,
    Scheme,
    SchemeType,
    SubType,
)

Money = str | int | Decimal | None
Each = Money | tuple[Money, ...]

#: What only a person can judge, in a plan that spends all the money of its edition.
TO_JUDGE = {
    "2019-20-plan": {"R-EXP-017", "R-EXP-018", "R-EXP-019"},
    "2023-25-plan": {"R-EXP-017", "R-EXP-018", "R-EXP-020"},
}

#: The rules that a line of 2023-25 leaves open while a cell that decides them is empty.
NO_TYPE = {"R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-010"}
NO_AREA = {"R-EXP-007"}
NO_COMMISSIONER = {"R-EXP-008", "R-EXP-009"}


@dataclass(frozen=True)
class Lists:
    """The ids behind an edition's keys."""

    sources: dict[str, int]
    choices: dict[tuple[str, str], int]
    types: dict[str, int]
    sub_types: dict[tuple[str, str], int]


@lru_cache
def lists_of(edition: int) -> Lists:
    return Lists(
        dict(FundingSource.objects.filter(edition=edition).values_list("key", "pk")),
        {(c.list, c.key): c.pk for c in Choice.objects.filter(edition=edition)},
        dict(SchemeType.objects.filter(edition=edition).values_list("key", "pk")),
        {
            (s.scheme_type.key, s.key): s.pk
            for s in SubType.objects.filter(scheme_type__edition=edition).select_related(
                "scheme_type"
            )
        },
    )


def organisation(code: str, kind: str) -> Organisation:
    names = {"council": "Council", "district": "District Council"}
    return Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": f"{code} {names.get(kind, kind.upper())}",
            "kind": kind,
            "active_from": datetime.date(2010, 4, 1),
        },
    )[0]


def about_money(findings: list[Finding]) -> list[Finding]:
    """What the rules say of its money: a made plan has no cover and answers no requirement."""
    return [finding for finding in findings if finding.section in ("income", "expenditure")]


@dataclass
class Plan:
    """A board's plan. `council` and `nhs` are its partners; both are tied to the board."""

    collection: Collection
    board: Board
    council: Organisation
    nhs: Organisation
    version: Version
    income: dict[str, FundingLine] = field(default_factory=dict)
    lines: list[ExpenditureLine] = field(default_factory=list)

    def again(self) -> Plan:
        """The plan as the database has it now, for a test that begins from it."""
        version = Version.objects.get(pk=self.version.pk)
        income = {source: copy(line) for source, line in self.income.items()}
        return replace(self, version=version, income=income, lines=list(map(copy, self.lines)))

    @property
    def lists(self) -> Lists:
        return lists_of(self.collection.edition_id)

    @property
    def years(self) -> list[str]:
        return list(self.collection.years.order_by("position").values_list("year", flat=True))

    def _by_year(self, amounts: Each) -> dict[str, Decimal]:
        each = amounts if isinstance(amounts, tuple) else (amounts,) * len(self.years)
        given = zip(self.years, each, strict=True)
        return {year: Decimal(str(amount)) for year, amount in given if amount is not None}

    # Income.

    def gives(
        self,
        source: str,
        amounts: Each,
        by: Organisation | None = None,
        comment: str = "",
        breakdown: bool = False,
    ) -> FundingLine:
        """Add a line of income."""
        line = FundingLine.objects.create(
            version=self.version,
            position=FundingLine.objects.filter(version=self.version).count() + 1,
            source_id=self.lists.sources[source],
            contributor=by,
            comment=comment,
            breakdown=breakdown,
        )
        self.pays(line, amounts)
        self.income.setdefault(source, line)
        return line

    def pays(self, line: FundingLine, amounts: Each) -> None:
        """Set the amounts of a line of income."""
        line.years.all().delete()
        FundingYear.objects.bulk_create(
            FundingYear(line=line, year=year, amount=amount)
            for year, amount in self._by_year(amounts).items()
        )

    def publish(
        self,
        fund: str,
        amounts: Each,
        to: Organisation | None = None,
        previous: Money = None,
        uplift: Money = None,
        board: bool = True,
    ) -> None:
        """Load an allocation or a required minimum; what stood before is gone."""
        gone = Allocation.objects.filter(fund=fund, contributor=to)
        gone.filter(board=self.board if board else None).delete()
        for year, amount in self._by_year(amounts).items():
            Allocation.objects.create(
                board=self.board if board else None,
                fund=fund,
                contributor=to,
                year=year,
                stage="final",
                published_on=datetime.date(2019, 4, 1),
                amount=amount,
                previous_amount=previous,
                uplift_percent=uplift,
            )

    def unpublish(self, fund: str) -> None:
        Allocation.objects.filter(fund=fund, board=self.board).delete()

    # Expenditure.

    def spends(self, source: str | None, amounts: Each, **cells: Any) -> ExpenditureLine:
        """Add a line of expenditure; `cells` are keys, by the model's own field names."""
        scheme = cells.pop("scheme", ("9", "Staying at home"))
        outputs = cells.pop("outputs", None)
        line = ExpenditureLine.objects.create(
            version=self.version,
            position=len(self.lines) + 1,
            scheme=scheme and self.scheme(*scheme),
            source_id=self.lists.sources[source] if source else None,
            description=cells.pop("description", "Help at home."),
            nhs_share=cells.pop("nhs_share", None),
            **self._ids(cells),
        )
        self.lines.append(line)
        self.costs(line, amounts, outputs)
        return line

    def scheme(self, code: str, name: str) -> Scheme:
        return Scheme.objects.get_or_create(version=self.version, code=code, name=name)[0]

    def _ids(self, cells: dict[str, Any]) -> dict[str, int | None]:
        lists = self.lists
        scheme_type, sub_type = cells.pop("scheme_type", "enablers-for-integration"), None
        sub_key = cells.pop("sub_type", "programme-management")
        if scheme_type and sub_key:
            sub_type = lists.sub_types[scheme_type, sub_key]
        chosen = {"area_of_spend": "social-care", "commissioner": "la", **cells}
        chosen.setdefault("provider", "local-authority")
        return {
            "scheme_type_id": scheme_type and lists.types[scheme_type],
            "sub_type_id": sub_type,
            **{f"{name}_id": key and lists.choices[name, key] for name, key in chosen.items()},
        }

    def change(self, line: ExpenditureLine, **cells: Any) -> None:
        """Set cells of a line by the model's own fields."""
        ExpenditureLine.objects.filter(pk=line.pk).update(**cells)

    def choose(self, line: ExpenditureLine, **keys: str | None) -> None:
        """Choose entries of drop-downs by their keys; None empties the cell."""
        ids = {f"{n}_id": key and self.lists.choices[n, key] for n, key in keys.items()}
        self.change(line, **ids)

    def costs(self, line: ExpenditureLine, amounts: Each, outputs: Each = None) -> None:
        """Set the amounts and outputs of a line."""
        line.years.all().delete()
        spent, made = self._by_year(amounts), self._by_year(outputs)
        LineYear.objects.bulk_create(
            LineYear(line=line, year=year, amount=spent.get(year), output=made.get(year))
            for year in self.years
            if year in spent or year in made
        )

    # What the rules say.

    def findings(self) -> list[Finding]:
        return about_money(check([self.version])[self.version.pk])

    def of(self, rule: str) -> list[Finding]:
        return [finding for finding in self.findings() if finding.rule == rule]

    def one(self, rule: str, outcome: str = "fails") -> Finding:
        """The one finding of a rule with this outcome."""
        (finding,) = [f for f in self.of(rule) if f.outcome == outcome]
        return finding

    def expect(self, fails: Iterable[str] = (), unknown: Iterable[str] = ()) -> None:
        """Exactly these rules fail, and exactly these and what a person judges are unknown."""
        findings = self.findings()
        failing = {f.rule for f in findings if f.outcome is Outcome.FAILS}
        open_ = {f.rule for f in findings if f.outcome is Outcome.UNKNOWN and not f.judgement}
        judged = {f.rule for f in findings if f.judgement}
        assert (failing, open_) == (set(fails), set(unknown)), (failing, open_)
        assert judged == TO_JUDGE[self.collection.code]


def empty_plan(collection: str, code: str, two_tier: bool = False) -> Plan:
    """A plan without rows, of a board of its own."""
    asked = Collection.objects.select_related("edition").get(code=collection)
    start = datetime.date(2010, 4, 1)
    board = Board.objects.create(
        code=code, name=f"Board {code}", two_tier=two_tier, active_from=start
    )
    council = organisation(f"{code}C", "council")
    nhs = organisation(f"{code}N", "ccg" if collection.startswith("2019") else "icb")
    for partner in (council, nhs):
        BoardLink.objects.create(board=board, organisation=partner, active_from=start)
    submission = Submission.objects.create(board=board, collection=asked)
    version = Version.objects.create(submission=submission, number=1)
    return Plan(asked, board, council, nhs, version)


def plan_2023(code: str, two_tier: bool = False) -> Plan:
    """A sound 2023-25 plan: the same in both years, both minimums met to the penny."""
    plan = empty_plan("2023-25-plan", code, two_tier)
    for source, amount in {"dfg": 1_000_000, "ibcf": 2_000_000, "disch_la": 300_000}.items():
        plan.gives(source, amount, plan.council)
        plan.publish(source, amount, plan.council)
    plan.gives("min_nhs", 10_000_000, plan.nhs)
    plan.publish("min_nhs", 10_000_000, plan.nhs)
    plan.gives("disch_icb", 200_000, plan.nhs)
    plan.publish("disch_icb", 200_000, plan.nhs, board=False)
    plan.publish("asc_min", 4_000_000, previous="3785727.81", uplift="5.66")
    plan.publish("nhs_ooh", 5_000_000)
    adapting = {"scheme_type": "dfg-related-schemes", "sub_type": "handyperson-services"}
    caring = {"scheme_type": "carers-services", "sub_type": "respite-services"}
    nhs = {"area_of_spend": "community-health", "commissioner": "nhs"}
    plan.spends("dfg", 1_000_000, scheme=("1", "Adapting homes"), outputs=50, **adapting)
    plan.spends("min_nhs", 3_900_000, scheme=("2", "Living well"))
    plan.spends("min_nhs", 100_000, scheme=("3", "Carers"), outputs=400, **caring)
    plan.spends("min_nhs", 5_000_000, scheme=("4", "Community nursing"), **nhs)
    plan.spends(
        "min_nhs", 1_000_000, scheme=("5", "Beds"), area_of_spend="acute", commissioner="nhs"
    )
    plan.spends("ibcf", 2_000_000, scheme=("6", "Care market"))
    plan.spends("disch_la", 300_000, scheme=("7", "Home first"))
    plan.spends("disch_icb", 200_000, scheme=("7", "Home first"))
    return plan


def plan_2019(code: str, two_tier: bool = False) -> Plan:
    """A sound 2019-20 plan, both minimums met to the penny."""
    plan = empty_plan("2019-20-plan", code, two_tier)
    for source, amount in {"dfg": 1_000_000, "ibcf": 2_000_000, "winter": 300_000}.items():
        plan.gives(source, amount, plan.council)
        plan.publish(source, amount, plan.council)
    plan.gives("min_nhs", 10_000_000, plan.nhs)
    plan.publish("min_nhs", 10_000_000, plan.nhs)
    plan.publish("asc_min", 4_000_000, previous="3824091.78", uplift="4.6")
    plan.publish("nhs_ooh", 5_000_000)
    plain = {"scheme_type": "community-based-schemes", "sub_type": None}
    adapting = {"scheme_type": "dfg-related-schemes", "sub_type": "adaptations"}
    nhs = {"area_of_spend": "community-health", "commissioner": "nhs"}
    plan.spends("dfg", 1_000_000, scheme=("1", "Adapting homes"), **adapting)
    plan.spends("min_nhs", 4_000_000, scheme=("2", "Living well"), **plain)
    plan.spends("min_nhs", 5_000_000, scheme=("3", "Community nursing"), **plain, **nhs)
    plan.spends("min_nhs", 1_000_000, scheme=("4", "Beds"), **plain, area_of_spend="acute")
    plan.spends("ibcf", 2_000_000, scheme=("5", "Care market"), **plain)
    plan.spends("winter", 300_000, scheme=("6", "Winter"), **plain)
    return plan


def uid(line: FundingLine | ExpenditureLine) -> str:
    return str(UUID(str(line.uid)))
