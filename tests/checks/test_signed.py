"""Rules of approval: the board's, its agreements, and what was answered No."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import KeyDate
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import EXAMPLESHIRE, add, again, plan, put, section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

LIVE = "2025-26-plan"


@pytest.fixture
def version() -> Version:
    return plan()


@pytest.fixture
def live() -> Version:
    return plan(EXAMPLESHIRE, LIVE)


def found(version: Version, rule: str) -> list[Finding]:
    fresh = again(version)
    return [finding for finding in check([fresh])[fresh.pk] if finding.rule == rule]


def states(version: Version, rule: str) -> list[str]:
    return [finding.state for finding in found(version, rule)]


def cover(version: Version, **raw: str) -> None:
    put(version, Edit(uid=section(version, "cover").uid, raw=raw), key="cover")


def condition(version: Version, number: int, **raw: str) -> None:
    uid = section(version, "conditions").rows(version)[number - 1].uid
    put(version, Edit(uid=uid, raw=raw), key="conditions")


class TestTheBoardApproves:
    """R-COV-003"""

    def test_nobody_knows_before_the_cover_says_so(self, version: Version) -> None:
        assert states(version, "R-COV-003") == ["unknown"]

    def test_a_plan_may_be_sent_before_it_is_approved(self, version: Version) -> None:
        cover(version, hwb_signed="No")
        (finding,) = found(version, "R-COV-003")
        assert (finding.state, finding.section, finding.column) == ("warns", "cover", "hwb_signed")

    def test_approval_holds(self, version: Version) -> None:
        cover(version, hwb_signed="Yes")
        assert states(version, "R-COV-003") == ["holds"]


class TestDelegatedApproval:
    """R-COV-004"""

    def test_it_names_who_was_consulted(self, version: Version) -> None:
        cover(version, delegated_to_role="Director of adult social care")
        (finding,) = found(version, "R-COV-004")
        assert (finding.column, finding.stops) == ("delegation_consulted", True)
        cover(version, delegation_consulted="Chair of the board")
        assert states(version, "R-COV-004") == ["holds"]

    def test_it_names_the_role_that_holds_it(self, version: Version) -> None:
        cover(version, delegation_consulted="Chair of the board")
        (finding,) = found(version, "R-COV-004")
        assert (finding.column, finding.stops) == ("delegated_to_role", True)
        assert not finding.missing, "no formula of the workbook looks for it"

    def test_without_it_nothing_is_missing(self, version: Version) -> None:
        assert states(version, "R-COV-004") == ["holds"]


class TestPartnersSign:
    def test_each_chief_executive_signs(self, live: Version) -> None:
        """R-COV-006"""
        missing = {"council_chief_executive_signed_on", "icb_chief_executives_signed_on"}
        assert {f.column for f in found(live, "R-COV-006") if f.stops} == missing
        cover(
            live,
            council_chief_executive_signed_on="31/3/2025",
            icb_chief_executives_signed_on="NHS Exampleshire ICB, 2 April 2025",
        )
        assert states(live, "R-COV-006") == ["holds"]

    def test_the_section_151_officer_signs(self, live: Version) -> None:
        """R-COV-007"""
        (finding,) = found(live, "R-COV-007")
        assert (finding.column, finding.stops) == ("section_151_officer_signed_on", True)
        cover(live, section_151_officer_signed_on="31/3/2025")
        assert states(live, "R-COV-007") == ["holds"]


class TestThePoolHasAnAgreement:
    """R-COV-009"""

    def test_without_a_record_nobody_knows(self, version: Version) -> None:
        assert states(version, "R-COV-009") == ["unknown"]

    def test_one_that_is_not_signed_stops_the_plan_once_it_is_due(self, version: Version) -> None:
        add(version, {"title": "Pool", "host": "Council"}, "section-75")
        (finding,) = found(version, "R-COV-009")
        assert (finding.column, finding.stops) == ("signed_on", True)
        assert finding.detail == "One is due by 31 October 2023."

    @pytest.mark.parametrize(("days", "state"), [(0, "warns"), (-1, "fails")])
    def test_until_the_day_it_only_warns(self, version: Version, days: int, state: str) -> None:
        due = timezone.localdate() + datetime.timedelta(days)
        KeyDate.objects.filter(edition__code="2023-25", key="section-75-due").update(date=due)
        add(version, {"title": "Pool"}, "section-75")
        assert states(version, "R-COV-009") == [state]

    def test_one_that_is_signed_is_enough(self, version: Version) -> None:
        add(version, {"title": "Pool", "signed_on": "18/10/2023"}, "section-75")
        add(version, {"title": "Equipment"}, "section-75")
        assert states(version, "R-COV-009") == ["holds"]


class TestConditions:
    def test_each_has_its_statement(self, live: Version) -> None:
        """R-PRQ-003"""
        for number in range(1, 4):
            condition(live, number, statement="Minute 14 of the board")
        (finding,) = found(live, "R-PRQ-003")
        assert (finding.message, finding.stops) == ("NC4: “Statement” is empty.", True)
        condition(live, 4, statement="We report each quarter")
        assert states(live, "R-PRQ-003") == ["holds"]

    def test_a_no_is_told_and_stops_nothing(self, version: Version) -> None:
        """R-PRQ-004"""
        for number in range(1, 10):
            condition(version, number, met="No" if number == 4 else "Yes")
        (finding,) = found(version, "R-PRQ-004")
        assert (finding.message, finding.state) == ("PR4: the answer is No.", "warns")
        condition(version, 4, met="Yes")
        assert states(version, "R-PRQ-004") == ["holds"]

    def test_while_answers_are_missing_nobody_knows(self, version: Version) -> None:
        condition(version, 1, met="No")
        assert states(version, "R-PRQ-004") == ["warns", "unknown"]
        assert found(version, "R-PRQ-004")[1].message.startswith("8 rows without an answer")
