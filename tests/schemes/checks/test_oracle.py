"""Random plans get the same verdicts from the product's few statements and from slow rules."""

from __future__ import annotations

import itertools
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bcf.answers.models import Answer
from bcf.boards.models import Organisation
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import Question
from bcf.submissions.models import Version
from schemes.models import ExpenditureLine
from tests.chance import EXAMPLES
from tests.schemes.checks.oracle import Oracle, Told
from tests.schemes.plans import Plan, about_money, empty_plan, organisation

CODES = itertools.count()
AMOUNTS = ["1000"] * 6 + [None, "0", "0.50", "1", "500", "999.99", "1000.01", "2000"]

COMMON = [None, "dfg-related-schemes", "carers-services", "other"]
TYPES = {
    "2023-25-plan": [*COMMON, "urgent-community-response", *["enablers-for-integration"] * 3],
    "2019-20-plan": [*COMMON, "home-care-or-domiciliary-care", *["community-based-schemes"] * 3],
}
AREAS = [None, "acute", "other", "primary-care", *["social-care"] * 3]
SOURCES = {
    "2023-25-plan": ["dfg", "min_nhs", "ibcf", "disch_la", "disch_icb", "add_la", "add_nhs"],
    "2019-20-plan": ["dfg", "min_nhs", "ibcf", "winter", "add_la", "add_nhs"],
}
NHS_PAYS = {"min_nhs", "disch_icb", "add_nhs"}


class Drawn:
    """A random plan in the database: mostly sound, so that every rule has its say."""

    def __init__(self, collection: str, chance: Random) -> None:
        code = f"H{next(CODES):05}"
        self.chance = chance
        self.collection = collection
        self.plan = empty_plan(collection, code, two_tier=chance.random() < 0.3)
        self.shared = organisation("HSHARED", "icb")  # an NHS body of every board drawn
        self.district = organisation(f"{code}D", "district")
        for source in SOURCES[collection]:
            self.publish(source)
            if chance.random() < (0.5 if source.startswith("add") else 0.95):
                self.gives(source)
        for minimum in ("asc_min", "nhs_ooh"):
            if chance.random() < 0.9:
                self.publish_minimum(minimum)
        for _ in range(chance.choice([0, 1, 3, 5, 5, 8])):
            self.spends()

    def amounts(self) -> tuple[str | None, ...]:
        return tuple(self.chance.choice(AMOUNTS) for _ in self.plan.years)

    def payer(self, source: str) -> Organisation | None:
        if self.chance.random() < 0.1:
            return None
        if source not in NHS_PAYS:
            return self.plan.council
        return self.chance.choice([self.plan.nhs, self.plan.nhs, self.shared])

    def publish(self, source: str) -> None:
        shared = source == "disch_icb"
        for _ in range(self.chance.choice([0, 1, 1, 1, 1, 2])):
            payer = self.payer(source)
            if payer or not shared:
                self.plan.publish(source, self.amounts(), payer, board=not shared)

    def publish_minimum(self, minimum: str) -> None:
        previous = self.chance.choice(["946.43", "946.43", "946.43", "940", None])
        uplift = self.chance.choice(["5.66", "5.66", "0", None])
        self.plan.publish(minimum, self.amounts(), None, previous, uplift)

    def gives(self, source: str) -> None:
        comment = self.chance.choice(["", "For carers."])
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            self.plan.gives(source, self.amounts(), self.payer(source), comment)
        if source == "dfg" and self.chance.random() < 0.7:
            self.plan.gives(source, self.amounts(), self.district, "", breakdown=True)

    def spends(self) -> None:
        chance, lists = self.chance, self.plan.lists
        kind = chance.choice(TYPES[self.collection])
        sub_types = [key for of, key in lists.sub_types if of == kind]
        source = chance.choice([None, "min_nhs", "min_nhs", *SOURCES[self.collection]])
        line = self.plan.spends(
            source,
            self.amounts(),
            outputs=self.amounts() if chance.random() < 0.6 else None,
            scheme=chance.choice(
                [None, ("1", "Home care"), ("1", "Care"), ("2", ""), ("", "Care"), ("3", "Nursing")]
            ),
            description=chance.choice(["", "Home care", "Visits.", "Visits."]),
            scheme_type=kind,
            sub_type=chance.choice([*sub_types, "other", None]) if sub_types else None,
            area_of_spend=chance.choice(AREAS),
            commissioner=chance.choice([None, "la", "nhs", "nhs", "joint"]),
            provider=chance.choice([None, "local-authority", "local-authority"]),
            nhs_share=chance.choice([None, None, Decimal(0), Decimal("33.33"), Decimal(100)]),
        )
        self.spoil(line)

    def spoil(self, line: ExpenditureLine) -> None:
        """A sub type of another type, a unit, answers: each now and then."""
        lists = self.plan.lists
        if self.chance.random() < 0.1:
            self.plan.change(line, sub_type=lists.sub_types["residential-placements", "other"])
        if self.chance.random() < 0.5 and self.collection == "2019-20-plan":
            units = [pk for (name, _), pk in lists.choices.items() if name == "unit"]
            self.plan.change(line, unit=units[0])
        for key in ("scheme_type_other", "area_other"):
            if self.chance.random() < 0.5:
                question = Question.objects.get(section__collection=self.plan.collection, key=key)
                Answer.objects.create(
                    version=self.plan.version, question=question, row=str(line.uid), text="Sitters"
                )


def told(findings: list[Finding]) -> set[Told]:
    return {(f.rule, str(f.outcome), f.row, f.column, f.subject, f.year) for f in findings}


def tied(drawn: list[Drawn]) -> dict[str, set[int]]:
    """The boards of each NHS body, as `empty_plan` ties them."""
    return {d.plan.nhs.code: {d.plan.board.pk} for d in drawn}


@pytest.mark.parametrize("collection", ["2023-25-plan", "2019-20-plan"])
def test_both_say_the_same(collection: str, reference: None) -> None:
    others = list(Version.objects.filter(submission__collection__code=collection))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def agree(seed: int) -> None:
        with transaction.atomic():
            chance = Random(seed)
            drawn = [Drawn(collection, chance) for _ in range(chance.choice([1, 2, 3]))]
            versions = [d.plan.version for d in drawn]
            findings = check(versions)
            for version in versions:
                oracle = Oracle(version, [*others, *versions], tied(drawn))
                assert told(about_money(findings[version.pk])) == oracle.verdicts()
            transaction.set_rollback(True)

    agree()


def test_sound_plans_too(plan: Plan, older: Plan) -> None:
    for sound in (plan, older):
        oracle = Oracle(sound.version, [], {sound.nhs.code: {sound.board.pk}})
        assert told(sound.findings()) == oracle.verdicts()
