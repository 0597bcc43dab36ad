"""A drawing of figures over time, on a wide page and on a narrow one: its scale and its names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import NamedTuple

from bcf.figures import number

from .targets import split

#: Units of a drawing: each is a pixel where it is shown in its own size. `TOP` is where the
#: highest line stands, with room for a value over it; names stand under the lowest.
HEIGHT, TOP, NAMES, RIGHT = 250, 26, 44, 10
#: How wide a letter of 13 pixels is at most, and how far texts stand apart.
LETTER, GAP = 7.5, 6
#: How far over its mark a value stands, or under it.
OVER, UNDER = -10, 20
#: At most so many steps from the lowest line to the highest, and what they count by.
MOST_STEPS = 5
STEPS = tuple(map(Decimal, (1, 2, 5, 10)))
#: How much of a step is left under the lowest value, for what is written there.
BELOW = Decimal("0.6")
#: A value that stands alone has lines under it and over it.
UNDER_ONE, OVER_ONE = Decimal("0.95"), Decimal("1.05")


class Line(NamedTuple):
    """A line across the drawing, and the figure it stands for."""

    y: float
    text: str


class Label(NamedTuple):
    """A text under the drawing, and its middle."""

    x: float
    text: str


def ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Round figures from below the lowest value to above the highest.

    They begin at 0 where the values are far apart, else near the lowest.
    """
    low, high = min(values), max(values)
    if low == high:
        low, high = low * UNDER_ONE, high * OVER_ONE or Decimal(1)
    elif low * 2 <= high:
        low = Decimal(0)
    span = high - low
    size = Decimal(1).scaleb((span / MOST_STEPS).adjusted())
    step = next(each * size for each in STEPS if span <= each * size * MOST_STEPS)
    first = int(max(low / step - BELOW, Decimal(0)).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return [step * each for each in range(first, last + 1)]


def places_of(values: Sequence[Decimal | None]) -> int:
    """How many digits after the point the values need at most."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value is not None]
    return max((-int(exponent) for exponent in exponents if int(exponent) < 0), default=0)


@dataclass(frozen=True)
class Drawing(ABC):
    """Periods in the order of time, drawn `width` units wide over a scale of round figures."""

    width: int

    height = HEIGHT
    bottom = HEIGHT - NAMES
    top = TOP + 2 * OVER
    plan_height = bottom - top

    @property
    @abstractmethod
    def periods(self) -> Sequence[str]:
        """What is drawn side by side, by name, such as "2023-24 Q1"."""

    @property
    @abstractmethod
    def reach(self) -> Sequence[Decimal]:
        """The figures between which the scale stands: one at least."""

    def written(self, value: Decimal, places: int) -> str:
        """A figure as it is written in the drawing."""
        return number(value, places)

    @cached_property
    def ticks(self) -> list[Decimal]:
        return ticks(self.reach)

    @cached_property
    def lines(self) -> list[Line]:
        places = places_of(self.ticks)
        return [Line(self.y_of(tick), self.written(tick, places)) for tick in self.ticks]

    @cached_property
    def left(self) -> float:
        """Where the lines begin: right of what is written at them."""
        return max(len(line.text) for line in self.lines) * LETTER + GAP

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def begins(self) -> str:
        """The figure of the lowest line, unless it is 0."""
        return self.lines[0].text if self.ticks[0] else ""

    @property
    def labels(self) -> list[Label]:
        """What stands under each period: its part of the year, or the year."""
        parts = [(split(period)[1], period) for period in self.periods]
        short = [part[:3] or period for part, period in parts]
        if max(map(len, short)) * LETTER + GAP > self.slot:
            short = [name[:1] for name in short]
        return [Label(self.x_of(place), name) for place, name in enumerate(short)]

    @property
    def slot(self) -> float:
        """How much room each period has."""
        return (self.right - self.left) / len(self.periods)

    def x_of(self, place: int) -> float:
        """The middle of a period, by its place."""
        return self.left + self.slot * (place + 0.5)

    def y_of(self, value: Decimal) -> float:
        """How far down a figure stands."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.bottom - float(share) * (self.bottom - TOP)
