"""Totals told beside the findings: what comes in and what goes out, all years together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bcf.checks.registry import total
from bcf.submissions.models import Version
from schemes.sums import read_totals
from schemes.totals import NOTHING, known_sum


@total("income")
def income(versions: Sequence[Version]) -> dict[int, Decimal | None]:
    """All income of each version; None while one amount is missing."""
    return {
        pk: known_sum(plan.income(year) for year in plan.frame.years)
        for pk, plan in read_totals(versions).items()
    }


@total("expenditure")
def expenditure(versions: Sequence[Version]) -> dict[int, Decimal | None]:
    """All spending of each version that is planned so far."""
    return {
        pk: sum((plan.spending(year) for year in plan.frame.years), NOTHING)
        for pk, plan in read_totals(versions).items()
    }
