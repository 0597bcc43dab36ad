"""The metrics that texts name, and the targets they quote."""

from __future__ import annotations

import pytest

from bcf.mentions.mending import put_right
from bcf.mentions.mention import Mention, Standing
from bcf.mentions.spoken import spoken_of
from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import SAMPLETON, again, person, plan, put, section

from .plans import says


@pytest.fixture
def by(editions: None) -> User:
    return person(organisation=SAMPLETON)


def write(version: Version, text: str) -> None:
    narrative = Edit(uid=section(version, "narrative").uid, raw={"priorities": text})
    put(again(version), narrative, key="narrative")


def told(version: Version, *standing: Standing) -> list[Mention]:
    return [
        each
        for text in spoken_of(again(version))
        for each in text.told
        if not standing or each.standing in standing
    ]


def test_a_metric_is_named_by_its_name_and_leads_to_its_page(version: Version) -> None:
    write(version, "Falls, and avoidable admissions; but she falls, and reablement helps.")
    found = told(version)
    assert [(each.what, each.standing) for each in found] == [
        ("Falls", Standing.SAME),
        ("Avoidable admissions", Standing.SAME),
    ]
    assert [each.url.rsplit("/", 2)[1] for each in found] == ["FALLS", "AVOID"]


def test_one_of_an_earlier_edition_is_told_and_one_of_a_later_is_not(editions: None) -> None:
    later = plan(SAMPLETON, "2025-26-plan")
    write(later, "Avoidable admissions, and Falls. Discharge delays.")
    assert [(each.what, each.standing) for each in told(later)] == [
        ("Avoidable admissions", Standing.NOT_ASKED),
        ("Discharge delays", Standing.SAME),
    ]
    earlier = plan(SAMPLETON)
    write(earlier, "Discharge delays, and emergency admissions.")
    assert told(earlier) == []


def test_a_target_that_was_planned_is_told_and_mended(version: Version, by: User) -> None:
    says(version, "FALLS-2023-24", value="1962.7")
    says(version, "REA-2023-24", numerator="431", denominator="513")
    write(version, "Falls: 1,962.7 at most. Reablement is to reach 84.0 % (or 84%) of 1,962.7.")
    assert told(version, Standing.CHANGED) == []
    says(version, "FALLS-2023-24", value="1900")
    says(version, "REA-2023-24", numerator="450")
    changed = told(version, Standing.CHANGED)
    assert [(each.what, each.today, each.name) for each in changed] == [
        ("1,962.7", "1,900.0", "Falls"),
        ("84.0", "87.7", "Reablement"),
        ("84", "88", "Reablement"),
    ]
    put_right(again(version), by)
    (text,) = spoken_of(again(version))
    assert text.text == "Falls: 1,900.0 at most. Reablement is to reach 87.7 % (or 88%) of 1,962.7."


def test_a_target_of_two_quarters_is_told_and_left_to_the_writer(
    version: Version, by: User
) -> None:
    for quarter in ("Q1", "Q2"):
        says(version, f"AVOID-2023-24-{quarter}", value="182.4")
    write(version, "Avoidable admissions stay at 182.4 each quarter.")
    says(version, "AVOID-2023-24-Q1", value="180")
    assert told(version, Standing.CHANGED) == []  # it is still that of the second
    says(version, "AVOID-2023-24-Q2", value="179.5")
    (changed,) = told(version, Standing.CHANGED)
    assert (changed.today, changed.now) == ("179.5 or 180.0", "")
    assert put_right(again(version), by) is None


def test_a_plan_without_targets_names_none(editions: None) -> None:
    version = plan(SAMPLETON, "2022-23-discharge")
    assert told(version) == []
