"""R-EXP-021: how much of the discharge fund may go on running it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from bcf.checks.findings import Facts, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from schemes.keys import ADMINISTRATION, DISCHARGE_COUNCIL, DISCHARGE_ICB
from schemes.models import LineYear
from schemes.totals import EXPENDITURE, NOTHING, Totals, known_sum

from .facts import totals

FUND = (DISCHARGE_COUNCIL, DISCHARGE_ICB)


class Administered(NamedTuple):
    """A plan's money, and what it spends on administration."""

    plan: Totals
    spending: Decimal


def administered(round: Round) -> Mapping[int, Administered]:
    """What each plan spends on administration from the discharge fund, in pounds."""
    amounts = LineYear.objects.filter(
        line__version__in=round.versions,
        line__scheme_type__key=ADMINISTRATION,
        line__source__key__in=FUND,
    )
    spent = dict(amounts.order_by().values_list("line__version").annotate(Sum("amount")))
    plans = round.facts(totals).items()
    return {pk: Administered(plan, spent.get(pk) or NOTHING) for pk, plan in plans}


@rule("R-EXP-021", EXPENDITURE, administered)
def administration_is_limited(
    given: Administered, at_most_percent: Decimal = Decimal(2)
) -> Iterator[Verdict]:
    """Administration keeps to its share of the discharge fund, where a plan has that fund."""
    plan = given.plan
    sources = [source.key for source in plan.frame.sources if source.key in FUND]
    if not sources:
        return
    place = Place(subject=sources[0])
    fund = known_sum(plan.income_of(key, year) for key in sources for year in plan.frame.years)
    if fund is None:
        message = "Whether administration keeps to its share of the fund cannot be told."
        yield unknown(message, "An amount of its income is still empty.", place)
        return
    limit = fund * at_most_percent / 100
    facts: Facts = {"spending": given.spending, "limit": limit, "over": given.spending - limit}
    if given.spending > limit:
        message = "{spending} is for administration, {over} over its limit."
        yield fails(message, "At most {limit} of the fund may be.", place, facts)
    else:
        yield holds("{spending} is for administration, of {limit} at most.", "", place, facts)
