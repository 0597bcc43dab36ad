"""The mistakes that are put into some made-up plans, each by the rule that finds it.

A plan has one at most, and none reaches another board's plan.
"""

from __future__ import annotations

from collections.abc import Callable

from bcf.editions.models import RuleSetting

from .. import keys
from ..models import Published
from .plan import Contribution, Lists, Plan

Fault = Callable[[Plan, Lists], None]

#: What is over, left or short, in pounds.
SLIP = 500


def faults_of(lists: Lists) -> list[str]:
    """The rules of an edition that a mistake is known for, in order."""
    rules = RuleSetting.objects.filter(edition=lists.collection.edition, rule__in=FAULTS)
    return sorted(rules.values_list("rule", flat=True))


def miss_social_care(plan: Plan, lists: Lists) -> None:
    """Social care spending from the NHS minimum becomes health spending until it is too little."""
    for year, required in plan.minimums[keys.SOCIAL_CARE_MINIMUM].items():
        lines = [x for x in plan.spent_by(keys.MIN_NHS) if x.area_of_spend == keys.SOCIAL_CARE]
        planned = sum(line.amounts[year] for line in lines)
        for line in lines:
            if planned >= required:
                line.area_of_spend = lists.areas_of_health[0]
                planned -= line.amounts[year]


def miss_out_of_hospital(plan: Plan, lists: Lists) -> None:
    """Everything that the NHS commissions from its minimum is for acute care."""
    for line in plan.spent_by(keys.MIN_NHS):
        if line.commissioner != keys.COUNCIL:
            line.area_of_spend = keys.ACUTE


def overspend(plan: Plan, lists: Lists) -> None:
    """A line costs more than its source gives."""
    _slip(plan, _grant(lists), SLIP)


def leave_money(plan: Plan, lists: Lists) -> None:
    """A source is not spent in full."""
    _slip(plan, _grant(lists), -SLIP)


def lower_the_grant(plan: Plan, lists: Lists) -> None:
    """A grant is put in below its allocation, and spent as it was put in."""
    _put_in_less(plan, plan.given(_grant(lists))[0])


def lower_the_minimum(plan: Plan, lists: Lists) -> None:
    """An NHS body puts in less than its minimum."""
    _put_in_less(plan, plan.given(keys.MIN_NHS)[0])


def forget_a_type(plan: Plan, lists: Lists) -> None:
    """A line has no scheme type, nor what follows from one."""
    line = plan.spent_by(_grant(lists))[0]
    line.scheme_type = line.sub_type = line.unit = None
    line.outputs = {}


def forget_a_share(plan: Plan, lists: Lists) -> None:
    """A jointly commissioned line does not say how much of it the NHS commissions."""
    line = plan.spent_by(_grant(lists))[0]
    line.commissioner, line.nhs_share = keys.JOINT, None


FAULTS: dict[str, Fault] = {
    "R-EXP-001": leave_money,
    "R-EXP-002": overspend,
    "R-EXP-003": forget_a_type,
    "R-EXP-008": forget_a_share,
    "R-INC-001": lower_the_minimum,
    "R-INC-002": lower_the_grant,
    "R-MIN-001": miss_social_care,
    "R-MIN-003": miss_out_of_hospital,
}


def _grant(lists: Lists) -> str:
    """The first grant that the council puts in whole and nobody else has a part in."""
    shared = (keys.DFG, keys.DISCHARGE_COUNCIL)
    return next(
        source.key
        for source in lists.income.sources.values()
        if source.published == Published.EXACT and source.key not in shared
    )


def _slip(plan: Plan, source: str, pounds: int) -> None:
    """Change the dearest line of a source in every year."""
    line = plan.spent_by(source)[0]
    line.amounts = {year: amount + pounds for year, amount in line.amounts.items()}


def _put_in_less(plan: Plan, line: Contribution) -> None:
    line.amounts = {year: amount - SLIP for year, amount in line.amounts.items()}
    _slip(plan, line.source.key, -SLIP)
