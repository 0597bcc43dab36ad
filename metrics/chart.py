"""A metric's figures as a drawing: where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from .drawing import LETTER, OVER, UNDER, Drawing, Label, places_of
from .targets import split


class Figure(NamedTuple):
    """A value in one period, measured or planned; None where nobody knows it."""

    period: str
    value: Decimal | None
    planned: bool


class Mark(NamedTuple):
    """A figure's place. `text` is its value, where there is room to write it, at `text_y`."""

    x: float
    y: float
    planned: bool
    text: str
    text_y: float


@dataclass(frozen=True)
class Chart(Drawing):
    """Figures in the order of time, drawn `width` units wide; at least one is known."""

    figures: Sequence[Figure]
    unit: str

    @property
    def periods(self) -> list[str]:
        return [figure.period for figure in self.figures]

    @property
    def reach(self) -> list[Decimal]:
        return list(self.known.values())

    def written(self, value: Decimal, places: int) -> str:
        return f"{super().written(value, places)}{'%' if self.unit == '%' else ''}"

    @cached_property
    def known(self) -> dict[int, Decimal]:
        """The values that are known, by their places."""
        return {place: f.value for place, f in enumerate(self.figures) if f.value is not None}

    @property
    def plan_from(self) -> float:
        """Where the ground of the plan begins."""
        return self.left + self.slot * sum(not figure.planned for figure in self.figures)

    @property
    def plan_width(self) -> float:
        return self.right - self.plan_from

    @property
    def marks(self) -> list[Mark]:
        """Each figure that is known. Where there is room for few values, the last are written."""
        texts = {place: self.written(value, self._places) for place, value in self.known.items()}
        last = {self.figures[place].planned: place for place in self.known}.values()
        if max(map(len, texts.values())) * LETTER > self.slot:
            texts = {place: texts[place] for place in last}
        return [self._mark(place, texts.get(place, "")) for place in self.known]

    def _mark(self, place: int, text: str) -> Mark:
        y = self.y_of(self.known[place])
        away = UNDER if self._is_dip(place) else OVER
        return Mark(self.x_of(place), y, self.figures[place].planned, text, y + away)

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
                points = (f"{self.x_of(n):.1f},{self.y_of(self.known[n]):.1f}" for *_, n in run)
                yield planned, "M" + " L".join(points)

    @property
    def groups(self) -> Iterator[Label]:
        """What stands under several figures: "2022-23 actual", or "Actual" under years."""
        for name, run in groupby(enumerate(self.figures), lambda each: _group(each[1])):
            places = [place for place, _ in run]
            yield Label((self.x_of(places[0]) + self.x_of(places[-1])) / 2, name)

    @property
    def told(self) -> str:
        """All that the drawing says, in words."""
        actual = [self._told(place) for place, f in enumerate(self.figures) if not f.planned]
        plan = [self._told(place) for place, f in enumerate(self.figures) if f.planned]
        both = [("Actual", actual), ("Plan", plan)]
        return " ".join(f"{name}: {', '.join(told)}." for name, told in both if told)

    def _told(self, place: int) -> str:
        value = self.known.get(place)
        said = "not known" if value is None else self.written(value, self._places)
        return f"{said} in {self.figures[place].period}"

    @cached_property
    def _places(self) -> int:
        return places_of(list(self.known.values()))


def _group(figure: Figure) -> str:
    """What figures side by side have in common."""
    what = "plan" if figure.planned else "actual"
    year, part = split(figure.period)
    return f"{year} {what}" if part else what.capitalize()
