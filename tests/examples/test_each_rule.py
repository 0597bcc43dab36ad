"""Each rule, broken in a plan of Exampleshire's that is otherwise complete."""

from functools import cache

import pytest

from bcf.approvals.acts import withdraw
from bcf.approvals.models import Approval
from bcf.editions.models import RuleSetting
from tests.approvals.given import give_all
from tests.factories import TWO_YEARS

from .changes import Case, Outcomes, fail, left_open, said
from .each_rule import cover, expenditure, income, metrics, minimums, texts
from .reading import EXAMPLESHIRE, version_of

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
EVERY = [*CASES, *PUBLISHED]

#: Rules that no plan fails, with the outcome that they have instead, and why.
NEVER_FAIL = {
    "R-CAP-003": ("cannot be checked", "the surplus is worked out, from months that may be empty"),
    "R-CHK-009": ("holds", "earlier figures are read from the plan itself, and cannot be typed"),
    "R-INC-007": ("cannot be checked", "the pool is worked out, from amounts that may be empty"),
    "R-EXP-013": ("holds", "a line has room for one source"),
    "R-EXP-015": ("holds", "shares are worked out"),
    "R-EXP-017": ("cannot be checked", "a person judges what the money is for"),
    "R-EXP-018": ("cannot be checked", "a person judges what the money is for"),
    "R-EXP-019": ("cannot be checked", "a person judges what the money is for"),
    "R-EXP-020": ("cannot be checked", "a person judges what the money is for"),
    "R-MET-004": ("cannot be checked", "a person judges whether the winter plan is agreed"),
    "R-MIN-002": ("cannot be checked", "the sum is worked out, from lines that may have gaps"),
    "R-MIN-004": ("cannot be checked", "the sum is worked out, from lines that may have gaps"),
    "R-MIN-006": ("holds", "it says with what figure a plan is compared"),
}


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


def test_every_rule_of_every_edition_is_broken_by_some_change() -> None:
    shown = {pair for case in EVERY for pair in case.leaves} | fail("R-COV-005")
    broken = {rule for rule, outcome in shown if outcome == "fails"}
    asked = set(RuleSetting.objects.values_list("rule", flat=True))
    assert asked - broken == NEVER_FAIL.keys()


def test_the_other_rules_have_the_outcome_that_they_can_have() -> None:
    told = {pair for case in EVERY for pair in case.leaves | complete(case.collection)}
    assert {(rule, outcome) for rule, (outcome, _) in NEVER_FAIL.items()} <= told
