"""What was measured of a metric before the periods that a plan sets targets for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .chart import Chart, Figure
from .models import MetricFigure
from .targets import Figures, Target, split

#: How wide charts are drawn: on a desk, and on a phone.
WIDE, NARROW = 900, 340
#: At most so many measured figures are shown before the plan, but a whole year at least.
EARLIER = 8


@dataclass(frozen=True)
class History:
    """A metric's targets in one plan of a board (its id), and the figures before them."""

    figures: Figures
    board: int
    targets: Sequence[Target]

    @cached_property
    def measured(self) -> list[tuple[str, MetricFigure | None]]:
        """The figures of earlier years, by period; None in a part of a year without one."""
        parts = {
            split(target.asked.period)[1]: self.figures.before(self.board, target.asked)
            for target in self.targets
        }
        years = sorted({year for figures in parts.values() for year in figures})
        years = years[-max(1, EARLIER // len(parts)) :]
        return [
            (f"{year} {part}".strip(), figures.get(year))
            for year in years
            for part, figures in parts.items()
        ]

    @property
    def earlier(self) -> list[MetricFigure]:
        """Those that stand beside no target."""
        beside = {target.actual for target in self.targets}
        return [figure for _, figure in self.measured if figure and figure not in beside]

    @property
    def charts(self) -> list[Chart]:
        """The same chart for a wide page and for a narrow one; none while no value is known."""
        figures = [Figure(at, f.value if f else None, False) for at, f in self.measured]
        figures += [Figure(t.asked.period, t.planned, True) for t in self.targets]
        if all(figure.value is None for figure in figures):
            return []
        unit = self.targets[0].asked.metric.unit
        return [Chart(width, figures, unit) for width in (WIDE, NARROW)]
