"""Checking costs the same few statements for one plan or many, few lines or many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bcf.boards.models import BoardLink
from bcf.checks.engine import check, totals
from bcf.submissions.models import Version
from tests.schemes.plans import Plan, organisation, plan_2023

#: Two of them read the needed answers of all sections, two the answers that rules of approval
#: judge, two all texts, one the approvals, one whether there is a narrative, one all figures of
#: metrics and capacity.
MOST = 19


def statements(versions: list[Version], call: Callable[..., object] = check) -> int:
    call(versions)  # what an edition asks is read once and kept
    with CaptureQueriesContext(connection) as captured:
        call(versions)
    return len(captured)


@pytest.fixture
def cost(plan: Plan) -> int:
    return statements([plan.version])


def test_one_plan_costs_few_statements(cost: int) -> None:
    assert cost <= MOST


def test_twenty_plans_cost_as_much_as_one(plan: Plan, cost: int) -> None:
    versions = [plan_2023(f"Q{n:02}").version for n in range(20)]
    assert statements([plan.version, *versions]) == cost


def test_150_lines_cost_as_much_as_ten(plan: Plan, cost: int) -> None:
    for n in range(142):
        plan.spends("ibcf", 1, scheme=(str(n + 10), f"Scheme {n}"))
    assert statements([plan.version]) == cost


def test_a_plan_of_one_year_costs_no_more_than_one_of_two(older: Plan, cost: int) -> None:
    assert statements([older.version]) <= cost


def test_three_nhs_bodies_cost_as_much_as_one(plan: Plan, cost: int) -> None:
    for code in ("T11N", "T12N"):
        second = organisation(code, "icb")
        BoardLink.objects.create(board=plan.board, organisation=second, active_from="2022-07-01")
        for source in ("min_nhs", "disch_icb"):
            plan.gives(source, 5, second)
    assert statements([plan.version]) == cost


def test_broken_lines_cost_nothing_more(plan: Plan, cost: int) -> None:
    for line in plan.lines:
        plan.change(line, provider=None, sub_type=None)
    assert statements([plan.version]) == cost


def test_two_collections_cost_twice_one(plan: Plan, older: Plan, cost: int) -> None:
    assert statements([plan.version, older.version]) <= 2 * cost


def test_nothing_costs_next_to_nothing(reference: None) -> None:
    assert statements([]) <= 1


def test_totals_cost_the_same_for_twenty_plans(plan: Plan) -> None:
    one = statements([plan.version], totals)
    versions = [plan_2023(f"Q{n:02}").version for n in range(20)]
    assert statements([plan.version, *versions], totals) == one
