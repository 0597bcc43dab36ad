"""Rules of expenditure as a whole: what is spent, against what comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bcf.checks.findings import Facts, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from schemes.totals import EXPENDITURE, NOTHING, Balance, Totals

from .facts import totals


class Weighed(NamedTuple):
    """The balance of a source in a year: what is left, if known, where, and its figures."""

    left: Decimal | None
    place: Place
    facts: Facts


def balances(round: Round) -> Mapping[int, Sequence[Weighed]]:
    """Every balance of each plan, source by source and year by year."""
    plans = round.facts(totals).items()
    return {pk: [_weigh(balance) for balance in plan.balances()] for pk, plan in plans}


def _weigh(balance: Balance) -> Weighed:
    place = Place(subject=balance.source.key, year=balance.year)
    label, income, spending = balance.source.label, balance.income, balance.spending
    if income is None:
        return Weighed(None, place, {"source": label, "spending": spending})
    left = income - spending
    facts: Facts = {
        "source": label,
        "income": income,
        "spending": spending,
        "difference": abs(left),
    }
    return Weighed(left, place, facts)


FIGURES = "Income {income}, spending {spending}."
INCOME_EMPTY = "Spending {spending}. An amount of its income is still empty."


@rule("R-EXP-001", EXPENDITURE, balances)
def income_is_spent(balances: Sequence[Weighed]) -> Iterator[Verdict]:
    """Each source is spent to the penny, year by year."""
    for left, place, facts in balances:
        if left is None:
            message = "Whether {source} balances in {year} cannot be told."
            yield unknown(message, INCOME_EMPTY, place, facts)
        elif left < 0:
            yield fails("{source} is {difference} over in {year}.", FIGURES, place, facts)
        elif left > 0:
            yield fails("{difference} of {source} is not planned in {year}.", FIGURES, place, facts)
        else:
            yield holds("{source} balances in {year}.", FIGURES, place, facts)


@rule("R-EXP-002", EXPENDITURE, balances)
def nothing_is_overspent(balances: Sequence[Weighed]) -> Iterator[Verdict]:
    """No source pays for more than comes in from it."""
    for left, place, facts in balances:
        if left is None:
            message = "Whether {source} is overspent in {year} cannot be told."
            yield unknown(message, INCOME_EMPTY, place, facts)
        elif left < 0:
            message = "{source} pays for {difference} more than it has in {year}."
            yield fails(message, FIGURES, place, facts)
        else:
            yield holds("{source} is not overspent in {year}.", FIGURES, place, facts)


@rule("R-EXP-015", EXPENDITURE, totals)
def shares_are_worked_out(plan: Totals) -> Iterator[Verdict]:
    """Each line's share of all spending is calculated, never typed."""
    spending = sum((plan.spending(year) for year in plan.frame.years), NOTHING)
    if spending:
        message = "Each line's share is worked out from all spending, {spending}."
        yield holds(message, facts={"spending": spending})
