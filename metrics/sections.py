"""Sections of figures: targets of metrics, and capacity against demand."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any
from uuid import UUID

from bcf.answers.models import Answer
from bcf.answers.sections import FixedRows
from bcf.checks.registry import Round
from bcf.kept import VERSIONS, Kept
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.submissions.sections import Locks, sections_of
from bcf.tables import Edit, Lock, Row, Value

from .models import EditionMetric, Metric, MetricFigure, SetBy
from .targets import Asked, Figures, MetricTargets, Target

#: The keys of the columns that are worked with.
NUMERATOR, DENOMINATOR, VALUE, REASON = "numerator", "denominator", "value", "worse_because"
SCALE, PLANNED, ACTUAL, ACTUAL_PERIOD = "scale", "planned", "actual", "actual_period"
DEMAND, CAPACITY, SURPLUS, SHORTFALL = "demand", "capacity", "surplus", "shortfall"
SPOT, SURPLUS_WITH_SPOT = "spot", "surplus_with_spot"

ELSEWHERE = "This metric is planned elsewhere: no number is typed here."
NATIONAL = "This value is set nationally. It cannot be typed over."
NOT_LOADED = (
    "This value is set nationally, and is not loaded here. The national team adds it: there is"
    " nothing for you to do."
)

#: What was typed into a section's rows: by the row's key and the column's.
Rows = dict[str, dict[str, Value]]


class Figured(FixedRows):
    """Rows of the edition with figures that rules compare, read for many plans at once."""

    @cached_property
    def names(self) -> dict[str, str]:
        """What each row is called in a sentence, by its key: in full, as many look alike."""
        return {row.key: row.label for row in self.section.rows.all()}

    @abstractmethod
    def facts(self, round: Round) -> Mapping[int, Sequence[Any]]:
        """What rules are given of each version, by its id."""

    def held(self, round: Round) -> Iterator[tuple[Version, Rows]]:
        """What was typed into each version's rows."""
        typed = round.facts(figures_typed)
        for version in round.versions:
            yield version, typed[version.pk][self.key]


def figures_typed(round: Round) -> dict[int, dict[str, Rows]]:
    """What was typed into each section of figures, by version (its id) and section.

    One statement, however many sections and versions.
    """
    sections = [s for s in sections_of(round.collection) if isinstance(s, Figured)]
    questions = tuple(q.pk for section in sections for q in section.questions.values())
    typed: dict[int, dict[str, Rows]] = {
        version.pk: {section.key: defaultdict(dict) for section in sections}
        for version in round.versions
    }
    for version, section, row, column, number, text in _typed(questions).run(versions=list(typed)):
        typed[version][section][row][column] = text if number is None else number
    return typed


@lru_cache(maxsize=32)
def _typed(questions: tuple[int, ...]) -> Kept:
    answers = Answer.objects.filter(version__any_of=VERSIONS, question__in=questions)
    place = ("version", "question__section__key", "row", "question__key")
    return Kept(lambda: answers.values_list(*place, "number", "text"))


class Targets(Figured):
    """The planned value of each metric in each period of the edition.

    A row's `subject` is its metric's code. Where a value is a plain ratio it is worked out
    from its parts; else, and where only a rate was published, it is typed. Values that others
    set are locked.
    """

    row_noun = "target"
    totals_template = "metrics/partials/metrics.html"

    @cached_property
    def asked_of(self) -> dict[str, Asked]:
        """What each row asks for, by its key."""
        rows = list(self.section.rows.all())
        metrics = Metric.objects.in_bulk({row.subject for row in rows}, field_name="code")
        return {
            row.key: Asked(
                metrics[row.subject],
                row.period,
                self.metrics.get(row.subject, SetBy.BOARD),
                row.subject in self.metrics,
            )
            for row in rows
        }

    @cached_property
    def metrics(self) -> dict[str, str]:
        """Who sets each of the edition's metrics, by code, in the edition's order."""
        asked = EditionMetric.objects.filter(edition=self.edition).order_by("position")
        return dict(asked.values_list("metric__code", "set_by"))

    @cached_property
    def figures(self) -> Figures:
        """All boards' published figures of these metrics: they change with the structure."""
        codes = {asked.metric.code for asked in self.asked_of.values()}
        found = MetricFigure.objects.filter(metric__code__in=codes)
        return Figures(found.select_related("metric"))

    def facts(self, round: Round) -> dict[int, list[Target]]:
        return {
            version.pk: [
                self._target(version, uid, key, rows[key]) for uid, key in self.keys.items()
            ]
            for version, rows in self.held(round)
        }

    def _target(self, version: Version, uid: UUID, key: str, cells: Mapping[str, Value]) -> Target:
        board, asked = version.submission.board_id, self.asked_of[key]
        return Target(
            uid,
            self.names[key],
            asked,
            _number(cells.get(VALUE)),
            _number(cells.get(NUMERATOR)),
            _number(cells.get(DENOMINATOR)),
            cells.get(REASON) is not None,
            self.figures.actual(board, asked),
            self.figures.national(board, asked),
        )

    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        found = super().rows(version, uids)
        return [replace(row, values={**row.values, **self._shown(version, row)}) for row in found]

    def target_of(self, version: Version, row: Row) -> Target:
        """What a row plans, and what it is set against."""
        return self._target(version, row.uid, self.keys[row.uid], row.values)

    def _shown(self, version: Version, row: Row) -> dict[str, Value]:
        """The figures that follow from what was typed and what was published."""
        target = self.target_of(version, row)
        scale = target.asked.metric.scale
        shown: dict[str, Value] = {
            SCALE: Decimal(scale) if scale else None,
            PLANNED: target.planned,
        }
        if target.actual is not None:
            shown |= {ACTUAL: target.actual.value, ACTUAL_PERIOD: target.actual.period}
        return shown

    def by_metric(self, version: Version, rows: Sequence[Row]) -> list[MetricTargets]:
        """Each metric with its targets and the way to its page, in the edition's order."""
        targets = [self.target_of(version, row) for row in rows]
        return [
            MetricTargets(metric, place(version, "metric", metric.code), list(its))
            for metric, its in groupby(targets, lambda target: target.asked.metric)
        ]

    def totals(self, version: Version, rows: Sequence[Row]) -> dict[str, Any]:
        return {"metrics": self.by_metric(version, rows)}

    def locks(self, version: Version, rows: Sequence[Row]) -> Locks:
        locks = dict(super().locks(version, rows))
        for row in rows:
            asked = self.asked_of[self.keys[row.uid]]
            if asked.set_by != SetBy.BOARD:
                locks |= self._locked(row.uid, asked, version)
        return locks

    def _locked(self, uid: UUID, asked: Asked, version: Version) -> dict[tuple[UUID, str], Lock]:
        """The locked cells of a value that others set."""
        figure = self.figures.national(version.submission.board_id, asked)
        why = ELSEWHERE if asked.set_by == SetBy.ELSEWHERE else NATIONAL if figure else NOT_LOADED
        values = _values(figure)
        return {(uid, key): Lock(values.get(key), why) for key in (VALUE, NUMERATOR, DENOMINATOR)}

    def start(self, version: Version) -> list[Edit]:
        """The values that are set nationally, filled in."""
        board = version.submission.board_id
        return [
            Edit(uid=uid, raw=_values(figure))
            for uid, key in self.keys.items()
            if (figure := self.figures.national(board, self.asked_of[key]))
        ]


def _values(figure: MetricFigure | None) -> dict[str, Any]:
    """A published figure by the columns that hold it."""
    if figure is None:
        return {}
    values = {VALUE: figure.value, NUMERATOR: figure.numerator, DENOMINATOR: figure.denominator}
    return {key: value for key, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Month:
    """What one service can take on in a month, and what is expected of it, in people.

    None where nobody has said it. `spot` is capacity bought as the need arises, beyond
    `capacity`; 0 where the edition does not ask for it.
    """

    uid: UUID
    name: str
    service: str
    demand: Decimal | None
    capacity: Decimal | None
    spot: Decimal | None
    explained: bool

    @property
    def surplus(self) -> Decimal | None:
        """All capacity beyond demand, below nought in a month that is short."""
        return surplus(self.demand, self.capacity, self.spot)


class Capacity(Figured):
    """Demand and capacity of each service, month by month, in people.

    Where the edition also asks for spot purchase, the surplus is worked out with it and
    without.
    """

    row_noun = "month"

    def compute(self, values: dict[str, Value]) -> dict[str, Value]:
        demand, capacity, spot = self._figures(values)
        both = {
            SURPLUS: surplus(demand, capacity),
            SURPLUS_WITH_SPOT: surplus(demand, capacity, spot),
        }
        return values | {key: found for key, found in both.items() if key in self.questions}

    def _figures(self, cells: Mapping[str, Value]) -> tuple[Decimal | None, ...]:
        """Demand, capacity and spot purchase."""
        spot = _number(cells.get(SPOT)) if SPOT in self.questions else Decimal(0)
        return _number(cells.get(DEMAND)), _number(cells.get(CAPACITY)), spot

    def facts(self, round: Round) -> dict[int, list[Month]]:
        return {
            version.pk: [self._month(uid, key, rows[key]) for uid, key in self.keys.items()]
            for version, rows in self.held(round)
        }

    def _month(self, uid: UUID, key: str, cells: Mapping[str, Value]) -> Month:
        demand, capacity, spot = self._figures(cells)
        explained = cells.get(SHORTFALL) is not None
        service = self.services[key]
        return Month(uid, self.names[key], service, demand, capacity, spot, explained)

    @cached_property
    def services(self) -> dict[str, str]:
        """The service that each row is about, by the row's key."""
        return {row.key: row.group for row in self.section.rows.all()}


def surplus(demand: Decimal | None, *capacity: Decimal | None) -> Decimal | None:
    """Capacity less demand; None while any of them is not known."""
    known = [part for part in capacity if part is not None]
    return None if demand is None or len(known) < len(capacity) else sum(known) - demand


def _number(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None
