"""Reading the totals of plans: three queries for one plan or for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from bcf.boards.models import OrganisationKind
from bcf.editions.models import Allocation
from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version

from . import keys
from .models import FundingLine, LineYear
from .totals import NOTHING, FundingRow, Published, Range, Totals, Towards, frame_of

WHOLE = Decimal(100)


def read_totals(versions: Sequence[Version]) -> dict[int, Totals]:
    """The totals of each version, by version id, in the same three queries for any number.

    `versions` are to be loaded with their board, and their collection with its edition.
    """
    plans = {v.pk: Totals(v, frame_of(v.submission.collection)) for v in versions}
    _read_income(plans)
    _read_spend(plans)
    _read_published(plans)
    for version in versions:
        version.remembered["totals"] = plans[version.pk]
    return plans


def totals_of(version: Version) -> Totals:
    """The totals of one version: those the checks have read of this object, while they stand."""
    if "totals" not in version.remembered:
        read_totals([version])
    totals: Totals = version.remembered["totals"]
    return totals


def _income() -> QuerySet[Any, Any]:
    """A row for each line of income and each year it has an amount for, or one without."""
    lines = FundingLine.objects.filter(version__any_of=VERSIONS).order_by("position", "pk")
    return lines.annotate(row=Cast("uid", TextField())).values_list(
        *("pk", "version", "row", "source__key", "contributor", "contributor__name"),
        *("breakdown", "comment", "years__year", "years__amount"),
    )


_INCOME = Kept(_income)


def _read_income(plans: Mapping[int, Totals]) -> None:
    rows: dict[int, FundingRow] = {}
    for pk, version, uid, source, by, payer, part, comment, year, amount in _INCOME.run(
        versions=list(plans)
    ):
        if pk not in rows:
            rows[pk] = FundingRow(uid, source, by, payer or "", part, comment, {})
            plans[version].rows.append(rows[pk])
        if year is not None:
            rows[pk].amounts[year] = amount


def _spending() -> QuerySet[Any, Any]:
    """One row for each version, source and year; what counts towards minimums is of the NHS's.

    Shares are summed in pounds times per cent.
    """
    nhs = Q(line__source__key=keys.MIN_NHS)
    no_area = nhs & Q(line__area_of_spend=None)
    sure = nhs & Q(line__area_of_spend__isnull=False) & ~Q(line__area_of_spend__key=keys.ACUTE)
    social_care = nhs & Q(line__area_of_spend__key=keys.SOCIAL_CARE)
    unclear = no_area & ~Q(share=0) | sure & Q(share=None)
    return (
        LineYear.objects.filter(line__version__any_of=VERSIONS, amount__gt=0)
        .order_by()  # the model's own order would join what nothing here asks for
        .alias(share=_nhs_share(), at_most=Coalesce("share", Value(WHOLE)))
        .values_list("line__version", "line__source__key", "year")
        .annotate(
            all=Sum("amount"),
            social_care=_pounds(F("amount"), social_care),
            no_area=_pounds(F("amount"), no_area),
            no_area_lines=Count("pk", filter=no_area),
            low=_pounds(F("amount") * F("share"), sure),
            high=_pounds(F("amount") * F("at_most"), sure | no_area),
            unclear=Count("pk", filter=unclear),
        )
    )


_SPENDING = Kept(_spending)


def _read_spend(plans: Mapping[int, Totals]) -> None:
    for version, source, year, amount, *towards in _SPENDING.run(versions=list(plans)):
        plan = plans[version]
        plan.spend[source or "", year] = amount
        if source == keys.MIN_NHS:
            social_care, outside = _towards(*towards)
            plan.towards[keys.SOCIAL_CARE_MINIMUM, year] = social_care
            plan.towards[keys.OUT_OF_HOSPITAL_MINIMUM, year] = outside


def _nhs_share() -> Case:
    """The share of a line that the NHS commissions, in %; null where a blank cell hides it."""
    return Case(
        When(line__commissioner__key=keys.NHS, then=Value(WHOLE)),
        When(line__commissioner__key=keys.COUNCIL, then=Value(NOTHING)),
        When(line__commissioner__key=keys.JOINT, then=F("line__nhs_share")),
        output_field=DecimalField(max_digits=5, decimal_places=2),
    )


def _pounds(expression: Combinable, only: Q) -> Sum:
    money = DecimalField(max_digits=20, decimal_places=4)
    return Sum(expression, filter=only, default=NOTHING, output_field=money)


def _towards(
    social_care: Decimal,
    no_area: Decimal,
    no_area_lines: int,
    low: Decimal,
    high: Decimal,
    unclear: int,
) -> tuple[Towards, Towards]:
    """What counts towards the minimum of social care, and towards the other."""
    return (
        Towards(Range(social_care, social_care + no_area), no_area_lines),
        Towards(Range(low.scaleb(-2), high.scaleb(-2)), unclear),
    )


def _read_published(plans: Mapping[int, Totals]) -> None:
    """The figures in force of each plan's board, in its years."""
    boards: dict[tuple[int, str], list[Totals]] = {}
    for plan in plans.values():
        for year in plan.frame.years:
            boards.setdefault((plan.version.submission.board_id, year), []).append(plan)
    found = (
        Allocation.objects.filter(
            board__in={board for board, _ in boards}, year__in={year for _, year in boards}
        )
        .in_force()
        .values_list(
            *("board", "year", "fund", "contributor", "contributor__name", "contributor__kind"),
            *("amount", "previous_amount", "uplift_percent"),
        )
    )
    for board, year, fund, contributor, payer, kind, amount, previous, uplift in found:
        district = kind == OrganisationKind.DISTRICT
        figure = Published(amount, previous, uplift, payer or "", district)
        for plan in boards.get((board, year), []):
            plan.published.setdefault((fund, year), {})[contributor] = figure


#: What spending may be set against: the scheme (its id and name), the partner who pays, the
#: source of funding, the area of spend. A line where it is blank counts under None.
SCHEME = ("line__scheme__code", "line__scheme__name")
PAYER = ("line__source__pays",)
SOURCE = ("line__source__key",)
AREA = ("line__area_of_spend__key",)

Heading = tuple[str | None, ...]


def spending_by(
    versions: Iterable[Version], rows: tuple[str, ...], columns: tuple[str, ...]
) -> dict[int, dict[tuple[Heading, Heading, str], Decimal]]:
    """Spending of each version by two headings and the year, such as SCHEME and PAYER."""
    tables: dict[int, dict[tuple[Heading, Heading, str], Decimal]] = {v.pk: {} for v in versions}
    found = (
        LineYear.objects.filter(line__version__in=tables)
        .values_list("line__version", "year", *rows, *columns)
        .annotate(pounds=Sum("amount", default=NOTHING))
    )
    for version, year, *headings, amount in found:
        row, column = tuple(headings[: len(rows)]), tuple(headings[len(rows) :])
        tables[version][row, column, year] = amount
    return tables
