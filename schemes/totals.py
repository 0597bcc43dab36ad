"""The money of plans, added up once: pages, workbooks and rules all read these totals.

`schemes.sums` reads them. All amounts are Decimal pounds. A figure that nobody knows is None,
never 0; a planned sum that depends on a blank cell is a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from bcf.editions.models import Collection, CollectionYear, Question
from bcf.submissions.models import Version

from .models import FundingSource, RequiredMinimum

NOTHING = Decimal(0)

#: The kinds of section that hold money, as editions name them.
INCOME = "schemes.sections.Income"
EXPENDITURE = "schemes.sections.Expenditure"


class Range(NamedTuple):
    """A sum of which only the bounds are known; the two are equal when it is known."""

    low: Decimal
    high: Decimal

    @property
    def known(self) -> bool:
        return self.low == self.high


class Towards(NamedTuple):
    """What lines count towards a minimum, and how many leave it open.

    A line leaves it open where its area of spend, or who commissions it, is blank.
    """

    planned: Range = Range(NOTHING, NOTHING)
    unclear: int = 0


class FundingRow(NamedTuple):
    """A line of income: who pays, from which source, and the amounts known so far, by year."""

    uid: str
    source: str
    contributor: int | None
    payer: str
    breakdown: bool
    comment: str
    amounts: dict[str, Decimal]


class Published(NamedTuple):
    """A published figure in force: an allocation or a required minimum."""

    amount: Decimal
    previous: Decimal | None
    uplift: Decimal | None
    payer: str
    district: bool


class Contribution(NamedTuple):
    """What one contributor gives from one source in a year, and what was published for it."""

    contributor: int | None
    payer: str
    row: str
    planned: Decimal | None
    published: Decimal | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Income and spending of one source in one year; income is None when not known."""

    source: FundingSource
    year: str
    income: Decimal | None
    spending: Decimal

    @property
    def left(self) -> Decimal | None:
        """Income less spending; below 0 when overspent."""
        return None if self.income is None else self.income - self.spending


@dataclass(frozen=True, slots=True)
class MinimumSpend:
    """A required minimum in one year: what was published, and what the plan has towards it.

    `unclear` lines leave the planned sum open.
    """

    minimum: RequiredMinimum
    year: str
    published: Published | None
    planned: Range
    unclear: int

    @property
    def required(self) -> Decimal | None:
        """The published figure; None where none is loaded."""
        return self.published.amount if self.published else None

    @property
    def increase(self) -> Decimal | None:
        """Required this year less last year; None where either is not published."""
        if self.published is None or self.published.previous is None:
            return None
        return self.published.amount - self.published.previous

    @property
    def met(self) -> bool | None:
        """Whether the minimum is met; None when a missing figure could turn the answer."""
        if self.required is None:
            return None
        if self.planned.low >= self.required:
            return True
        return False if self.planned.high < self.required else None

    @property
    def spare(self) -> Decimal | None:
        """Planned less required; None when either is not known."""
        if self.required is None or not self.planned.known:
            return None
        return self.planned.low - self.required


@dataclass(frozen=True)
class Frame:
    """What a collection adds up: its years, its sources and minimums in the edition's order.

    `amounts` names the column of income for each year.
    """

    years: tuple[str, ...]
    sources: tuple[FundingSource, ...]
    minimums: tuple[RequiredMinimum, ...]
    amounts: Mapping[str, str]


def frame_of(collection: Collection) -> Frame:
    """The frame of a collection, read once and kept until the edition's data changes."""
    return _frame(collection, collection.edition.structure_revision)


@lru_cache(maxsize=64)
def _frame(collection: Collection, structure_revision: int) -> Frame:
    years = CollectionYear.objects.filter(collection=collection).order_by("position")
    amounts = Question.objects.filter(
        section__collection=collection, section__kind=INCOME, field="amount"
    )
    return Frame(
        tuple(years.values_list("year", flat=True)),
        tuple(FundingSource.objects.asked_by(collection).order_by("position")),
        tuple(RequiredMinimum.objects.asked_by(collection).order_by("position")),
        dict(amounts.values_list("year", "key")),
    )


@dataclass
class Totals:
    """The money of one version.

    `spend` is by source ("" for none) and year; `towards` by required minimum and year, of
    what the NHS minimum pays for; `published` by fund and year, then by contributor (None for
    the board as a whole).
    """

    version: Version
    frame: Frame
    rows: list[FundingRow] = field(default_factory=list)
    spend: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    towards: dict[tuple[str, str], Towards] = field(default_factory=dict)
    published: dict[tuple[str, str], dict[int | None, Published]] = field(default_factory=dict)

    # Income.

    @cached_property
    def _rows_of(self) -> dict[str, list[FundingRow]]:
        rows: dict[str, list[FundingRow]] = {source.key: [] for source in self.frame.sources}
        for row in self.rows:
            if not row.breakdown:
                rows.setdefault(row.source, []).append(row)
        return rows

    @cached_property
    def _income(self) -> dict[tuple[str, str], Decimal | None]:
        return {
            (source.key, year): self._added(source, year)
            for source in self.frame.sources
            for year in self.frame.years
        }

    def _added(self, source: FundingSource, year: str) -> Decimal | None:
        rows = self._rows_of[source.key]
        if not rows and source.mandatory:
            return None
        return known_sum(row.amounts.get(year) for row in rows)

    def income_of(self, source: str, year: str) -> Decimal | None:
        """A source's income; None while an amount is missing, 0 where an extra is not given."""
        return self._income[source, year]

    def income(self, year: str) -> Decimal | None:
        """All income of a year; None while one amount is missing."""
        return known_sum(self._income[source.key, year] for source in self.frame.sources)

    def row_of(self, source: str) -> str:
        """The uid of a source's first line of income; empty where there is none."""
        rows = self._rows_of[source]
        return rows[0].uid if rows else ""

    def comment_on(self, source: str) -> str:
        """The comments on a source's lines of income, together."""
        return " ".join(row.comment for row in self._rows_of[source]).strip()

    def parts_of(self, source: str) -> list[FundingRow]:
        """The districts' parts of a source, which explain its line and add nothing to it."""
        return [row for row in self.rows if row.breakdown and row.source == source]

    # Income against what was published.

    def contributions(self, source: str, year: str) -> Sequence[Contribution]:
        """Each contributor of a source: those with a line, and those published without one."""
        return self._contributions[source, year]

    @cached_property
    def _contributions(self) -> dict[tuple[str, str], list[Contribution]]:
        return {
            (source.key, year): list(self._contributed(source.key, year))
            for source in self.frame.sources
            for year in self.frame.years
        }

    def _contributed(self, source: str, year: str) -> Iterator[Contribution]:
        given: dict[int | None, list[FundingRow]] = {}
        for row in self._rows_of[source]:
            given.setdefault(row.contributor, []).append(row)
        published = self.published.get((source, year), {})
        for contributor, figure in published.items():
            if contributor is not None and not figure.district:
                given.setdefault(contributor, [])
        for contributor, rows in given.items():
            known = None if contributor is None else published.get(contributor)
            yield _contribution(contributor, rows, known, year)

    def published_whole(self, fund: str, year: str) -> Published | None:
        """The figure published for the board as a whole, whoever pays."""
        return self.published.get((fund, year), {}).get(None)

    def published_for(self, source: str, year: str) -> Decimal | None:
        """The published sum of a source: for the board as a whole, or all contributors' sums.

        None while the figure of one contributor is not loaded.
        """
        if whole := self.published_whole(source, year):
            return whole.amount
        parts = self.contributions(source, year)
        return known_sum(part.published for part in parts) if parts else None

    # Spending.

    def spending_of(self, source: str, year: str) -> Decimal:
        """What the lines of one source spend. Blank amounts are not planned yet."""
        return self.spend.get((source, year), NOTHING)

    def spending(self, year: str) -> Decimal:
        """All spending of a year, lines without a source included."""
        return sum((spent for (_, of), spent in self.spend.items() if of == year), NOTHING)

    # Both.

    def balances(self) -> Iterator[Balance]:
        """Income and spending of each source that is mandatory or used, year by year."""
        for source in self.frame.sources:
            for year in self.frame.years:
                balance = self.balance(source, year)
                if source.mandatory or self._rows_of[source.key] or balance.spending:
                    yield balance

    def balance(self, source: FundingSource, year: str) -> Balance:
        """Income and spending of one source in one year."""
        income = self.income_of(source.key, year)
        return Balance(source, year, income, self.spending_of(source.key, year))

    def minimums(self) -> Iterator[MinimumSpend]:
        """Each required minimum, year by year, and what counts towards it."""
        for minimum in self.frame.minimums:
            for year in self.frame.years:
                published = self.published_whole(minimum.key, year)
                towards = self.towards.get((minimum.key, year), Towards())
                yield MinimumSpend(minimum, year, published, *towards)


def _contribution(
    contributor: int | None, rows: Sequence[FundingRow], figure: Published | None, year: str
) -> Contribution:
    """What a contributor gives in its lines of one source, or was published to give, or both."""
    published = figure.amount if figure else None
    if not rows:
        return Contribution(contributor, figure.payer if figure else "", "", None, published)
    planned = known_sum(row.amounts.get(year) for row in rows)
    return Contribution(contributor, rows[0].payer, rows[0].uid, planned, published)


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when an amount is not known."""
    total = NOTHING
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
