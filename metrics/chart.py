"""A metric's figures as a drawing: where each stands, for a wide page and for a narrow one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import groupby
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


class Figure(NamedTuple):
    """A value in one period, measured or planned; None where nobody knows it."""

    period: str
    value: Decimal | None
    planned: bool


class Line(NamedTuple):
    """A line across the drawing, and the figure it stands for."""

    y: float
    text: str


class Mark(NamedTuple):
    """A figure's place. `text` is its value, where there is room to write it, at `text_y`."""

    x: float
    y: float
    planned: bool
    text: str
    text_y: float


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
class Chart:
    """Figures in the order of time, drawn `width` units wide; at least one is known."""

    figures: Sequence[Figure]
    unit: str
    width: int

    height = HEIGHT
    bottom = HEIGHT - NAMES
    top = TOP + 2 * OVER
    plan_height = bottom - top

    @cached_property
    def known(self) -> dict[int, Decimal]:
        """The values that are known, by their places."""
        return {place: f.value for place, f in enumerate(self.figures) if f.value is not None}

    @cached_property
    def ticks(self) -> list[Decimal]:
        return ticks(list(self.known.values()))

    @cached_property
    def lines(self) -> list[Line]:
        places = places_of(self.ticks)
        return [Line(self._y(tick), self._written(tick, places)) for tick in self.ticks]

    @cached_property
    def left(self) -> float:
        """Where the lines begin: right of what is written at them."""
        places = places_of(self.ticks)
        return max(len(self._written(tick, places)) for tick in self.ticks) * LETTER + GAP

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def plan_from(self) -> float:
        """Where the ground of the plan begins."""
        return self.left + self._slot * sum(not figure.planned for figure in self.figures)

    @property
    def plan_width(self) -> float:
        return self.right - self.plan_from

    @property
    def marks(self) -> list[Mark]:
        """Each figure that is known. Where there is room for few values, the last are written."""
        texts = {place: self._written(value, self._places) for place, value in self.known.items()}
        last = {self.figures[place].planned: place for place in self.known}.values()
        if max(map(len, texts.values())) * LETTER > self._slot:
            texts = {place: texts[place] for place in last}
        return [self._mark(place, texts.get(place, "")) for place in self.known]

    def _mark(self, place: int, text: str) -> Mark:
        y = self._y(self.known[place])
        away = UNDER if self._is_dip(place) else OVER
        return Mark(self._x(place), y, self.figures[place].planned, text, y + away)

    def _is_dip(self, place: int) -> bool:
        """Whether the lines from it go up, so that a value is better written under it."""
        planned = self.figures[place].planned
        beside = [
            self.known[n] > self.known[place]
            for n in (place - 1, place + 1)
            if n in self.known and self.figures[n].planned == planned
        ]
        return bool(beside) and all(beside)

    @property
    def paths(self) -> Iterator[tuple[bool, str]]:
        """A path through each run of figures, and whether they are planned. A gap parts runs."""
        places = [(f.planned, place in self.known, place) for place, f in enumerate(self.figures)]
        for (planned, known), run in groupby(places, lambda each: each[:2]):
            if known:
                points = (f"{self._x(n):.1f},{self._y(self.known[n]):.1f}" for *_, n in run)
                yield planned, "M" + " L".join(points)

    @property
    def labels(self) -> list[Label]:
        """What stands under each figure: its part of the year, or the year."""
        parts = [split(figure.period)[1] for figure in self.figures]
        short = [part[:3] or f.period for part, f in zip(parts, self.figures, strict=True)]
        if max(map(len, short)) * LETTER > self._slot:
            short = [name[:1] for name in short]
        return [Label(self._x(place), name) for place, name in enumerate(short)]

    @property
    def groups(self) -> Iterator[Label]:
        """What stands under several figures: "2022-23 actual", or "Actual" under years."""
        for name, run in groupby(enumerate(self.figures), lambda each: _group(each[1])):
            places = [place for place, _ in run]
            yield Label((self._x(places[0]) + self._x(places[-1])) / 2, name)

    @property
    def told(self) -> str:
        """All that the drawing says, in words."""
        actual = [self._told(place) for place, f in enumerate(self.figures) if not f.planned]
        plan = [self._told(place) for place, f in enumerate(self.figures) if f.planned]
        both = [("Actual", actual), ("Plan", plan)]
        return " ".join(f"{name}: {', '.join(told)}." for name, told in both if told)

    def _told(self, place: int) -> str:
        value = self.known.get(place)
        said = "not known" if value is None else self._written(value, self._places)
        return f"{said} in {self.figures[place].period}"

    @property
    def begins(self) -> str:
        """The figure of the lowest line, unless it is 0."""
        return self.lines[0].text if self.ticks[0] else ""

    def _written(self, value: Decimal, places: int) -> str:
        return f"{number(value, places)}{'%' if self.unit == '%' else ''}"

    @cached_property
    def _places(self) -> int:
        return places_of(list(self.known.values()))

    @property
    def _slot(self) -> float:
        return (self.right - self.left) / len(self.figures)

    def _x(self, place: int) -> float:
        return self.left + self._slot * (place + 0.5)

    def _y(self, value: Decimal) -> float:
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.bottom - float(share) * (self.bottom - TOP)


def _group(figure: Figure) -> str:
    """What figures side by side have in common."""
    what = "plan" if figure.planned else "actual"
    year, part = split(figure.period)
    return f"{year} {what}" if part else what.capitalize()
