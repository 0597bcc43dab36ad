"""Rules of the required minimums: what must be spent from the NHS minimum, and on what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bcf.checks.findings import Fact, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from bcf.figures import percent, plural
from schemes.keys import OUT_OF_HOSPITAL_MINIMUM, SOCIAL_CARE_MINIMUM
from schemes.totals import EXPENDITURE, MinimumSpend

from .facts import NOT_LOADED, totals

Minimums = Sequence[MinimumSpend]


def minimums(round: Round) -> Mapping[int, Minimums]:
    """Every minimum of each plan, year by year."""
    return {pk: list(plan.minimums()) for pk, plan in round.facts(totals).items()}


#: Why a planned sum is a range.
LEAVE_OPEN = "{unclear} an area of spend, a commissioner or its share."


@rule("R-MIN-001", EXPENDITURE, minimums)
def social_care_minimum_is_met(minimums: Minimums) -> Iterator[Verdict]:
    """Social care spending from the NHS minimum is at least the published sum."""
    for minimum in _of(minimums, SOCIAL_CARE_MINIMUM):
        yield _is_met(minimum)


@rule("R-MIN-003", EXPENDITURE, minimums)
def out_of_hospital_minimum_is_met(minimums: Minimums) -> Iterator[Verdict]:
    """NHS commissioned out of hospital spending from the minimum is at least the published sum."""
    for minimum in _of(minimums, OUT_OF_HOSPITAL_MINIMUM):
        yield _is_met(minimum)


@rule("R-MIN-007", EXPENDITURE, minimums)
def nothing_is_underspent(minimums: Minimums) -> Iterator[Verdict]:
    """The under spend, which the national form prints, is nought for every minimum."""
    for minimum in minimums:
        if minimum.met is False and minimum.required is not None:
            facts = {**_facts(minimum), "short": minimum.required - minimum.planned.high}
            message = "{minimum}: the under spend of {year} is {short}."
            yield fails(message, "It must be £0.", _place(minimum), facts)
        elif minimum.met:
            message = "{minimum}: the under spend of {year} is £0."
            yield holds(message, "", _place(minimum), _facts(minimum))
        else:
            yield _not_known(minimum, "{minimum}: the under spend of {year} cannot be told.")


def _is_met(minimum: MinimumSpend) -> Verdict:
    if minimum.met is None or minimum.required is None:
        return _not_known(
            minimum, "{minimum} spending cannot be held against its minimum in {year}."
        )
    detail = "Needed {required}, planned {planned}."
    facts = {**_facts(minimum), "required": minimum.required}
    if minimum.met:
        facts["planned"] = minimum.planned.low
        message = "{minimum} spending from the NHS minimum is enough in {year}."
        return holds(message, detail, _place(minimum), facts)
    planned = minimum.planned.high
    facts |= {"planned": planned, "short": minimum.required - planned}
    message = "{minimum} spending from the NHS minimum is {short} short in {year}."
    return fails(message, detail, _place(minimum), facts)


def _not_known(minimum: MinimumSpend, message: str) -> Verdict:
    """Either nothing is published, or blank cells could turn the answer."""
    if minimum.required is None:
        return unknown(message, NOT_LOADED, _place(minimum), _facts(minimum))
    detail = "Needed {required}, planned between {low} and {high}: " + LEAVE_OPEN
    facts = {**_facts(minimum), **_bounds(minimum), "required": minimum.required}
    return unknown(message, detail, _place(minimum), facts)


@rule("R-MIN-002", EXPENDITURE, minimums)
def social_care_is_added_up(minimums: Minimums) -> Iterator[Verdict]:
    """Planned social care spending is worked out from the lines, never typed."""
    for minimum in _of(minimums, SOCIAL_CARE_MINIMUM):
        yield _is_added_up(minimum)


@rule("R-MIN-004", EXPENDITURE, minimums)
def out_of_hospital_is_added_up(minimums: Minimums) -> Iterator[Verdict]:
    """Planned out of hospital spending: each line that is not acute, by its NHS share."""
    for minimum in _of(minimums, OUT_OF_HOSPITAL_MINIMUM):
        yield _is_added_up(minimum)


def _is_added_up(minimum: MinimumSpend) -> Verdict:
    place, facts = _place(minimum), _facts(minimum)
    if minimum.planned.known:
        facts["planned"] = minimum.planned.low
        message = "{minimum} spending from the NHS minimum is {planned} in {year}."
        return holds(message, "", place, facts)
    message = "{minimum} spending from the NHS minimum cannot be added up in {year}."
    detail = "It lies between {low} and {high}: " + LEAVE_OPEN
    return unknown(message, detail, place, {**facts, **_bounds(minimum)})


@rule("R-MIN-005", EXPENDITURE, minimums)
def social_care_minimum_is_uplifted(
    minimums: Minimums,
    tolerance_points: Decimal = Decimal("0.05"),
    uplift_percent: Decimal | None = None,
) -> Iterator[Verdict]:
    """The published minimum is the year before's, raised by the uplift, within the tolerance.

    The uplift is the one published with the figure, else the edition's, which speaks of its
    first year.
    """
    for place, minimum in enumerate(_of(minimums, SOCIAL_CARE_MINIMUM)):
        uplift = minimum.published.uplift if minimum.published else None
        if uplift is None and place == 0:
            uplift = uplift_percent
        yield _is_uplifted(minimum, uplift, tolerance_points)


def _is_uplifted(minimum: MinimumSpend, uplift: Decimal | None, tolerance: Decimal) -> Verdict:
    place, facts = _place(minimum), _facts(minimum)
    published = minimum.published
    if published is None:
        message = "{minimum}: how the figure of {year} was raised cannot be checked."
        return unknown(message, NOT_LOADED, place, facts)
    if published.previous is None or uplift is None:
        message = "{minimum}: how the figure of {year} was raised cannot be checked."
        detail = "The year before's figure, or the uplift, was not published with it."
        return unknown(message, detail, place, facts)
    facts |= {"published": published.amount, "previous": published.previous}
    facts["uplift"] = percent(uplift, 2)
    detail = "Published {published}, the year before {previous}."
    raised = published.previous * (100 + uplift)
    if abs(published.amount * 100 - raised) > published.previous * tolerance:
        message = "{minimum}: the published figure of {year} is not the uplift of {uplift}."
        detail += " The plan is held against the published figure all the same."
        return fails(message, detail, place, facts)
    message = "{minimum}: the published figure of {year} is the uplift of {uplift}."
    return holds(message, detail, place, facts)


@rule("R-MIN-006", EXPENDITURE, minimums)
def published_figures_are_compared(minimums: Minimums) -> Iterator[Verdict]:
    """A plan is held against the figure as printed: one worked out again rounds differently.

    Where no figure is loaded, R-MIN-001 and R-MIN-003 say so; there is nothing to add.
    """
    for minimum in minimums:
        if minimum.required is not None:
            message = "{minimum} spending is held against {required} in {year}, as published."
            facts = {**_facts(minimum), "required": minimum.required}
            yield holds(message, "", _place(minimum), facts)


def _of(minimums: Minimums, key: str) -> Iterator[MinimumSpend]:
    return (minimum for minimum in minimums if minimum.minimum.key == key)


def _place(minimum: MinimumSpend) -> Place:
    return Place(subject=minimum.minimum.key, year=minimum.year)


def _facts(minimum: MinimumSpend) -> dict[str, Fact]:
    return {"minimum": minimum.minimum.short_label}


def _bounds(minimum: MinimumSpend) -> dict[str, Fact]:
    low, high = minimum.planned
    unclear = plural(minimum.unclear, "line lacks", "lines lack")
    return {"low": low, "high": high, "unclear": unclear}
