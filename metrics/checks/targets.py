"""The rules of metrics: what is planned, in which parts, and against what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bcf.checks.findings import Place, Verdict, fails
from bcf.figures import number
from metrics.models import SetBy
from metrics.sections import DENOMINATOR, NOT_LOADED, NUMERATOR, REASON, VALUE
from metrics.targets import Target

from .figured import TARGETS, left_open, rule, told_of

PERCENTAGE = 100


@rule("R-MET-001", TARGETS, "Every metric has its planned values.")
def every_target_is_planned(targets: Sequence[Target]) -> Iterator[Verdict]:
    """Every metric that the board sets, or the national team, has its value in every period."""
    for target in targets:
        if target.is_open and target.planned is None:
            yield fails(
                "{row}: no planned value.",
                "Type the value, or both of its parts where it is worked out from them.",
                Place(str(target.uid), VALUE),
                told_of(target),
                missing=True,
            )
    yield from _not_loaded(targets)


@rule("R-MET-005", TARGETS, "Every rate is what its numerator and denominator make it.")
def rates_follow_from_their_parts(targets: Sequence[Target]) -> Iterator[Verdict]:
    """A rate typed beside its parts agrees with them. Without parts nobody can tell."""
    ratios = [t for t in targets if t.asked.metric.scale and t.planned is not None]
    for target in ratios:
        worked_out, typed = target.worked_out, target.typed
        if worked_out is not None and typed is not None and not _agree(typed, worked_out):
            yield fails(
                "{row}: the typed value is {typed}, but its parts make {worked_out}.",
                "Leave the typed value empty: it is worked out.",
                Place(str(target.uid), VALUE),
                told_of(target, typed=typed, worked_out=worked_out),
            )
    bare = [target for target in ratios if target.worked_out is None]
    yield from left_open("{rows}: the value stands without its parts.", bare, NUMERATOR)


def _agree(typed: Decimal, worked_out: Decimal) -> bool:
    """Whether the two are the same to as many digits as were typed."""
    digits = min(0, int(typed.normalize().as_tuple().exponent))
    return abs(typed - worked_out) <= Decimal(1).scaleb(digits) / 2


@rule("R-MET-006", TARGETS, "Every numerator fits its denominator.")
def parts_fit_each_other(targets: Sequence[Target]) -> Iterator[Verdict]:
    """A denominator is above nought; of a percentage the numerator is no greater than it."""
    ratios = [target for target in targets if target.asked.metric.scale]
    for target in ratios:
        if target.denominator == 0:
            yield fails(
                "{row}: the denominator is 0.",
                "Nothing can be divided by it.",
                Place(str(target.uid), DENOMINATOR),
                told_of(target),
            )
        elif _is_over(target):
            yield fails(
                "{row}: {numerator} of {denominator} is more than 100%.",
                "The numerator is part of the denominator.",
                Place(str(target.uid), NUMERATOR),
                told_of(target, numerator=target.numerator, denominator=target.denominator),
            )
    bare = [t for t in ratios if t.numerator is None or t.denominator is None]
    yield from left_open("{rows}: a part of the ratio is empty.", bare, NUMERATOR)


def _is_over(target: Target) -> bool:
    parts = target.numerator, target.denominator
    percentage = target.asked.metric.scale == PERCENTAGE
    return percentage and None not in parts and parts[0] > parts[1]  # type: ignore[operator]


@rule("R-MET-007", TARGETS, "No target is worse than the last actual without an explanation.")
def a_worse_target_is_explained(targets: Sequence[Target]) -> Iterator[Verdict]:
    """A target worse than the last actual says why."""
    set_here = [target for target in targets if target.is_open and target.planned is not None]
    for target in set_here:
        if target.is_worse and not target.explained:
            assert target.actual is not None
            facts = told_of(
                target,
                planned=target.planned,
                actual=target.actual.value,
                period=target.actual.period,
            )
            yield fails(
                "{row}: {planned} is planned, worse than {actual} in {period}.",
                "Say why, or plan for more.",
                Place(str(target.uid), REASON),
                facts,
            )
    bare = [target for target in set_here if target.actual is None]
    yield from left_open(
        "{rows}: no earlier figure is loaded to set the target beside.", bare, VALUE
    )


@rule("R-MET-008", TARGETS, "Every metric of the edition has a goal.")
def every_metric_has_a_goal(targets: Sequence[Target]) -> Iterator[Verdict]:
    """Each metric is planned in one period at least."""
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        if target.is_open:
            by_metric.setdefault(target.asked.metric.official_name, []).append(target)
    for name, periods in by_metric.items():
        if all(target.planned is None for target in periods):
            yield fails(
                "{metric}: no goal is set in any period.",
                "The plan sets a goal for each metric.",
                Place(str(periods[0].uid), VALUE),
                {"metric": name},
                missing=True,
            )


@rule("R-MET-009", TARGETS, "Every value set nationally stands as it was set.")
def national_values_stand(targets: Sequence[Target]) -> Iterator[Verdict]:
    """A value that is set nationally is the published one."""
    for target in targets:
        if target.national is not None and target.differs:
            yield fails(
                "{row}: {national} is set nationally, and the plan has {planned}.",
                "Put in the value that is set nationally.",
                Place(str(target.uid), VALUE),
                told_of(
                    target,
                    national=target.national.value,
                    planned=number(target.planned) or "nothing",
                ),
            )
    yield from _not_loaded(targets)


def _not_loaded(targets: Sequence[Target]) -> Iterator[Verdict]:
    bare = [t for t in targets if t.asked.set_by == SetBy.NATION and t.national is None]
    for verdict in left_open("{rows}: no value set nationally is loaded here.", bare, VALUE):
        yield verdict._replace(detail=NOT_LOADED)


@rule("R-MET-010", TARGETS, "Every metric planned here is one of this edition.")
def metrics_are_the_editions(targets: Sequence[Target]) -> Iterator[Verdict]:
    """Delayed transfers ended with 2019-20, and nothing later compares with them."""
    for target in targets:
        if not target.asked.in_edition and target.planned is not None:
            yield fails(
                "{row}: this edition has no such metric.",
                "Empty the value: the metric is not measured any more.",
                Place(str(target.uid), VALUE),
                told_of(target),
            )
