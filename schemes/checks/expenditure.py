"""Rules of expenditure as a whole: what is spent, against what comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bcf.checks.findings import Facts, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from schemes.totals import EXPENDITURE, NOTHING, Balance, Totals

from .facts import totals


def balances(round: Round) -> Mapping[int, Sequence[Balance]]:
    """Every balance of each plan, source by source and year by year."""
    return {pk: list(plan.balances()) for pk, plan in round.facts(totals).items()}


@rule("R-EXP-001", EXPENDITURE, balances)
def income_is_spent(balances: Sequence[Balance]) -> Iterator[Verdict]:
    """Each source is spent to the penny, year by year."""
    for balance in balances:
        left = balance.left
        if left is None:
            yield _not_known(balance, "Whether {source} balances in {year} cannot be told.")
        elif left < 0:
            yield fails("{source} is {difference} over in {year}.", *_figures(balance, left))
        elif left > 0:
            message = "{difference} of {source} is not planned in {year}."
            yield fails(message, *_figures(balance, left))
        else:
            yield holds("{source} balances in {year}.", *_figures(balance, left))


@rule("R-EXP-002", EXPENDITURE, balances)
def nothing_is_overspent(balances: Sequence[Balance]) -> Iterator[Verdict]:
    """No source pays for more than comes in from it."""
    for balance in balances:
        left = balance.left
        if left is None:
            yield _not_known(balance, "Whether {source} is overspent in {year} cannot be told.")
        elif left < 0:
            message = "{source} pays for {difference} more than it has in {year}."
            yield fails(message, *_figures(balance, left))
        else:
            yield holds("{source} is not overspent in {year}.", *_figures(balance, left))


def _figures(balance: Balance, left: Decimal) -> tuple[str, Place, Facts]:
    """The figures of a balance that is known: sentence, place and facts."""
    facts: Facts = {
        "source": balance.source.label,
        "income": left + balance.spending,
        "spending": balance.spending,
        "difference": abs(left),
    }
    return "Income {income}, spending {spending}.", _place(balance), facts


def _not_known(balance: Balance, message: str) -> Verdict:
    facts: Facts = {"source": balance.source.label, "spending": balance.spending}
    detail = "Spending {spending}. An amount of its income is still empty."
    return unknown(message, detail, _place(balance), facts)


def _place(balance: Balance) -> Place:
    return Place(subject=balance.source.key, year=balance.year)


@rule("R-EXP-015", EXPENDITURE, totals)
def shares_are_worked_out(plan: Totals) -> Iterator[Verdict]:
    """Each line's share of all spending is calculated, never typed."""
    spending = sum((plan.spending(year) for year in plan.frame.years), NOTHING)
    if spending:
        message = "Each line's share is worked out from all spending, {spending}."
        yield holds(message, facts={"spending": spending})
