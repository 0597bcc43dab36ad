"""R-COV-008: with several NHS bodies in the pool, each of them signs."""

import datetime
from uuid import UUID

import pytest

from bcf.boards.models import BoardLink
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.tables import Edit
from tests.factories import put, section
from tests.schemes.plans import Plan, empty_plan, organisation

pytestmark = pytest.mark.usefixtures("reference")

START = datetime.date(2010, 4, 1)


@pytest.fixture
def plan() -> Plan:
    """A plan of 2025-26 into which one ICB pays; another is tied to the board."""
    plan = empty_plan("2025-26-plan", "T25")
    plan.gives("min_nhs", 10, plan.nhs)
    second = organisation("T26N", "icb")
    BoardLink.objects.create(board=plan.board, organisation=second, active_from=START)
    plan.gives("min_nhs", 0, second)
    return plan


def signed(plan: Plan, text: str) -> list[str]:
    page = section(plan.version, "cover")
    raw = {"icb_chief_executives_signed_on": text}
    put(plan.version, Edit(uid=UUID(page.uid_of("")), raw=raw), key="cover")
    return [finding.state for finding in found(plan)]


def found(plan: Plan, rule: str = "R-COV-008") -> list[Finding]:
    version = plan.again().version
    return [finding for finding in check([version])[version.pk] if finding.rule == rule]


def test_one_body_is_not_counted(plan: Plan) -> None:
    assert signed(plan, "T25N, 31 March 2025") == []


def test_each_of_two_has_its_line(plan: Plan) -> None:
    plan.gives("add_nhs", 5, organisation("T26N", "icb"))
    assert signed(plan, "T25N, 31 March 2025") == ["fails"]
    (finding,) = found(plan)
    assert finding.message == "1 of 2 NHS bodies in the pool have signed."
    assert finding.detail == "A line for each: T25N ICB, T26N ICB."
    assert signed(plan, "T25N, 31 March 2025\n\nT26N, 14 April 2025\n") == ["holds"]


def test_nothing_written_is_for_another_rule(plan: Plan) -> None:
    plan.gives("add_nhs", 5, organisation("T26N", "icb"))
    assert not found(plan)
    assert found(plan, "R-COV-006")
