"""A target of a plan: what is planned for one metric in one period, and what it is set against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from .models import FigureKind, GoodDirection, Metric, MetricFigure, SetBy

#: Rates and percentages are published with one digit after the point.
PLACES = Decimal("0.1")
#: Who sets a value, as pages say it.
WHO_SETS: Mapping[str, str] = {
    SetBy.BOARD: "yours to set",
    SetBy.NATION: "set nationally",
    SetBy.ELSEWHERE: "set elsewhere",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the edition asks of one row: a metric, in a period, set by whom."""

    metric: Metric
    period: str
    set_by: str
    in_edition: bool = True

    @property
    def who_sets(self) -> str:
        """Who sets the value, in words."""
        return WHO_SETS[self.set_by]


@dataclass(frozen=True, slots=True)
class Target:
    """One row of a plan's metrics.

    `typed` is the value as it was typed, `numerator` and `denominator` its parts; each is None
    while nobody has said it. `actual` is the newest measured figure of the same part of an
    earlier year, `national` the value set nationally; None where none is loaded.
    """

    uid: UUID
    name: str
    asked: Asked
    typed: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    explained: bool
    actual: MetricFigure | None
    national: MetricFigure | None

    @property
    def worked_out(self) -> Decimal | None:
        """The value that follows from the parts; None unless it is a plain ratio of both."""
        return ratio(self.asked.metric.scale, self.numerator, self.denominator)

    @property
    def planned(self) -> Decimal | None:
        """The planned value: worked out from its parts, or else as it was typed."""
        return planned(self.asked.metric.scale, self.typed, self.numerator, self.denominator)

    @property
    def is_worse(self) -> bool | None:
        """Whether the plan is worse than the last actual; None where either is not known."""
        if self.change is None:
            return None
        higher_is_better = self.asked.metric.good_direction == GoodDirection.HIGHER
        return self.change < 0 if higher_is_better else self.change > 0

    @property
    def change(self) -> Decimal | None:
        """How far the plan is above the last actual; None where either is not known."""
        if self.planned is None or self.actual is None:
            return None
        return self.planned - self.actual.value

    @property
    def differs(self) -> bool:
        """Whether the plan holds another value than the one set nationally."""
        return self.national is not None and self.planned != self.national.value

    @property
    def is_open(self) -> bool:
        """Whether the board itself sets the value."""
        return self.asked.set_by == SetBy.BOARD


@dataclass(frozen=True, slots=True)
class MetricTargets:
    """A metric with all its targets, and the address of its page."""

    metric: Metric
    url: str
    targets: Sequence[Target]

    @property
    def asked(self) -> Asked:
        """What is asked of the first period: all are set by the same."""
        return self.targets[0].asked

    @property
    def planned(self) -> int:
        """How many have their value."""
        return sum(target.planned is not None for target in self.targets)


def ratio(
    scale: int | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """numerator / denominator x scale, to one digit after the point; None if it cannot be had."""
    if scale is None or numerator is None or not denominator:
        return None
    return (numerator / denominator * scale).quantize(PLACES, ROUND_HALF_UP)


def planned(
    scale: int | None,
    typed: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
) -> Decimal | None:
    """The planned value: worked out from its parts, or else as it was typed."""
    worked_out = ratio(scale, numerator, denominator)
    return typed if worked_out is None else worked_out


class Figures:
    """Published figures of some metrics, by board (its id)."""

    def __init__(self, found: Iterable[MetricFigure]) -> None:
        self._national: dict[tuple[int, str, str], MetricFigure] = {}
        self._actual: dict[tuple[int, str, str], list[MetricFigure]] = defaultdict(list)
        for figure in found:
            about = figure.board_id, figure.metric.code
            if figure.kind == FigureKind.NATIONAL:
                self._national[*about, figure.period] = figure
            else:
                self._actual[*about, split(figure.period)[1]].append(figure)

    def national(self, board: int, asked: Asked) -> MetricFigure | None:
        """The value set nationally for the period asked about."""
        if asked.set_by != SetBy.NATION:
            return None
        return self._national.get((board, asked.metric.code, asked.period))

    def actual(self, board: int, asked: Asked) -> MetricFigure | None:
        """The newest figure of the same part of an earlier year: quarters are set by quarters."""
        return next(reversed(self.before(board, asked).values()), None)

    def before(self, board: int, asked: Asked) -> dict[str, MetricFigure]:
        """The measured figures of the same part of earlier years, by year."""
        year, part = split(asked.period)
        measured = self._actual.get((board, asked.metric.code, part), ())
        years = {split(figure.period)[0]: figure for figure in measured}
        return {each: figure for each, figure in sorted(years.items()) if each < year}


def split(period: str) -> tuple[str, str]:
    """The financial year of a period, and the part of it: ("2023-24", "Q1")."""
    year, _, part = period.partition(" ")
    return year, part
