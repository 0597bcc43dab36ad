"""What a made-up plan is spent on: lines that balance each source and meet both minimums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import NamedTuple

from .. import keys
from .plan import Line, Lists, Plan, Pounds, shared

#: How many lines of a plan each source pays for, by weight; one not named here has USUAL.
LINES = {
    keys.MIN_NHS: 50,
    keys.DFG: 6,
    keys.IBCF: 16,
    keys.WINTER: 4,
    keys.DISCHARGE_COUNCIL: 5,
    keys.DISCHARGE_ICB: 5,
}
USUAL = 7
#: By how much the spending towards a minimum is above it.
HEADROOM = (1.01, 1.1)
#: How often a line goes on with the scheme of the line before.
GOES_ON = 0.3
WHERE = ("north", "south", "east", "west", "towns", "villages", "coast")
#: Pounds for one unit of output.
UNIT_COSTS = (40, 150, 600, 2_500)


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of one source for one purpose, and how its lines may look."""

    source: str
    amounts: Pounds
    lines: int
    types: Sequence[str]
    areas: Sequence[str]
    commissioners: Sequence[str]
    first: str = ""  # the type of its first line


class Scheme(NamedTuple):
    """What the lines of a scheme share; types by key."""

    code: str
    name: str
    type: str
    sub_type: str | None


def add_lines(plan: Plan, lists: Lists, number: int, chance: Random) -> None:
    """Spend all of the plan's income in `number` lines."""
    sources = [key for key in lists.income.sources if plan.given(key)]
    lines = shared(number, [LINES.get(key, USUAL) for key in sources])
    codes = count(1)
    for source, share in zip(sources, lines, strict=True):
        for pot in _pots(plan, lists, source, share, chance):
            plan.lines += _spend(pot, lists, codes, chance)


def _pots(plan: Plan, lists: Lists, source: str, lines: int, chance: Random) -> Iterator[Pot]:
    amounts, health = plan.total(source), lists.areas_of_health
    council, nhs = [keys.COUNCIL], [keys.NHS]
    if source == keys.DFG:
        yield Pot(source, amounts, lines, lists.types_of_homes, [keys.SOCIAL_CARE], council)
        return
    if source != keys.MIN_NHS:
        areas = [keys.SOCIAL_CARE, keys.SOCIAL_CARE, *health]
        yield Pot(source, amounts, lines, lists.types, areas, [*council, *nhs, keys.JOINT])
        return
    social_care = _enough(plan.minimums[keys.SOCIAL_CARE_MINIMUM], chance)
    out_of_hospital = _enough(plan.minimums[keys.OUT_OF_HOSPITAL_MINIMUM], chance)
    rest = {year: amounts[year] - social_care[year] - out_of_hospital[year] for year in amounts}
    some, more, others = shared(lines, [40, 30, 30])
    carers = keys.CARERS if keys.CARERS in lists.types else ""
    yield Pot(source, social_care, some, lists.types, [keys.SOCIAL_CARE], council, carers)
    yield Pot(source, out_of_hospital, more, lists.types, health, nhs)
    yield Pot(source, rest, others, lists.types, [keys.ACUTE, *health], [*nhs, keys.JOINT])


def _enough(minimum: Pounds, chance: Random) -> Pounds:
    headroom = chance.uniform(*HEADROOM)
    return {year: int(amount * headroom) for year, amount in minimum.items()}


def _spend(pot: Pot, lists: Lists, codes: Iterator[int], chance: Random) -> Iterator[Line]:
    weights = [chance.lognormvariate(0, 0.8) for _ in range(pot.lines)]
    parts = {year: shared(amount, weights) for year, amount in pot.amounts.items()}
    scheme = _scheme(pot.first or chance.choice(pot.types), lists, codes, chance)
    for number in range(pot.lines):
        if number and chance.random() >= GOES_ON:
            scheme = _scheme(chance.choice(pot.types), lists, codes, chance)
        amounts = {year: parts[year][number] for year in parts}
        yield _line(pot, scheme, lists, amounts, chance)


def _scheme(kind: str, lists: Lists, codes: Iterator[int], chance: Random) -> Scheme:
    scheme_type = lists.expenditure.scheme_types[kind]
    sub_type = chance.choice(lists.sub_types.get(kind, [None]))
    says_most = lists.expenditure.sub_types[sub_type] if sub_type else scheme_type
    label = scheme_type.label if says_most.key == keys.OTHER else says_most.label
    return Scheme(str(next(codes)), f"{label}, {chance.choice(WHERE)}"[-200:], kind, sub_type)


def _line(pot: Pot, scheme: Scheme, lists: Lists, amounts: Pounds, chance: Random) -> Line:
    scheme_type = lists.expenditure.scheme_types[scheme.type]
    counted = scheme_type.asks_outputs
    unit_cost = chance.choice(UNIT_COSTS)
    outputs = {year: max(1, amount // unit_cost) for year, amount in amounts.items()}
    area, commissioner = chance.choice(pot.areas), chance.choice(pot.commissioners)
    care = area == keys.SOCIAL_CARE
    return Line(
        scheme_code=scheme.code,
        scheme_name=scheme.name,
        description=scheme_type.description or "Made up.",
        scheme_type=scheme.type,
        sub_type=scheme.sub_type,
        unit=chance.choice(lists.units) if counted and lists.units else None,
        area_of_spend=area,
        commissioner=commissioner,
        nhs_share=chance.randrange(10, 95, 5) if commissioner == keys.JOINT else None,
        provider=chance.choice(lists.providers_of_care if care else lists.providers_of_health),
        source=pot.source,
        amounts=amounts,
        outputs=outputs if counted else {},
    )
