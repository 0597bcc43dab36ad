"""Capacity and demand of one service as a drawing: a column for each month, a line over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from bcf.figures import MINUS, number

from .drawing import OVER, Drawing
from .sections import Month

#: How much of a month's room its column takes.
COLUMN = 0.6


class Block(NamedTuple):
    """A piece of a column, from its left and upper corner."""

    x: float
    y: float
    width: float
    height: float


class Dot(NamedTuple):
    """Where a month's demand stands."""

    x: float
    y: float


class Gap(NamedTuple):
    """What a month is short of: the piece between capacity and demand, and what is written."""

    block: Block
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class CapacityChart(Drawing):
    """The months of one service in the order of time; a figure is known of one at least."""

    months: Sequence[Month]

    @property
    def periods(self) -> list[str]:
        return [month.period for month in self.months]

    @cached_property
    def reach(self) -> list[Decimal]:
        """Columns stand on 0, so that their heights compare."""
        known = [figure for month in self.months for figure in (month.demand, _all_of(month))]
        return [Decimal(0), *(figure for figure in known if figure is not None)]

    @property
    def planned(self) -> Iterator[Block]:
        """What the service can take on by plan."""
        for place, month in enumerate(self.months):
            if month.capacity:
                yield self._block(place, Decimal(0), month.capacity)

    @property
    def bought(self) -> Iterator[Block]:
        """What is bought as the need arises, on top of it."""
        for place, month in enumerate(self.months):
            if month.capacity is not None and month.spot:
                yield self._block(place, month.capacity, month.capacity + month.spot)

    @property
    def gaps(self) -> Iterator[Gap]:
        """What months are short of."""
        for place, month in enumerate(self.months):
            if month.demand is not None and month.short is not None:
                block = self._block(place, month.demand - month.short, month.demand)
                text = f"{MINUS}{number(month.short)}"
                yield Gap(block, self.x_of(place), block.y + OVER, text)

    @cached_property
    def dots(self) -> dict[int, Dot]:
        """Where each month's demand stands, by the month's place; none where it is not known."""
        return {
            place: Dot(self.x_of(place), self.y_of(month.demand))
            for place, month in enumerate(self.months)
            if month.demand is not None
        }

    @property
    def paths(self) -> Iterator[str]:
        """A path through each run of months whose demand is known. A gap parts runs."""
        for known, run in groupby(range(len(self.months)), self.dots.__contains__):
            if known:
                yield "M" + " L".join("{:.1f},{:.1f}".format(*self.dots[place]) for place in run)

    @property
    def told(self) -> str:
        """All that the drawing says, in words."""
        return " ".join(_told(month) for month in self.months)

    def _block(self, place: int, low: Decimal, high: Decimal) -> Block:
        width, top = self.slot * COLUMN, self.y_of(high)
        return Block(self.x_of(place) - width / 2, top, width, self.y_of(low) - top)


def _all_of(month: Month) -> Decimal | None:
    """All that a service can take on in a month; what is not known is left out."""
    return None if month.capacity is None else month.capacity + (month.spot or 0)


def _told(month: Month) -> str:
    """One month in words."""
    said = [f"demand {_or_not(month.demand)}", f"capacity {_or_not(month.capacity)}"]
    said += [f"spot purchase {_or_not(month.spot)}"] if month.spot != 0 else []
    said += [f"{number(month.short)} short"] if month.short is not None else []
    return f"{month.period}: {', '.join(said)}."


def _or_not(figure: Decimal | None) -> str:
    return number(figure) or "not known"
