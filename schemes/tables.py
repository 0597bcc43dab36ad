"""The money's tables on pages: what is left by source, the minimums, and the two summaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bcf.editions.models import Choice
from bcf.submissions.models import Version

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
class Crossing:
    """Spending by two headings: rows of amounts under `columns`, with totals both ways."""

    caption: str
    head: str
    columns: list[str]
    rows: list[tuple[str, list[Decimal], Decimal]]
    sums: list[Decimal]
    total: Decimal


def crossing(
    caption: str,
    head: str,
    rows: dict[Heading, str],
    columns: dict[Heading, str],
    amounts: dict[tuple[Heading, Heading], Decimal],
) -> Crossing:
    """Lay amounts out under their headings. Columns without any money are left out."""
    used = {key: label for key, label in columns.items() if any(c == key for _, c in amounts)}
    body = [
        (label, [amounts.get((row, column), NOTHING) for column in used])
        for row, label in rows.items()
    ]
    return Crossing(
        caption,
        head,
        list(used.values()),
        [(label, cells, _add(cells)) for label, cells in body],
        [_add(cells[i] for _, cells in body) for i in range(len(used))],
        _add(_add(cells) for _, cells in body),
    )


def _add(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


def scheme_by_payer(version: Version) -> list[Crossing]:
    """Spending by scheme and by the partner who pays, a table for each year."""
    spending = spending_by([version], SCHEME, PAYER)[version.pk]
    schemes = sorted({row for row, _, _ in spending}, key=_scheme_order)
    return [
        crossing(
            f"By scheme and contributor, {year}",
            "Scheme",
            {scheme: _scheme_label(scheme) for scheme in schemes},
            {("nhs",): _payer(version, Pays.NHS), ("council",): "Council", (None,): "No source"},
            {(r, c): amount for (r, c, of), amount in spending.items() if of == year},
        )
        for year in totals_of(version).frame.years
    ]


def _payer(version: Version, pays: str) -> str:
    """What the edition calls its NHS partner: the commissioner of its own drop-down."""
    choice = Choice.objects.filter(
        edition=version.submission.collection.edition, list="commissioner", key=pays
    ).first()
    return choice.label if choice else Pays(pays).label


def _scheme_order(scheme: Heading) -> tuple[bool, int, str, str]:
    """By id as people count, 2 before 10; lines without a scheme last."""
    code, name = scheme
    number = int(code) if code and code.isdigit() and len(code) < 10 else 0
    return (code is None, number, code or "", name or "")


def _scheme_label(scheme: Heading) -> str:
    return " ".join(filter(None, scheme)) or "No scheme"


def source_by_area(version: Version) -> list[Crossing]:
    """Spending by source of funding and area of spend, a table for each year."""
    spending = spending_by([version], SOURCE, AREA)[version.pk]
    areas = Choice.objects.filter(
        edition=version.submission.collection.edition, list="area_of_spend"
    ).order_by("position")
    totals = totals_of(version)
    used = {row for row, _, _ in spending}
    sources: dict[Heading, str] = {
        (s.key,): s.label for s in totals.frame.sources if s.mandatory or (s.key,) in used
    }
    if (None,) in used:
        sources[(None,)] = "No source"
    return [
        crossing(
            f"By source of funding and area of spend, {year}",
            "Source of funding",
            sources,
            {**{(area.key,): area.label for area in areas}, (None,): "No area"},
            {(r, c): amount for (r, c, of), amount in spending.items() if of == year},
        )
        for year in totals.frame.years
    ]


def income_by_source(totals: Totals) -> list[tuple[FundingSource, list[Decimal | None]]]:
    """Each source's income, year by year; None while an amount is missing."""
    return [
        (source, [totals.income_of(source.key, year) for year in totals.frame.years])
        for source in dict.fromkeys(balance.source for balance in totals.balances())
    ]


def pool(totals: Totals) -> list[Decimal | None]:
    """All income, year by year."""
    return [totals.income(year) for year in totals.frame.years]
