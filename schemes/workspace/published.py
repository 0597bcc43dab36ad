"""The published figures of an NHS body's money, stage by stage, and the plans they hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bcf import figures
from bcf.editions.models import Allocation
from bcf.submissions.models import Version

from ..models import FundingSource
from ..totals import NOTHING
from .money import Line, Money


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A published figure; `rise` is by how much it is more than the one before it, if any.

    Only the newest figure of its kind is held against the plan: `over` is by how much the plan,
    or all boards' plans together, take more than it. None where that is not known.
    """

    allocation: Allocation
    source: FundingSource
    rise: Decimal | None
    in_force: bool
    versions: list[Version]
    over: Decimal | None

    @property
    def change(self) -> str:
        """How it differs from the figure before: rose by £12,500, unchanged."""
        if not self.rise:
            return "unchanged" if self.rise is not None else "the first"
        return f"{'rose' if self.rise > 0 else 'fell'} by {figures.money(abs(self.rise))}"

    @property
    def left(self) -> Decimal | None:
        return None if self.over is None else -self.over


def published_figures(money: Money) -> Iterator[PublishedFigure]:
    """Every published figure of the body's money, in the order of their days."""
    before: dict[tuple[str, int | None, str], Decimal] = {}
    for allocation in money.published:
        key = (allocation.fund, allocation.board_id, allocation.year)
        rise = allocation.amount - before[key] if key in before else None
        before[key] = allocation.amount
        in_force = money.in_force[key] == allocation
        source = money.section.sources[allocation.fund]
        lines = list(_lines(money, allocation)) if in_force else []
        versions = {line.version: None for line in lines if line.version}
        over = _over(lines, allocation)
        yield PublishedFigure(allocation, source, rise, in_force, list(versions), over)


def _lines(money: Money, allocation: Allocation) -> Iterator[Line]:
    """The lines that a figure is for: a board's, or those of all boards."""
    for line in money.lines():
        if line.source.key == allocation.fund and allocation.board_id in (None, line.board.pk):
            yield line


def _over(lines: Iterable[Line], allocation: Allocation) -> Decimal | None:
    """What the plans take more than a figure; None while no amount is known."""
    cells = [c for line in lines for c in line.cells if c.column.year == allocation.year]
    known = [cell.amount for cell in cells if cell.amount is not None]
    return sum(known, NOTHING) - allocation.amount if known else None
