"""Figures put into plans, and what the rules say of them."""

from __future__ import annotations

from decimal import Decimal

from bcf.boards.models import Board
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.tables import Edit, Refusal, Row
from metrics.models import FigureKind, Metric, MetricFigure
from tests.factories import again, put, refusals, section

METRICS = "metrics"


def row(version: Version, key: str, of: str = METRICS) -> Row:
    """The row that the edition calls by this key."""
    kind = section(again(version), of)
    return next(row for row in kind.rows(version) if kind.keys[row.uid] == key)  # type: ignore[attr-defined]


def says(version: Version, key: str, of: str = METRICS, **raw: str) -> None:
    """Type into one row."""
    put(again(version), Edit(uid=row(version, key, of).uid, raw=raw), key=of)


def refused(version: Version, key: str, **raw: str) -> list[Refusal]:
    """What is not taken of this."""
    return refusals(again(version), Edit(uid=row(version, key).uid, raw=raw), key=METRICS)


def publish(
    version: Version, code: str, period: str, value: str, kind: str = FigureKind.ACTUAL
) -> MetricFigure:
    """Load a published figure of the plan's board."""
    return MetricFigure.objects.create(
        board=Board.objects.get(submissions__versions=version),
        metric=Metric.objects.get(code=code),
        period=period,
        kind=kind,
        value=Decimal(value),
    )


def found(version: Version, rule: str) -> list[Finding]:
    fresh = again(version)
    return [finding for finding in check([fresh])[fresh.pk] if finding.rule == rule]


def states(version: Version, rule: str) -> set[str]:
    return {finding.state for finding in found(version, rule)}


def one(version: Version, rule: str, outcome: str = "fails") -> Finding:
    """The one finding of a rule with this outcome."""
    (finding,) = [finding for finding in found(version, rule) if finding.outcome == outcome]
    return finding
