"""Whose words an edition asks for, and about what."""

from __future__ import annotations

import pytest

from bcf.approvals.asked import asked_of, covered, holders
from bcf.boards.models import BoardLink
from bcf.people.models import Role
from bcf.submissions.models import Version
from tests.factories import BCP, EXAMPLESHIRE, ONE_YEAR, person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

FINANCE = ["money-finance-X99000001", "money-finance-QX1", "money-finance-QX2"]
CHIEFS = ["plan-chief-X99000001", "plan-chief-QX1", "plan-chief-QX2"]


def keys(version: Version) -> list[str]:
    board = version.submission.board_id
    return [each.key for each in asked_of(version.submission.collection, [board])[board]]


@pytest.mark.parametrize(
    ("collection", "asked"),
    [
        ("2023-25-plan", [*FINANCE, *CHIEFS]),
        ("2024-25-update", [*FINANCE, *CHIEFS]),
        ("2025-26-plan", [*FINANCE, "money-section_151-X99000001", *CHIEFS]),
    ],
)
def test_each_partner_is_asked_as_the_edition_says(collection: str, asked: list[str]) -> None:
    assert keys(plan(EXAMPLESHIRE, collection)) == asked


def test_the_partners_are_those_of_the_day_the_plan_was_due() -> None:
    """The CCG of 2019 has long been replaced."""
    assert keys(plan(BCP, ONE_YEAR)) == [
        "money-finance-E06000058",
        "money-finance-11J",
        "plan-chief-E06000058",
        "plan-chief-11J",
    ]


def test_a_sliver_of_a_board_is_asked_for_nothing() -> None:
    BoardLink.objects.filter(organisation__code="QX2").update(share_of_board="0.009")
    assert not any(key.endswith("QX2") for key in keys(plan()))


def test_money_is_what_is_added_up_and_nobody_approves_the_cover() -> None:
    collection = plan().submission.collection
    money = {section.key for section in covered(collection, "money")}
    everything = {section.key for section in covered(collection, "plan")}
    assert money == {"income", "expenditure"}
    assert {"narrative", "conditions"} | money < everything
    assert "cover" not in everything


def test_whoever_has_the_role_there_today_may_give_it() -> None:
    version = plan()
    board = version.submission.board_id
    asked = asked_of(version.submission.collection, [board])[board]
    chief = person(Role.CHIEF, "QX1")
    person(Role.CHIEF, "QX1", active_to="2020-01-01")
    person(Role.FINANCE, BCP)
    gone = person(Role.CHIEF, "QX1")
    gone.is_active = False
    gone.save()
    found = {key: list(people) for key, people in holders(asked).items() if people}
    assert found == {asked[4].holder: [chief]}
    assert asked[4].title == "Chief executive, NHS Examplevale Integrated Care Board"
