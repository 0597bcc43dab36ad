"""Targets of metrics, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from bcf.checks.registry import Round
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.submissions.sections import Locks
from bcf.tables import Edit, Lock, Row, Value
from metrics.models import EditionMetric, Metric, MetricFigure, SetBy
from metrics.targets import Asked, Figures, MetricTargets, Target

from .figured import Figured, number_in

#: The keys of the columns that are worked with.
NUMERATOR, DENOMINATOR, VALUE, REASON = "numerator", "denominator", "value", "worse_because"
SCALE, PLANNED, ACTUAL, ACTUAL_PERIOD = "scale", "planned", "actual", "actual_period"

ELSEWHERE = "This metric is planned elsewhere: no number is typed here."
NATIONAL = "This value is set nationally. It cannot be typed over."
NOT_LOADED = (
    "This value is set nationally, and is not loaded here. The national team adds it: there is"
    " nothing for you to do."
)


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
            number_in(cells.get(VALUE)),
            number_in(cells.get(NUMERATOR)),
            number_in(cells.get(DENOMINATOR)),
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
