"""Metrics, and capacity and demand."""

from django.db.models import QuerySet

from bcf.submissions.models import Version
from metrics.models import EditionMetric, MetricFigure
from tests.examples.changes import (
    BY_ACTIVITIES,
    BY_TYPES,
    EACH,
    Change,
    all_of,
    cannot_be_checked,
    cases,
    fail,
    in_each,
    typed,
)
from tests.factories import TWO_YEARS


def target(metric: str, **cells: str) -> Change:
    return typed("metrics", cells, metric=metric)


def month(of: str, service: str, **cells: str) -> Change:
    return typed(of, cells, service=service)


def not_measured(code: str) -> Change:
    """As if no figure of a metric had been loaded."""
    return lambda version: _figures(version, code).delete()


def set_anew(code: str, value: int) -> Change:
    """As if another figure of a metric had been loaded since."""
    return lambda version: _figures(version, code).update(value=value)


def ended(code: str) -> Change:
    """As if the edition had dropped a metric since it was planned."""
    return lambda version: EditionMetric.objects.filter(
        edition=version.submission.collection.edition, metric__code=code
    ).delete()


def _figures(version: Version, code: str) -> QuerySet[MetricFigure]:
    return MetricFigure.objects.filter(board=version.submission.board, metric__code=code)


def no_goal(*targets: str) -> Change:
    return all_of(*(target(each, value="", numerator="", denominator="") for each in targets))


SET_FOR_YEARS = in_each(
    BY_TYPES,
    (
        "a part of a ratio is empty",
        target("RES-{year}", numerator=""),
        fail("R-MET-001") | cannot_be_checked("R-MET-006"),
    ),
    (
        "more people come home than leave hospital",
        target("DTUPR-{year}-Q1", numerator="14006"),
        fail("R-MET-006"),
    ),
    (
        "a target worse than before is not explained",
        target("REA-{year}", numerator="400", worse_because=""),
        fail("R-MET-007"),
    ),
    (
        "an ambition without its reasons",
        typed("ambitions", {"rationale": ""}, metric="RES"),
        fail("R-MET-002"),
    ),
)

ONE_YEAR = cases(
    "2022-23-plan",
    (
        "a rate is typed that the parts of 2022-23 do not make",
        target("RES-2022-23", value="479.2"),
        fail("R-MET-005"),
    ),
)

TARGETS = cases(
    TWO_YEARS,
    ("a target is not set", target("FALLS-2023-24", value=""), fail("R-MET-001")),
    (
        "a rate is typed without its parts",
        target("RES-2023-24", numerator="", denominator="", value="469.5"),
        cannot_be_checked("R-MET-005", "R-MET-006"),
    ),
    (
        "a rate is typed that its parts do not make",
        target("RES-2023-24", value="469.6"),
        fail("R-MET-005"),
    ),
    (
        "nobody lives in the county",
        target("RES-2023-24", denominator="0"),
        fail("R-MET-001", "R-MET-006"),
    ),
)

GOALS = in_each(
    BY_ACTIVITIES,
    (
        "a metric without its goal of one quarter",
        no_goal("RES-{year}-Q1"),
        fail("R-MET-001") | cannot_be_checked("R-MET-006"),
    ),
    (
        "a metric without any goal",
        no_goal(*(f"RES-{{year}}-Q{quarter}" for quarter in (1, 2, 3, 4))),
        fail("R-MET-001", "R-MET-008") | cannot_be_checked("R-MET-006"),
    ),
    (
        "a rate is typed that the parts of a quarter do not make",
        target("RES-{year}-Q1", value="99.9"),
        fail("R-MET-005"),
    ),
    (
        "nobody lives in the county in a quarter",
        target("RES-{year}-Q1", denominator="0"),
        fail("R-MET-001", "R-MET-006"),
    ),
    (
        "a goal worse than before is not explained",
        target("RES-{year}-Q1", numerator="900"),
        fail("R-MET-007"),
    ),
)

MONTHS = cases(
    TWO_YEARS,
    (
        "the capacity of a month is empty",
        month("community", "social-support-2023-04", capacity=""),
        fail("R-CAP-001") | cannot_be_checked("R-CAP-004"),
    ),
    (
        "half a person is waited for",
        month("community", "social-support-2023-04", demand="419.5"),
        fail("R-CAP-002"),
    ),
    (
        "a month that is short is not explained",
        month("community", "urgent-response-2023-12", shortfall=""),
        fail("R-CAP-004"),
    ),
)

REFRESHED = cases(
    "2024-25-update",
    (
        "what is bought on the spot in a month is empty",
        month("hospital-discharge", "social-support-2024-04", spot=""),
        fail("R-CAP-001") | cannot_be_checked("R-CAP-003", "R-CAP-004"),
    ),
)

PLANS = cases(
    "2019-20-plan",
    (
        "a metric without its narrative",
        typed("ambitions", {"plan": ""}, metric="RES"),
        fail("R-MET-003"),
    ),
)

CASES = [*SET_FOR_YEARS, *ONE_YEAR, *TARGETS, *GOALS, *MONTHS, *REFRESHED, *PLANS]

ENDED = in_each(EACH, ("a metric has ended", ended("RES"), fail("R-MET-010")))

MEASURED = cases(
    TWO_YEARS,
    ("a metric was never measured", not_measured("REA"), cannot_be_checked("R-MET-007")),
)

SET_NATIONALLY = cases(
    "2019-20-plan",
    ("a national value is set anew", set_anew("DTOC", 20), fail("R-MET-009")),
    (
        "no national value is loaded",
        not_measured("DTOC"),
        cannot_be_checked("R-MET-001", "R-MET-009"),
    ),
)

PUBLISHED = [*ENDED, *MEASURED, *SET_NATIONALLY]
