"""R-COV-005: the partners approve the plan."""

from __future__ import annotations

import pytest

from bcf.approvals.models import Approval
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import AskedApproval
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.approvals.given import give, give_all
from tests.factories import EXAMPLESHIRE, again, plan, put, section, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan()


def found(version: Version) -> list[Finding]:
    fresh = again(version)
    return [f for f in check([fresh])[fresh.pk] if f.rule == "R-COV-005"]


def test_each_chief_executive_is_waited_for(version: Version) -> None:
    (finding,) = found(version)
    assert (finding.state, finding.section) == ("warns", "cover")
    assert finding.message == "0 of 3 approvals of the plan are given for what it says now."
    give(version, "plan-chief-QX1")
    (finding,) = found(version)
    assert finding.message.startswith("1 of 3 ")
    assert "Exampleshire County Council; " in finding.detail


def test_it_holds_when_all_have_approved_what_it_says(version: Version) -> None:
    give_all(version)
    assert [f.state for f in found(version)] == ["holds"]
    uid = section(version, "income").rows(version)[0].uid
    put(version, Edit(uid=uid, raw={"comment": "More"}), key="income")
    assert [f.state for f in found(version)] == ["warns"]


def test_a_word_about_the_money_is_none_about_the_plan(version: Version) -> None:
    give(version, "money-finance-X99000001")
    assert found(version)[0].message.startswith("0 of 3 ")


def test_an_edition_that_asks_for_none_is_silent(version: Version) -> None:
    AskedApproval.objects.filter(collection=version.submission.collection).delete()
    assert found(version) == []


def test_2025_26_has_rules_of_its_own_for_it() -> None:
    assert found(plan(EXAMPLESHIRE, "2025-26-plan")) == []


def test_approvals_cost_no_statement_while_the_plan_stays_as_it_is(version: Version) -> None:
    check([again(version)])
    fresh = again(version)
    before = len(statements(lambda: check([fresh])))
    give_all(version)
    assert Approval.objects.count() == 6
    fresh = again(version)
    assert len(statements(lambda: check([fresh]))) == before
