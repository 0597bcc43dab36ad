"""The rule that texts keep to the words they may have: where it speaks, and that it only warns."""

from __future__ import annotations

import pytest

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import RuleSetting
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import BCP, ONE_YEAR, again, plan, put, section

RULE = "R-NAR-002"

pytestmark = pytest.mark.usefixtures("editions")


@pytest.fixture
def older(editions: None) -> Version:
    return plan(BCP, ONE_YEAR)


def write(version: Version, **words: int) -> None:
    """So many words in each part of the narrative."""
    raw = {key: "word \n" * many for key, many in words.items()}
    put(version, Edit(uid=section(version, "narrative").uid, raw=raw), key="narrative")


def found(version: Version) -> list[Finding]:
    fresh = again(version)
    return [finding for finding in check([fresh])[fresh.pk] if finding.rule == RULE]


def test_a_text_over_its_own_limit_is_told_where_it_stands(older: Version) -> None:
    write(older, person_centred=1500, board_level=801, wider_services=800, system_alignment=1501)
    told = [(f.column, f.message) for f in found(older)]
    assert told == [
        ("board_level", "B1 Integrated services: 801 words, and the limit is 800."),
        ("system_alignment", "C. System alignment: 1,501 words, and the limit is 1,500."),
    ]
    assert {f.row for f in found(older)} == {str(section(older, "narrative").uid)}


def hint(version: Version, key: str) -> str:
    return section(again(version), "narrative").column(key).hint


def test_the_hint_tells_the_limit_that_the_rule_has(older: Version) -> None:
    assert hint(older, "board_level").endswith(". A limit of 800 words is not confirmed.")
    setting = RuleSetting.objects.filter(rule=RULE)
    setting.update(parameters={"limits": {"board_level": 1200}}, rule_standing="C")
    assert hint(older, "board_level").endswith(". At most 1,200 words.")
    assert "words" not in hint(older, "person_centred")


def test_a_limit_that_nobody_confirmed_holds_nothing_up(older: Version) -> None:
    RuleSetting.objects.filter(rule=RULE).update(severity="error")
    write(older, board_level=900)
    (finding,) = found(older)
    assert (finding.state, finding.stops) == ("warns", False)


def test_the_limits_are_the_editions(older: Version) -> None:
    write(older, board_level=900)
    RuleSetting.objects.filter(rule=RULE).update(parameters={"limits": {"board_level": 900}})
    assert found(older) == []
    RuleSetting.objects.filter(rule=RULE).update(parameters={})
    assert found(older) == []
