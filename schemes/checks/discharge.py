"""R-INC-003, discharge funding: the council's part, and the shares of all boards of an ICB.

The shares of an ICB's boards are added up apart. A finding says whether they come to the
published sum, never what another board gives: with two boards even the difference would
tell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal

from bcf.boards.models import BoardLink
from bcf.checks.findings import Fact, Verdict, fails, holds, unknown
from bcf.checks.registry import Round, rule
from bcf.editions.models import Allocation, Collection, Effect, Severity
from bcf.submissions.models import Version, VersionQuerySet
from schemes.keys import DISCHARGE_COUNCIL, DISCHARGE_ICB
from schemes.models import FundingLine, FundingSource
from schemes.totals import INCOME, Contribution, Totals, frame_of, known_sum

from .facts import NOT_LOADED, totals
from .income import cell_of, equals_allocation

#: An ICB (its id; None where a line names none) in a year.
Pot = tuple[int | None, str]


@dataclass
class Shares:
    """What the boards of each ICB take of its discharge funding, by board; None is not known."""

    published: dict[Pot, Decimal] = field(default_factory=dict)
    taken: dict[Pot, dict[int, Decimal | None]] = field(default_factory=dict)

    def add_up(self, pot: Pot, board: int, own: Decimal | None) -> bool | None:
        """Whether all shares come to the published sum, with `own` for this board's."""
        total = known_sum({**self.taken.get(pot, {}), board: own}.values())
        if total is None or pot not in self.published:
            return None
        return total == self.published[pot]


@dataclass(frozen=True, slots=True)
class Discharge:
    """One plan's money, and the shares of the boards around it."""

    plan: Totals
    shares: Shares


def discharge(round: Round) -> Mapping[int, Discharge]:
    """Each plan with the shares of its ICBs' boards: three queries more, whatever their number."""
    plans = round.facts(totals)
    icbs = {
        row.contributor
        for plan in plans.values()
        for row in plan.rows
        if row.source == DISCHARGE_ICB and row.contributor is not None
    }
    shares = Shares()
    if icbs:
        years = frame_of(round.collection).years
        _read_published(shares, icbs, years)
        _read_boards(shares, icbs, years)
        _read_taken(shares, icbs, years, round)
    return {pk: Discharge(plan, shares) for pk, plan in plans.items()}


def _read_published(shares: Shares, icbs: Set[int], years: Sequence[str]) -> None:
    published = Allocation.objects.filter(
        fund=DISCHARGE_ICB, board=None, contributor__in=icbs, year__in=years
    ).in_force()
    for icb, year, amount in published.values_list("contributor", "year", "amount"):
        shares.published[icb, year] = amount


def _read_boards(shares: Shares, icbs: Set[int], years: Sequence[str]) -> None:
    """The boards whose share is waited for: tied to the ICB on 1 April by more than a sliver."""
    links = BoardLink.objects.filter(organisation__in=icbs).substantial()
    first_days = {year: datetime.date(int(year[:4]), 4, 1) for year in years}
    for icb, board, first, last in links.values_list(
        "organisation", "board", "active_from", "active_to"
    ):
        for year, day in first_days.items():
            if first <= day and (last is None or last >= day):
                shares.taken.setdefault((icb, year), {})[board] = None


def _counting(collection: Collection) -> VersionQuerySet:
    """Each board's newest answer; until a board begins an update, the plan that this replaces."""
    answers = Version.objects.filter(submission__collection=collection)
    if collection.effect == Effect.REPLACES:
        begun = answers.values("submission__board")
        replaced = Version.objects.filter(submission__collection=collection.amends_id)
        answers |= replaced.exclude(submission__board__in=begun)
    return answers.newest()


def _read_taken(shares: Shares, icbs: Set[int], years: Sequence[str], round: Round) -> None:
    """What each board takes; None while an amount is empty."""
    lines = FundingLine.objects.filter(
        version__in=_counting(round.collection),
        source__key=DISCHARGE_ICB,
        contributor__in=icbs,
        breakdown=False,
    )
    boards: dict[tuple[int, int], dict[int, dict[str, Decimal]]] = {}
    for pk, icb, board, year, amount in lines.values_list(
        *("pk", "contributor", "version__submission__board", "years__year", "years__amount")
    ):
        amounts = boards.setdefault((icb, board), {}).setdefault(pk, {})
        if year is not None:
            amounts[year] = amount
    for (icb, board), given in boards.items():
        for year in years:
            share = known_sum(amounts.get(year) for amounts in given.values())
            shares.taken.setdefault((icb, year), {})[board] = share


@rule("R-INC-003", INCOME, discharge)
def discharge_funding_is_shared(given: Discharge) -> Iterator[Verdict]:
    """The council's part equals its allocation; the boards' shares of an ICB add up to its sum."""
    for source in given.plan.frame.sources:
        if source.key == DISCHARGE_COUNCIL:
            yield from equals_allocation(given.plan, source)
        elif source.key == DISCHARGE_ICB:
            for year in given.plan.frame.years:
                yield from _shares_add_up(given, source, year)


def _shares_add_up(given: Discharge, source: FundingSource, year: str) -> Iterator[Verdict]:
    parts = given.plan.contributions(source.key, year)
    for part in parts:
        yield _adds_up(given, source, year, part)
    if not parts:
        place = cell_of(given.plan, source, year, "")
        message = "No share of {source} is given in {year}."
        yield unknown(message, "Add a line for each ICB.", place, {"source": source.label})


def _adds_up(given: Discharge, source: FundingSource, year: str, part: Contribution) -> Verdict:
    place = cell_of(given.plan, source, year, part.row)
    facts: dict[str, Fact] = {"source": source.label, "icb": part.payer or "an ICB not named"}
    pot = (part.contributor, year)
    added = given.shares.add_up(pot, given.plan.version.submission.board_id, part.planned)
    if added is None:
        message = "Whether the boards' shares of {source} from {icb} add up in {year}"
        return unknown(f"{message} cannot be told.", _why_not(given, pot, part), place, facts)
    if added:
        message = "The boards' shares of {source} from {icb} add up in {year}."
        return holds(message, "", place, facts)
    message = "The boards' shares of {source} from {icb} do not come to its sum in {year}."
    detail = "Agree the shares with {icb}. No other board's figure is shown to you."
    return fails(message, detail, place, facts, severity=Severity.WARNING)


def _why_not(given: Discharge, pot: Pot, part: Contribution) -> str:
    """What is missing, and whose it is."""
    if part.contributor is None:
        return "Say which ICB gives it."
    if part.planned is None:
        return "Your share is still empty."
    if pot not in given.shares.published:
        return NOT_LOADED
    return "Another board has not given its share yet. No other board's figure is shown to you."
