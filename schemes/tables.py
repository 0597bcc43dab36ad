"""The money's tables on pages: what is left by source, the minimums, and the two summaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, section_of
from bcf.tables import Row

from .keys import NHS
from .models import FundingSource, Pays
from .sums import AREA, PAYER, SCHEME, SOURCE, Heading, spending_by, totals_of
from .totals import NOTHING, Balance, MinimumSpend, Totals


@dataclass(frozen=True, slots=True)
class YearLeft:
    """One year of the strip: what is left of each source and of the pool, and the minimums."""

    year: str
    balances: list[Balance]
    income: Decimal | None
    spending: Decimal
    minimums: list[MinimumSpend]

    @property
    def left(self) -> Decimal | None:
        """Income less spending over all sources; None while an income is not known."""
        return None if self.income is None else self.income - self.spending


def strip(totals: Totals) -> dict[str, Any]:
    """What is left of each source and the headroom over each minimum, a row for each year."""
    balances, minimums = list(totals.balances()), list(totals.minimums())
    shown = list(dict.fromkeys(balance.source for balance in balances))
    return {
        "sources": shown,
        "minimums": list(totals.frame.minimums),
        "years": [
            YearLeft(
                year,
                [b for b in balances if b.year == year],
                totals.income(year),
                totals.spending(year),
                [m for m in minimums if m.year == year],
            )
            for year in totals.frame.years
        ],
    }


def headline(version: Version) -> dict[str, Any]:
    """Income, spending and what is left to plan, by year."""
    years = strip(totals_of(version))["years"]
    return {
        "years": [year.year for year in years],
        "income": [year.income for year in years],
        "spending": [year.spending for year in years],
        "left": [year.left for year in years],
    }


@dataclass(frozen=True, slots=True)
class ByType:
    """Spending in pounds by year: of each scheme type, the largest first, and of all."""

    rows: list[tuple[str, dict[str, Decimal]]]
    sums: dict[str, Decimal]


def spending_by_type(
    lines: Sequence[Row], labels: Mapping[str, str], amounts: Mapping[str, str]
) -> ByType:
    """Spending of lines in hand, without a query; types without any money are left out.

    `labels` are those of the types; `amounts` are the keys of the columns of pounds, by year.
    """
    of_type: dict[str, list[Row]] = {}
    for line in lines:
        label = labels.get(str(line.get("scheme_type")), "No type yet")
        of_type.setdefault(label, []).append(line)
    spending = [(label, _by_year(some, amounts)) for label, some in of_type.items()]
    rows = [(label, pounds) for label, pounds in spending if any(pounds.values())]
    rows.sort(key=lambda row: (-_add(row[1].values()), row[0]))
    return ByType(rows, _by_year(lines, amounts))


def _by_year(lines: Sequence[Row], amounts: Mapping[str, str]) -> dict[str, Decimal]:
    return {
        year: _add(amount for line in lines if isinstance(amount := line.get(key), Decimal))
        for year, key in amounts.items()
    }


@dataclass(frozen=True, slots=True)
class Crossing:
    """Spending by two headings. Each year has a group of columns, its total the last."""

    caption: str
    head: str
    years: tuple[str, ...]
    columns: list[str]
    rows: list[tuple[str, list[Decimal]]]
    sums: list[Decimal]


Spending = dict[tuple[Heading, Heading, str], Decimal]


def crossing(
    caption: str,
    head: str,
    years: tuple[str, ...],
    rows: dict[Heading, str],
    columns: dict[Heading, str],
    spending: Spending,
) -> Crossing:
    """Lay spending out under its headings. Columns without any money are left out."""
    used = [key for key in columns if any(column == key for _, column, _ in spending)]
    body = [
        (label, [cell for year in years for cell in _cells(spending, row, used, year)])
        for row, label in rows.items()
    ]
    sums = [_add(column) for column in zip(*(cells for _, cells in body), strict=True)]
    labels = [*(columns[key] for key in used), "Total"]
    return Crossing(caption, head, years, labels, body, sums)


def _cells(spending: Spending, row: Heading, columns: list[Heading], year: str) -> list[Decimal]:
    """One row's amounts of a year, and their total."""
    amounts = [spending.get((row, column, year), NOTHING) for column in columns]
    return [*amounts, _add(amounts)]


def _add(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def scheme_by_payer(version: Version) -> Crossing:
    """Spending by scheme and by the partner who pays."""
    spending = spending_by([version], SCHEME, PAYER)[version.pk]
    schemes = sorted({row for row, _, _ in spending}, key=_scheme_order)
    return crossing(
        "By scheme and contributor",
        "Scheme",
        totals_of(version).frame.years,
        {scheme: _scheme_label(scheme) for scheme in schemes},
        {("nhs",): nhs_partner(_lines(version)), ("council",): "Council", (None,): "No source"},
        spending,
    )


def nhs_partner(lines: SectionKind) -> str:
    """What the edition calls its NHS partner: the commissioner of its own list, if it has one."""
    labels = [c.label_of(NHS) for c in lines.columns if c.field == "commissioner"]
    return next(filter(None, labels), Pays.NHS.label)


def _lines(version: Version) -> SectionKind:
    return section_of(version.submission.collection, "expenditure")


def _scheme_order(scheme: Heading) -> tuple[bool, int, str, str]:
    """By id as people count, 2 before 10; lines without a scheme last."""
    code, name = scheme
    number = int(code) if code and code.isdigit() and len(code) < 10 else 0
    return (code is None, number, code or "", name or "")


def _scheme_label(scheme: Heading) -> str:
    return " ".join(filter(None, scheme)) or "No scheme"


def source_by_area(version: Version) -> Crossing:
    """Spending by source of funding and area of spend."""
    spending = spending_by([version], SOURCE, AREA)[version.pk]
    areas = _lines(version).column("area_of_spend").options
    frame = totals_of(version).frame
    used = {row for row, _, _ in spending}
    sources: dict[Heading, str] = {
        (s.key,): s.label for s in frame.sources if s.mandatory or (s.key,) in used
    }
    if (None,) in used:
        sources[(None,)] = "No source"
    return crossing(
        "By source of funding and area of spend",
        "Source of funding",
        frame.years,
        sources,
        {**{(area.key,): area.label for area in areas}, (None,): "No area"},
        spending,
    )


def income_by_source(totals: Totals) -> list[tuple[FundingSource, dict[str, Decimal | None]]]:
    """Each source's income by year; None while an amount is missing."""
    return [
        (source, {year: totals.income_of(source.key, year) for year in totals.frame.years})
        for source in dict.fromkeys(balance.source for balance in totals.balances())
    ]


def pool(totals: Totals) -> dict[str, Decimal | None]:
    """All income by year."""
    return {year: totals.income(year) for year in totals.frame.years}
