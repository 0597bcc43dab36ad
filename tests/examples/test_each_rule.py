"""Each rule, broken in a plan of Exampleshire's that is otherwise complete."""

from functools import cache

import pytest

from bcf.approvals.acts import withdraw
from bcf.approvals.models import Approval
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
