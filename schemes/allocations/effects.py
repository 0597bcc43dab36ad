"""What a list would change: the figures in force, and the open plans that hold others."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bcf import figures
from bcf.boards.models import Board, Organisation
from bcf.editions.models import Allocation
from bcf.submissions.models import Version

from ..models import FundingLine
from ..totals import known_sum
from .funds import Fund, Whose
from .reading import Figure

#: A figure set against the one in force.
NEW, SAME, CHANGED, OLDER = "new", "same", "changed", "older"

Key = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure of the list and the one in force before it.

    `loaded` is the figure of this very stage and day, where one is loaded: it stays as it is.
    """

    figure: Figure
    before: Allocation | None
    loaded: Allocation | None
    published_on: datetime.date

    @property
    def state(self) -> str:
        """What becomes of the figure in force; a later one stays."""
        if self.before is None:
            return NEW
        if self.before.amount == self.figure.amount:
            return SAME
        return OLDER if self.before.published_on > self.published_on else CHANGED

    @property
    def clashes(self) -> bool:
        """Whether another sum is loaded of this very stage and day."""
        return self.loaded is not None and self.loaded.amount != self.figure.amount

    @property
    def rise(self) -> Decimal:
        """How much more than before, in pounds; below 0 when less."""
        return self.figure.amount - (self.before.amount if self.before else Decimal(0))


def effects_of(
    listed: Sequence[Figure], fund: Fund, year: str, stage: str, published_on: datetime.date
) -> list[Effect]:
    """Each figure beside what is loaded, in two statements."""
    loaded = Allocation.objects.filter(fund=fund.key, year=year)
    in_force: Mapping[Key, Allocation] = {_key(a): a for a in loaded.in_force()}
    of_this = loaded.filter(stage=stage, published_on=published_on)
    same_day: Mapping[Key, Allocation] = {_key(a): a for a in of_this}
    return [
        Effect(figure, in_force.get(figure.key), same_day.get(figure.key), published_on)
        for figure in listed
    ]


def _key(allocation: Allocation) -> Key:
    return allocation.board_id, allocation.contributor_id


@dataclass(frozen=True, slots=True)
class Hit:
    """An open plan, or all plans of an NHS body's boards, that would not hold the new figure.

    `planned` is None where the plan has no amount yet, and for a minimum, which is not a line
    of it; `by` is then how much the published figure rises.
    """

    board: Board | None
    contributor: Organisation | None
    collection: str
    planned: Decimal | None
    published: Decimal
    by: Decimal

    @property
    def words(self) -> str:
        """The difference: £12,500 more, £48,000 less."""
        return f"{figures.money(abs(self.by))} {'more' if self.by > 0 else 'less'}"


def hits_of(effects: Iterable[Effect], fund: Fund, year: str) -> list[Hit]:
    """The open plans that figures in force afterwards would find with another amount."""
    coming = {e.figure.key: e for e in effects if e.state in (NEW, CHANGED, SAME)}
    found = Version.objects.in_force(year)
    versions = list(found.select_related("submission__board", "submission__collection__edition"))
    open_ = [version for version in versions if version.is_open]
    if fund.whose is Whose.BOARD:
        return _minimum_hits(coming, open_)
    if fund.whose is Whose.SHARED:
        return _shared_hits(coming, _planned(versions, fund, year), versions)
    return _line_hits(coming, _planned(open_, fund, year), open_)


#: What each version plans, by its id and a contributor's; None where an amount is missing.
Planned = Mapping[tuple[int, int | None], Decimal | None]


def _planned(versions: Sequence[Version], fund: Fund, year: str) -> Planned:
    lines = FundingLine.objects.filter(version__in=versions, source__key=fund.key)
    amounts: dict[tuple[int, int | None], dict[int, Decimal | None]] = {}
    for line in lines.prefetch_related("years"):
        known = {each.year: each.amount for each in line.years.all()}
        key = (line.version_id, line.contributor_id)
        amounts.setdefault(key, {})[line.pk] = known.get(year)
    return {key: known_sum(of.values()) for key, of in amounts.items()}


def _line_hits(coming: Mapping[Key, Effect], planned: Planned, open_: list[Version]) -> list[Hit]:
    found = []
    for version in open_:
        board = version.submission.board
        for (board_id, contributor), effect in coming.items():
            key = (version.pk, contributor)
            if board_id != board.pk or key not in planned:
                continue
            figure, amount = effect.figure, planned[key]
            if amount != figure.amount:
                found.append(_hit(version, figure, amount, figure.amount - (amount or Decimal(0))))
    return found


def _minimum_hits(coming: Mapping[Key, Effect], open_: list[Version]) -> list[Hit]:
    by_board = {key[0]: effect for key, effect in coming.items()}
    pairs = ((version, by_board.get(version.submission.board_id)) for version in open_)
    return [_hit(v, e.figure, None, e.rise) for v, e in pairs if e and e.state != SAME]


def _shared_hits(
    coming: Mapping[Key, Effect], planned: Planned, versions: list[Version]
) -> list[Hit]:
    """Each NHS body's sum beside what all its boards' plans take of it together."""
    found = []
    for (_, contributor), effect in coming.items():
        sharing = [version for version in versions if (version.pk, contributor) in planned]
        amounts = [planned[version.pk, contributor] for version in sharing]
        taken = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if sharing and taken != effect.figure.amount:
            titles = sorted({version.submission.collection.title for version in sharing})
            body, published = effect.figure.contributor, effect.figure.amount
            found.append(Hit(None, body, ", ".join(titles), taken, published, published - taken))
    return found


def _hit(version: Version, figure: Figure, planned: Decimal | None, by: Decimal) -> Hit:
    title = version.submission.collection.title
    contributor = figure.contributor
    return Hit(version.submission.board, contributor, title, planned, figure.amount, by)
