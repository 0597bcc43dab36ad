"""Rules on what money is for. Figures can answer little here, and say so.

Where the lines show a sign, it is told. Where only a person could judge, the finding says
that, once for each rule, and only in a plan that spends the money.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from bcf.checks.findings import Facts, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from bcf.kept import VERSIONS, Kept
from schemes.keys import (
    CARERS,
    DFG,
    DFG_TYPES,
    DISCHARGE_COUNCIL,
    DISCHARGE_ICB,
    IBCF,
    MIN_NHS,
    WINTER,
)
from schemes.models import LineYear
from schemes.totals import EXPENDITURE, NOTHING, Totals

from .facts import totals


@dataclass(slots=True)
class ByType:
    """A plan's spending from two sources by scheme type, all years together.

    The DFG's whole; of the NHS minimum only what is for carers, or has no type yet (None).
    """

    two_tier: bool
    dfg: dict[str | None, Decimal] = field(default_factory=dict)
    nhs_minimum: dict[str | None, Decimal] = field(default_factory=dict)


def _spending_by_type() -> QuerySet[Any, Any]:
    for_carers = Q(line__scheme_type=None) | Q(line__scheme_type__key=CARERS)
    return (
        LineYear.objects.filter(line__version__any_of=VERSIONS, amount__gt=0)
        .order_by()  # the model's own order would join what nothing here asks for
        .filter(Q(line__source__key=DFG) | Q(line__source__key=MIN_NHS) & for_carers)
        .values_list("line__version", "line__source__key", "line__scheme_type__key")
        .annotate(Sum("amount"))
    )


_SPENDING_BY_TYPE = Kept(_spending_by_type)


def by_type(round: Round) -> Mapping[int, ByType]:
    """What each plan's DFG is spent on, and what of its NHS minimum is for carers."""
    plans = {v.pk: ByType(v.submission.board.two_tier) for v in round.versions}
    for version, source, scheme_type, amount in _SPENDING_BY_TYPE.run(versions=list(plans)):
        plan = plans[version]
        spending = plan.dfg if source == DFG else plan.nhs_minimum
        spending[scheme_type] = amount
    return plans


@rule("R-EXP-016", EXPENDITURE, by_type)
def dfg_pays_for_homes(
    plan: ByType, scheme_types: tuple[str, ...] = DFG_TYPES
) -> Iterator[Verdict]:
    """The DFG pays for adaptations, housing and equipment; anything else is to be looked at."""
    place = Place(subject=DFG)
    spending = sum(plan.dfg.values(), NOTHING)
    other = {key: amount for key, amount in plan.dfg.items() if key not in scheme_types}
    untyped = other.pop(None, NOTHING)
    if other:
        elsewhere = sum(other.values(), NOTHING)
        message = "{elsewhere} of the DFG is for other schemes than adaptations and housing."
        needs = "the districts' express agreement" if plan.two_tier else "an agreement"
        detail = f"A part may go to wider social care capital, with {needs}."
        yield fails(message, detail, place, {"elsewhere": elsewhere})
    elif untyped:
        message = "What {untyped} of the DFG pays for cannot be told."
        yield unknown(message, "Its lines have no scheme type.", place, {"untyped": untyped})
    elif spending:
        message = "All of the DFG, {spending}, is for adaptations, housing and equipment."
        yield holds(message, "", place, {"spending": spending})


@rule("R-EXP-024", EXPENDITURE, by_type)
def carers_support_is_visible(plan: ByType) -> Iterator[Verdict]:
    """Support for carers from the NHS minimum has a line of its own."""
    place = Place(subject=MIN_NHS)
    if carers := plan.nhs_minimum.get(CARERS):
        message = "{carers} of the NHS minimum is for carers."
        yield holds(message, "", place, {"carers": carers})
    elif untyped := plan.nhs_minimum.get(None):
        message = "Whether the NHS minimum pays for carers' support cannot be told."
        detail = "Lines of {untyped} have no scheme type."
        yield unknown(message, detail, place, {"untyped": untyped})
    else:
        message = "No line from the NHS minimum is for carers."
        detail = "Give carers' support a line of the type Carers Services."
        yield fails(message, detail, place)


@rule("R-EXP-017", EXPENDITURE, totals)
def dfg_pays_for_capital(plan: Totals) -> Iterator[Verdict]:
    """The DFG is a capital grant."""
    yield from _to_judge(plan, [DFG], "it pays for capital costs only")


@rule("R-EXP-018", EXPENDITURE, totals)
def ibcf_serves_its_purposes(plan: Totals) -> Iterator[Verdict]:
    """The iBCF meets social care need, eases NHS pressure or supports the care market."""
    purposes = "it meets social care need, eases pressure on the NHS or supports the care market"
    yield from _to_judge(plan, [IBCF], purposes)


@rule("R-EXP-019", EXPENDITURE, totals)
def winter_money_eases_winter(plan: Totals) -> Iterator[Verdict]:
    """The Winter Pressures Grant goes to pressure on the NHS, in winter above all."""
    yield from _to_judge(plan, [WINTER], "it eases pressure on the NHS, in winter above all")


@rule("R-EXP-020", EXPENDITURE, totals)
def discharge_money_adds_capacity(plan: Totals) -> Iterator[Verdict]:
    """Discharge funding adds capacity, so that fewer people wait to leave hospital."""
    adds = "it adds social care and reablement capacity that cuts delayed discharges"
    yield from _to_judge(plan, [DISCHARGE_COUNCIL, DISCHARGE_ICB], adds)


def _to_judge(plan: Totals, sources: Sequence[str], that: str) -> Iterator[Verdict]:
    """No figure shows it: told once, when money of these sources is spent."""
    spending = sum(
        (plan.spending_of(source, year) for source in sources for year in plan.frame.years),
        NOTHING,
    )
    if spending:
        labels = [source.label for source in plan.frame.sources if source.key in sources]
        facts: Facts = {"source": " and ".join(labels), "spending": spending, "that": that}
        yield unknown(
            "A person must judge the use of {source}.",
            "{spending} is planned. No figure shows that {that}.",
            Place(subject=sources[0]),
            facts,
            judgement=True,
        )
