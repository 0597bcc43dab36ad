"""Amounts that look like thousands of pounds: when to ask, and what each answer would leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bcf.tables import Column, Kind, Row

from .headings import says_thousands
from .rows import PastedRow, figure_of

NOTHING = Decimal(0)
#: How far a pasted total may be from a thousandth of what it is held against, either way.
WITHIN = 4

#: The reasons of asking, which are also the questions' names.
HEADING, TOTAL = "heading", "total"

#: What there is to plan in pounds, by source and column of pounds.
Funds = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Columns of pounds that look like thousands for one reason: one question."""

    reason: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer makes of one column: its sum, and what it leaves to plan if that is known."""

    column: str
    pasted: Decimal
    means: Decimal
    left: Decimal | None


@dataclass(frozen=True, slots=True)
class Money:
    """The pounds of a paste beside those of the plan.

    `lines` are the section's rows now; `paid_from` is the column of the source, if it has one.
    """

    rows: Sequence[PastedRow]
    lines: Sequence[Row]
    funds: Funds
    paid_from: str = ""

    def pasted(self, column: str) -> Decimal:
        """The sum of a pasted column, as it was pasted."""
        cells = [row.cells[column] for row in self.rows if column in row.cells]
        return sum((figure_of(cell.typed or cell.pasted) or NOTHING for cell in cells), NOTHING)

    @property
    def sources(self) -> set[object]:
        """The sources that the pasted rows name; none stands for all of them."""
        cells = [row.cells[self.paid_from] for row in self.rows if self.paid_from in row.cells]
        return {cell.value for cell in cells if cell.value is not None}

    def to_plan(self, column: str) -> Decimal | None:
        """What there is in all for the pasted rows; None when it is not known."""
        sources = self.sources
        known = {source for source, key in self.funds if key == column}
        if not known or not sources <= known:
            return None
        wanted = sources or known
        return sum((self.funds[str(source), column] for source in wanted), NOTHING)

    def planned(self, column: str, but: Collection[UUID] = ()) -> Decimal:
        """What the plan's lines of the same sources have now, some left out."""
        sources = self.sources
        amounts = [
            row.get(column)
            for row in self.lines
            if row.uid not in but and (not sources or row.get(self.paid_from) in sources)
        ]
        return sum((a for a in amounts if isinstance(a, Decimal)), NOTHING)

    def outcomes(self, doubt: Doubt, times: int, changed: Collection[UUID]) -> list[Outcome]:
        """What the columns in doubt would come to; `changed` are the lines that rows replace."""
        made = []
        for column in doubt.columns:
            pasted = self.pasted(column)
            there, means = self.to_plan(column), pasted * times
            left = None if there is None else there - self.planned(column, changed) - means
            made.append(Outcome(column, pasted, means, left))
        return made


def doubts(headings: Mapping[str, str], columns: Sequence[Column], money: Money) -> list[Doubt]:
    """The questions to ask. `headings` are the pasted ones by the key of our column."""
    pounds = [c.key for c in columns if c.kind is Kind.MONEY and c.key in headings]
    said = [key for key in pounds if says_thousands(headings[key])]
    small = [key for key in pounds if key not in said and _small(money, key)]
    asked = (Doubt(HEADING, tuple(said)), Doubt(TOTAL, tuple(small)))
    return [doubt for doubt in asked if doubt.columns]


def _small(money: Money, column: str) -> bool:
    """Whether a pasted total is about a thousandth of what there is, or of what is planned."""
    pasted = money.pasted(column) * 1000
    against = (money.to_plan(column), money.planned(column))
    return any(whole and whole / WITHIN <= pasted <= whole * WITHIN for whole in against)
