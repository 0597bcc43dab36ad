"""Each rule, broken in a plan of Exampleshire's that is otherwise complete."""

from collections.abc import Iterable
from functools import cache

import pytest

from bcf.approvals.acts import withdraw
from bcf.approvals.models import Approval
from bcf.editions.models import RuleSetting
from tests.approvals.given import give_all

from .changes import BY_TYPES, Case, Outcomes, fail, left_open, said
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
#: Collections in whose plans an approval is taken back, which breaks R-COV-005.
APPROVED = BY_TYPES

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


@pytest.mark.parametrize("collection", APPROVED)
def test_an_approval_that_is_taken_back_leaves_exactly_this_open(collection: str) -> None:
    approved = left_open(complete(collection)) - fail("R-COV-005")
    give_all(version_of(EXAMPLESHIRE, collection))
    assert left_open(said(version_of(EXAMPLESHIRE, collection))) == approved
    approval = Approval.objects.filter(matter="plan").first()
    withdraw(approval, reason="A figure is wrong", by=approval.by)
    assert left_open(said(version_of(EXAMPLESHIRE, collection))) == approved | fail("R-COV-005")


def broken_in(collections: Iterable[str]) -> set[str]:
    """The rules that some change to these collections' plans breaks."""
    shown = {pair for case in EVERY if case.collection in collections for pair in case.leaves}
    approved = {"R-COV-005"} if set(APPROVED) & set(collections) else set()
    return approved | {rule for rule, outcome in shown if outcome == "fails"}


def test_every_rule_of_every_edition_is_broken_by_some_change() -> None:
    asked = set(RuleSetting.objects.values_list("rule", flat=True))
    assert asked - broken_in({case.collection for case in EVERY}) == NEVER_FAIL.keys()


@pytest.mark.parametrize(
    ("collection", "elsewhere"),
    [
        ("2022-23-plan", {"R-EXP-021"}),  # administration of the discharge fund
        ("2026-27-plan", set()),
    ],
)
def test_every_rule_that_a_collection_sets_is_broken_in_its_own_plan(
    collection: str, elsewhere: set[str]
) -> None:
    """`elsewhere` are rules of its edition that speak of another collection."""
    settings = RuleSetting.objects.filter(edition__collections__code=collection)
    asked = set(settings.values_list("rule", flat=True)) - elsewhere
    assert asked - broken_in([collection]) == asked & NEVER_FAIL.keys()


def test_the_other_rules_have_the_outcome_that_they_can_have() -> None:
    told = {pair for case in EVERY for pair in case.leaves | complete(case.collection)}
    assert {(rule, outcome) for rule, (outcome, _) in NEVER_FAIL.items()} <= told
