"""Amounts that may be thousands: asked without a preset answer, never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bcf.pastes.preview import Preview, Target
from bcf.pastes.thousands import HEADING, TOTAL
from tests.pastes.made import FIRST, SECOND, line, look, target

FUNDS = {("dfg", FIRST): Decimal(6_000_000), ("nhs", FIRST): Decimal(20_000_000)}
PLAIN = "Scheme ID|Source of Funding|Expenditure 23/24 (£)|Expenditure 24/25 (£)"
SAID = PLAIN.replace("23/24 (£)", "23/24 £000")


def doubts(made: Preview) -> list[tuple[str, tuple[str, ...]]]:
    return [(doubt.reason, doubt.columns) for doubt in made.doubts]


def test_a_heading_that_says_so_is_asked_about() -> None:
    made = look(SAID, "1|DFG|3,204.25|9,000,000")
    assert doubts(made) == [(HEADING, (FIRST,))]
    assert made.open_doubts == made.doubts
    assert not made.ready
    assert made.rows[0].cells[FIRST].value == Decimal("3204.25")


@pytest.mark.parametrize(("yes", "pounds"), [(True, "3204250"), (False, "3204.25")])
def test_the_answer_is_taken(yes: bool, pounds: str) -> None:
    made = look(SAID, "1|DFG|3,204.25|9,000,000", thousands={HEADING: yes})
    assert made.rows[0].cells[FIRST].value == Decimal(pounds)
    assert made.rows[0].cells[SECOND].value == Decimal(9_000_000)
    assert made.ready


def test_thousands_may_be_more_exact_than_pounds() -> None:
    assert look(SAID, "1|DFG|924.11806|1").rows[0].settled
    made = look(SAID, "1|DFG|924.11806|1", thousands={HEADING: True})
    assert made.rows[0].cells[FIRST].value == Decimal("924118.06")
    assert "too exact" in (
        look(SAID, "1|DFG|924.11806|1", thousands={HEADING: False}).rows[0].cells[FIRST].why
    )


@pytest.mark.parametrize(
    ("amount", "asked"),
    [("6,000", True), ("2,000", True), ("23,000", True), ("900", False), ("500,000", False)],
)
def test_a_total_about_a_thousandth_of_the_funds_is_asked_about(amount: str, asked: bool) -> None:
    made = look(PLAIN, f"1|DFG|{amount}|", into=target(funds=FUNDS))
    assert doubts(made) == ([(TOTAL, (FIRST,))] if asked else [])


def test_only_the_funds_of_the_pasted_sources_count() -> None:
    made = look(PLAIN, "1|Minimum NHS Contribution|6,000|", into=target(funds=FUNDS))
    assert doubts(made) == [(TOTAL, (FIRST,))]
    assert made.money is not None
    assert made.money.to_plan(FIRST) == 20_000_000
    assert made.money.to_plan(SECOND) is None


def test_a_total_about_a_thousandth_of_the_plan_is_asked_about() -> None:
    there = line(scheme_code="1", source="dfg", second=Decimal(4_000_000))
    made = look(PLAIN, "1|DFG||4,000", into=target(there))
    assert doubts(made) == [(TOTAL, (SECOND,))]


def test_totals_and_blank_rows_are_not_added_up() -> None:
    made = look(PLAIN, "1|DFG|3,000|", "2|DFG|3,000|", "|Total|6,000|", into=target(funds=FUNDS))
    assert made.money is not None
    assert made.money.pasted(FIRST) == 6000


def left(made: Preview, times: int) -> Decimal | None:
    assert made.money is not None
    changed = {row.uid for row in made.matches.lines.values()}
    (outcome,) = made.money.outcomes(made.doubts[0], times, changed)
    return outcome.left


def into() -> Target:
    return target(
        line(scheme_code="1", source="dfg", first=Decimal(1_000_000)),
        line(scheme_code="2", source="dfg", first=Decimal(500_000)),
        line(scheme_code="3", source="nhs", first=Decimal(7_000_000)),
        funds=FUNDS,
    )


def test_each_answer_says_what_it_would_leave() -> None:
    made = look(SAID, "1|DFG|5,000|", into=into())  # line 1 is changed, line 2 stays
    assert left(made, 1000) == 500_000
    assert left(made, 1) == 5_495_000


def test_a_source_nobody_knows_the_funds_of_is_left_out() -> None:
    only = target(funds={("dfg", FIRST): Decimal(6_000_000)})
    made = look(SAID, "1|DFG|5,000|", "2|Minimum NHS Contribution|9,000|", into=only)
    assert left(made, 1000) == 1_000_000
    assert left(look(SAID, "1|DFG|5|", into=target()), 1000) is None


def test_a_mended_amount_is_thousands_like_its_column() -> None:
    made = look(SAID, "1|DFG|tbc|", thousands={HEADING: True}, cells={(2, FIRST): "7"})
    assert made.rows[0].cells[FIRST].value == Decimal(7000)
