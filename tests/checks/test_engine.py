"""The engine: which rules are asked, of which facts, and how grave their answers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from bcf.checks import registry
from bcf.checks.engine import check, totals
from bcf.checks.findings import Verdict, fails, holds
from bcf.checks.registry import Round, rule
from bcf.editions.models import Edition, RuleSetting
from bcf.submissions.models import Version
from tests.schemes.plans import empty_plan

INCOME = "schemes.sections.Income"
EXPENDITURE = "schemes.sections.Expenditure"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions", "only_these_rules")]


@pytest.fixture
def only_these_rules(editions: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule is known and none is set; each test writes its own."""
    registry.load_rules()
    monkeypatch.setattr(registry, "RULES", {})
    monkeypatch.setattr("bcf.checks.engine.load_rules", lambda: registry.RULES)
    RuleSetting.objects.all().delete()


def numbers(round: Round) -> Mapping[int, int]:
    return {version.pk: place for place, version in enumerate(round.versions)}


def set_rule(id: str, edition: str = "2023-25", **fields: object) -> None:
    RuleSetting.objects.create(
        edition=Edition.objects.get(code=edition),
        rule=id,
        title=id,
        **{"severity": "error", "rule_standing": "C", **fields},
    )


def open_version(code: str = "E01", collection: str = "2023-25-plan") -> Version:
    return empty_plan(collection, code).version


def test_asks_each_rule_of_the_edition_about_each_version() -> None:
    @rule("R-T-001", INCOME, numbers)
    def first(number: int) -> Iterator[Verdict]:
        yield holds(f"Number {number}.")

    set_rule("R-T-001")
    one, two = open_version("E01"), open_version("E02")
    findings = check([two, one])
    assert [f.message for f in findings[one.pk]] == ["Number 0."]
    assert [f.message for f in findings[two.pk]] == ["Number 1."]
    (found,) = findings[one.pk]
    assert (found.version, found.section, found.rule) == (one.pk, "income", "R-T-001")


def test_leaves_out_rules_that_the_edition_does_not_set() -> None:
    @rule("R-T-001", INCOME, numbers)
    def first(number: int) -> Iterator[Verdict]:
        yield holds("")

    set_rule("R-T-001", "2019-20")
    version = open_version()
    assert check([version]) == {version.pk: []}


def test_tells_findings_section_by_section_then_rule_by_rule() -> None:
    def say(facts: int) -> Iterator[Verdict]:
        yield holds("")

    for id, section in (("R-T-1", EXPENDITURE), ("R-T-3", INCOME), ("R-T-2", INCOME)):
        rule(id, section, numbers)(say)
        set_rule(id)
    version = open_version()
    told = [(f.section, f.rule) for f in check([version])[version.pk]]
    assert told == [("income", "R-T-2"), ("income", "R-T-3"), ("expenditure", "R-T-1")]


def test_leaves_out_rules_about_sections_that_the_collection_has_not() -> None:
    @rule("R-T-001", "returns.sections.Spending", numbers)
    def first(number: int) -> Iterator[Verdict]:
        yield holds("")

    set_rule("R-T-001")
    version = open_version()
    assert check([version])[version.pk] == []


def test_reads_the_facts_of_several_rules_once() -> None:
    read = []

    def counted(round: Round) -> Mapping[int, int]:
        read.append(len(round.versions))
        return numbers(round)

    def say(facts: int) -> Iterator[Verdict]:
        yield holds("")

    for id, section in (("R-T-1", INCOME), ("R-T-2", EXPENDITURE), ("R-T-3", INCOME)):
        rule(id, section, counted)(say)
        set_rule(id)
    check([open_version("E01"), open_version("E02")])
    assert read == [2]


def test_checks_each_collection_by_its_own_edition() -> None:
    @rule("R-T-001", INCOME, numbers)
    def first(number: int) -> Iterator[Verdict]:
        yield holds("")

    set_rule("R-T-001", "2019-20")
    new, old = open_version("E01"), open_version("E02", "2019-20-plan")
    newer = open_version("E03")
    findings = check([new, old, newer])
    assert {pk: len(found) for pk, found in findings.items()} == {
        new.pk: 0,
        old.pk: 1,
        newer.pk: 0,
    }


@pytest.mark.parametrize(
    ("severity", "standing", "lowered", "told"),
    [
        ("error", "C", "", "error"),
        ("error", "I", "", "error"),
        ("error", "U", "", "warning"),
        ("warning", "C", "", "warning"),
        ("error", "C", "warning", "warning"),
        ("warning", "C", "error", "warning"),
    ],
)
def test_an_unconfirmed_rule_only_warns_and_a_verdict_may_lower_but_not_raise(
    severity: str, standing: str, lowered: str, told: str
) -> None:
    @rule("R-T-001", INCOME, numbers)
    def first(number: int) -> Iterator[Verdict]:
        yield fails("", severity=lowered)

    set_rule("R-T-001", severity=severity, rule_standing=standing)
    version = open_version()
    (found,) = check([version])[version.pk]
    assert found.severity == told


def test_gives_a_rule_the_editions_parameters() -> None:
    @rule("R-T-001", INCOME, numbers)
    def first(number: int, share: Decimal = Decimal("0.1")) -> Iterator[Verdict]:
        yield holds("", facts={"share": share})

    set_rule("R-T-001", parameters={"share": 0.25})
    version = open_version()
    (found,) = check([version])[version.pk]
    assert found.figures == {"share": Decimal("0.25")}


def test_checks_nothing_when_given_nothing() -> None:
    assert check([]) == {}


def test_tells_the_totals_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bcf.checks.engine.TOTALS", {"lines": lambda vs: {v.pk: 3 for v in vs}})
    version = open_version()
    assert totals([version]) == {version.pk: {"lines": 3}}
