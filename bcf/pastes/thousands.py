"""Amounts that look like thousands of pounds: when to ask, and what each answer would leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bcf.tables import Column, Kind, Row, Value

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
    """What an answer makes of one column: its sum, and what it leaves to plan.

    `left` counts only sources of which it is known what there is; None where none is.
    """

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

    def pasted(self, column: str, of: Collection[Value] = ()) -> Decimal:
        """The sum of a pasted column as it was pasted, of all rows or of those of some sources."""
        rows = [row for row in self.rows if column in row.cells]
        cells = [row.cells[column] for row in rows if not of or self._source(row) in of]
        return sum((figure_of(cell.typed or cell.pasted) or NOTHING for cell in cells), NOTHING)

    def _source(self, row: PastedRow) -> Value:
        cell = row.cells.get(self.paid_from)
        return cell.value if cell else None

    @property
    def sources(self) -> set[Value]:
        """The sources that the pasted rows name."""
        return {self._source(row) for row in self.rows} - {None}

    def known(self, column: str) -> set[Value]:
        """The sources of the rows, or all where they name none, of which the funds are known."""
        known: set[Value] = {source for source, key in self.funds if key == column}
        return known & self.sources if self.sources else known

    def to_plan(self, column: str) -> Decimal | None:
        """What there is in all for the pasted rows; None when nothing of it is known."""
        known = self.known(column)
        return sum((self.funds[str(s), column] for s in known), NOTHING) if known else None

    def planned(self, column: str, of: Collection[Value], but: Collection[UUID] = ()) -> Decimal:
        """What the plan's lines of some sources have now, some lines left out."""
        amounts = [
            row.get(column)
            for row in self.lines
            if row.uid not in but and (not of or row.get(self.paid_from) in of)
        ]
        return sum((a for a in amounts if isinstance(a, Decimal)), NOTHING)

    def outcomes(self, doubt: Doubt, times: int, changed: Collection[UUID]) -> list[Outcome]:
        """What the columns in doubt would come to; `changed` are the lines that rows replace."""
        made = []
        for column in doubt.columns:
            pasted, to_plan, left = self.pasted(column), self.to_plan(column), None
            if to_plan is not None:
                known = self.known(column)
                spent = self.pasted(column, known if self.sources else ()) * times
                left = to_plan - self.planned(column, known, changed) - spent
            made.append(Outcome(column, pasted, pasted * times, left))
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
    known = money.known(column) if money.sources else set()
    against = (
        (money.pasted(column, known), money.to_plan(column)),
        (money.pasted(column), money.planned(column, money.sources)),
    )
    return any(
        whole and whole / WITHIN <= pasted * 1000 <= whole * WITHIN for pasted, whole in against
    )
