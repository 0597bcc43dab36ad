"""Each rule, broken in a plan of Exampleshire's that is otherwise complete."""

from functools import cache

import pytest

from bcf.approvals.acts import withdraw
from bcf.approvals.models import Approval
from bcf.editions.models import RuleSetting
from tests.approvals.given import give_all
from tests.factories import TWO_YEARS, plan

from .changes import Case, Outcomes, cannot_be_checked, fail, left_open, said, typed
from .each_rule import cover, expenditure, income, metrics, minimums, texts
from .reading import EXAMPLESHIRE, SAMPLETON, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]

CASES = [
    *income.CASES,
    *expenditure.CASES,
    *minimums.CASES,
    *cover.CASES,
    *metrics.CASES,
    *texts.CASES,
]
#: What is published is kept in memory while it stays as it is: these change it.
PUBLISHED = [*income.PUBLISHED, *minimums.PUBLISHED, *metrics.PUBLISHED]

#: Rules that no plan fails, with the outcome that they have instead, and why.
NEVER_FAIL = {
    "R-CAP-003": ("cannot be checked", "the surplus is worked out, from months that may be empty"),
    "R-CHK-009": ("holds", "earlier figures are read from the plan itself, and cannot be typed"),
    "R-INC-007": ("cannot be checked", "the pool is worked out, from amounts that may be empty"),
    "R-EXP-013": ("holds", "a line has room for one source"),
    "R-EXP-015": ("holds", "shares are worked out"),
    "R-EXP-017": ("cannot be checked", "a person judges what the money is for"),
    "R-EXP-018": ("cannot be checked", "a person judges what the money is for"),
    "R-EXP-020": ("cannot be checked", "a person judges what the money is for"),
    "R-MIN-002": ("cannot be checked", "the sum is worked out, from lines that may have gaps"),
    "R-MIN-004": ("cannot be checked", "the sum is worked out, from lines that may have gaps"),
    "R-MIN-006": ("holds", "it says with what figure a plan is compared"),
}

#: An update that has just begun says this; another of its rules is broken below.
UPDATE = "2024-25-update"
EARLIER_FIGURES = {("R-CHK-009", "holds")}
SURPLUS = cannot_be_checked("R-CAP-003")
NOT_AGREED = fail("R-CAP-005")


@cache
def complete(collection: str) -> Outcomes:
    """What the rules say of Exampleshire's plan as it is, which nobody has approved yet."""
    return said(version_of(EXAMPLESHIRE, collection))


def leaves_exactly(case: Case) -> None:
    before = left_open(complete(case.collection))
    version = version_of(EXAMPLESHIRE, case.collection)
    case.change(version)
    assert left_open(said(version)) == before | case.leaves
    assert before.isdisjoint(case.leaves), "this was open before the change"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_change_of_the_plan_leaves_exactly_this_open(case: Case) -> None:
    leaves_exactly(case)


@pytest.mark.usefixtures("changed_reference")
@pytest.mark.parametrize("case", PUBLISHED, ids=str)
def test_a_change_of_what_is_published_leaves_exactly_this_open(case: Case) -> None:
    leaves_exactly(case)


def test_an_approval_that_is_taken_back_leaves_exactly_this_open() -> None:
    approved = left_open(complete(TWO_YEARS)) - fail("R-COV-005")
    give_all(version_of(EXAMPLESHIRE, TWO_YEARS))
    assert left_open(said(version_of(EXAMPLESHIRE, TWO_YEARS))) == approved
    approval = Approval.objects.filter(matter="plan").first()
    withdraw(approval, reason="A figure is wrong", by=approval.by)
    assert left_open(said(version_of(EXAMPLESHIRE, TWO_YEARS))) == approved | fail("R-COV-005")


def test_an_update_says_this_by_itself() -> None:
    assert said(plan(SAMPLETON, UPDATE)) >= EARLIER_FIGURES | SURPLUS


def test_an_update_whose_capacity_is_not_agreed_says_so() -> None:
    version = plan(SAMPLETON, UPDATE)
    before = left_open(said(version))
    typed("cover", {"capacity_agreed": "no"})(version)
    assert left_open(said(version)) == before - cannot_be_checked("R-CAP-005") | NOT_AGREED


def test_every_rule_is_broken_by_some_change() -> None:
    cases = [*CASES, *PUBLISHED]
    collections = {case.collection for case in cases}
    asked = RuleSetting.objects.filter(edition__collections__code__in=collections)
    shown = {pair for case in cases for pair in case.leaves} | fail("R-COV-005") | NOT_AGREED
    broken = {rule for rule, outcome in shown if outcome == "fails"}
    assert set(asked.values_list("rule", flat=True)) - broken == NEVER_FAIL.keys()


def test_the_other_rules_have_the_outcome_that_they_can_have() -> None:
    cases = [*CASES, *PUBLISHED]
    told = {pair for case in cases for pair in case.leaves} | EARLIER_FIGURES | SURPLUS
    told |= {pair for case in cases for pair in complete(case.collection)}
    outcomes = {(rule, outcome) for rule, (outcome, _) in NEVER_FAIL.items()}
    assert outcomes <= told
