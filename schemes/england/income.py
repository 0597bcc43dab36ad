"""What comes into a made-up plan, and the sums that are published for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from bcf.boards.models import Organisation
from bcf.copying import Copier
from bcf.editions.models import Allocation, Stage
from bcf.examples.england.places import MADE

from .. import keys
from ..models import FundingSource, Pays, Published
from .plan import Contribution, Lists, Plan, Pounds, shared

#: Pounds a head in 2019-20, of England's order; a source not named here gives USUAL.
A_HEAD = {
    keys.MIN_NHS: 68,
    keys.DFG: 9,
    keys.IBCF: 33,
    keys.WINTER: 4,
    keys.DISCHARGE_COUNCIL: 5,
    keys.DISCHARGE_ICB: 5,
}
USUAL = 15
#: How much every sum grows in a year, in %: as made up as the sums.
GROWTH = Decimal(5)
#: How many boards have additional money of a kind.
EXTRAS = 0.6
#: What part of the NHS minimum each required minimum takes.
PARTS = {
    keys.SOCIAL_CARE_MINIMUM: Decimal("0.4"),
    keys.OUT_OF_HOSPITAL_MINIMUM: Decimal("0.3"),
}

#: Sums that an NHS body shares out by agreement: the fund, the body's id and the year.
Pots = dict[tuple[str, int, str], int]


def add_income(plan: Plan, lists: Lists, chance: Random) -> None:
    """Put in every source, by its contributors, and say what the minimums take of it."""
    for source in lists.income.sources.values():
        if source.mandatory or chance.random() < EXTRAS:
            plan.income += _contributions(plan, source, lists, chance)
    total = plan.total(keys.MIN_NHS)
    plan.minimums = {
        key: {year: round(amount * part) for year, amount in total.items()}
        for key, part in PARTS.items()
    }


def _contributions(
    plan: Plan, source: FundingSource, lists: Lists, chance: Random
) -> Iterator[Contribution]:
    place = plan.place
    a_head = A_HEAD.get(source.key, USUAL) * chance.uniform(0.8, 1.2)
    total = {year: _grown(place.people * a_head, year) for year in lists.years}
    if not source.mandatory:
        payer = next(iter(place.nhs_on(lists.starts))) if source.pays == Pays.NHS else place.council
        yield Contribution(source, payer, total, comment="More of what works.")
    elif source.pays == Pays.NHS:
        bodies = place.nhs_on(lists.starts)
        weights = [float(share) for share in bodies.values()]
        yield from _parts(source, list(bodies), weights, total)
    else:
        yield Contribution(source, place.council, total)
        if source.key == keys.DFG and place.districts:
            weights = [chance.uniform(1, 2) for _ in place.districts]
            for part in _parts(source, place.districts, weights, total):
                part.breakdown = True
                yield part


def _grown(pounds: float, year: str) -> int:
    """What a sum of 2019-20 has become in another year."""
    return int(Decimal(pounds) * (1 + GROWTH / 100) ** (int(year[:4]) - 2019))


def _parts(
    source: FundingSource, bodies: list[Organisation], weights: list[float], total: Pounds
) -> Iterator[Contribution]:
    parts = {year: shared(amount, weights) for year, amount in total.items()}
    for number, body in enumerate(bodies):
        yield Contribution(source, body, {year: parts[year][number] for year in parts})


def publish(plan: Plan, lists: Lists, pots: Pots, copier: Copier) -> None:
    """Publish what the plan's income shall be held against; sums to be shared go to `pots`."""
    board = plan.place.board.pk
    for line in plan.income:
        for year, amount in line.amounts.items():
            if line.source.published != Published.NONE and not line.breakdown:
                _allocate(copier, board, line.source.key, line.contributor.pk, year, amount)
            elif line.source.mandatory and line.source.pays == Pays.NHS:
                pot = (line.source.key, line.contributor.pk, year)
                pots[pot] = pots.get(pot, 0) + amount
    for minimum in lists.minimums:
        for year, amount in plan.minimums.get(minimum, {}).items():
            _allocate(copier, board, minimum, None, year, amount)


def publish_pots(pots: Pots, copier: Copier) -> None:
    """Publish the sums that NHS bodies share out among their boards."""
    for (fund, body, year), amount in pots.items():
        _allocate(copier, None, fund, body, year, amount)


def _allocate(
    copier: Copier, board: int | None, fund: str, contributor: int | None, year: str, amount: int
) -> None:
    raised = fund == keys.SOCIAL_CARE_MINIMUM
    copier.add(
        Allocation,
        board_id=board,
        fund=fund,
        contributor_id=contributor,
        year=year,
        stage=Stage.FINAL,
        published_on=datetime.date(int(year[:4]), 4, 1),
        amount=amount,
        previous_amount=round(amount / (1 + GROWTH / 100)) if raised else None,
        uplift_percent=GROWTH if raised else None,
        **MADE,
    )
