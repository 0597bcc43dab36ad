"""Rules of income: what is put into the pool, against what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from bcf.checks.findings import Facts, Place, Verdict, fails, holds, unknown
from bcf.checks.registry import rule
from schemes.keys import DFG, DISCHARGE_COUNCIL
from schemes.models import FundingSource, Published
from schemes.totals import INCOME, Contribution, Totals, known_sum

from .facts import NOT_LOADED, totals


def cell_of(plan: Totals, source: FundingSource, year: str, row: str) -> Place:
    """The cell of income that a finding about this source and year points to."""
    return Place(row, plan.frame.amounts.get(year, ""), source.key, year)


@rule("R-INC-001", INCOME, totals)
def nhs_minimum_is_put_in(plan: Totals) -> Iterator[Verdict]:
    """Each NHS contributor, and all together, put in at least the published minimum."""
    for source in plan.frame.sources:
        if source.published == Published.AT_LEAST:
            for year in plan.frame.years:
                parts = plan.contributions(source.key, year)
                if len(parts) != 1 or plan.published_whole(source.key, year):
                    parts = [*parts, _together(plan, source, year, parts)]
                for part in parts:
                    yield _at_least(plan, source, year, part)


def _together(
    plan: Totals, source: FundingSource, year: str, parts: Sequence[Contribution]
) -> Contribution:
    planned = known_sum(part.planned for part in parts) if parts else None
    published = plan.published_for(source.key, year)
    return Contribution(None, "All contributors", plan.row_of(source.key), planned, published)


def _at_least(plan: Totals, source: FundingSource, year: str, part: Contribution) -> Verdict:
    place = cell_of(plan, source, year, part.row)
    who: Facts = {"source": source.label, "payer": part.payer or "A contributor not named"}
    planned, published = part.planned, part.published
    if published is None:
        message = "{payer}: {source} cannot be compared with its minimum in {year}."
        return unknown(message, NOT_LOADED, place, who)
    if planned is None:
        message = "{payer}: no amount for {source} in {year}."
        detail = "The published minimum is {published}."
        return unknown(message, detail, place, {**who, "published": published})
    detail = "Published {published}, planned {planned}."
    facts: Facts = {**who, "published": published, "planned": planned}
    if planned < published:
        message = "{payer}: {source} is {short} short in {year}."
        return fails(message, detail, place, {**facts, "short": published - planned})
    return holds("{payer}: {source} is at least its minimum in {year}.", detail, place, facts)


@rule("R-INC-002", INCOME, totals)
def grants_equal_their_allocations(plan: Totals) -> Iterator[Verdict]:
    """A grant goes into the pool as published, to the penny."""
    for source in plan.frame.sources:
        if source.published == Published.EXACT and source.key != DISCHARGE_COUNCIL:
            yield from equals_allocation(plan, source)


def equals_allocation(plan: Totals, source: FundingSource) -> Iterator[Verdict]:
    """Whether a source's income is the published allocation, year by year."""
    for year in plan.frame.years:
        planned, published = plan.income_of(source.key, year), plan.published_for(source.key, year)
        place = cell_of(plan, source, year, plan.row_of(source.key))
        label: Facts = {"source": source.label}
        if published is None:
            message = "{source} cannot be compared with its allocation in {year}."
            yield unknown(message, NOT_LOADED, place, label)
            continue
        if planned is None:
            message, detail = "No amount for {source} in {year}.", "Published {published}."
            yield unknown(message, detail, place, {**label, "published": published})
            continue
        detail = "Published {published}, planned {planned}."
        facts: Facts = {**label, "published": published, "planned": planned}
        if planned == published:
            yield holds("{source} equals its allocation in {year}.", detail, place, facts)
            continue
        direction = "above" if planned > published else "below"
        message = f"{{source}} is {{difference}} {direction} its allocation in {{year}}."
        yield fails(message, detail, place, {**facts, "difference": abs(planned - published)})


@rule("R-INC-005", INCOME, totals)
def districts_parts_add_up(plan: Totals) -> Iterator[Verdict]:
    """In a two-tier area the districts' parts of the DFG add up to the board's."""
    for source, year, place in _shared_with_districts(plan):
        parts = known_sum(row.amounts.get(year) for row in plan.parts_of(source.key))
        income = plan.income_of(source.key, year)
        label: Facts = {"source": source.label}
        if not plan.parts_of(source.key):
            message = "No district's part of {source} is given in {year}."
            yield fails(message, "Add a line for each district.", place, label, missing=True)
        elif parts is None or income is None:
            message = "The districts' parts of {source} cannot be added up in {year}."
            yield unknown(message, "An amount is still empty.", place, label)
        elif parts != income:
            message = "The districts' parts of {source} differ from it by {difference} in {year}."
            facts: Facts = {
                **label,
                "parts": parts,
                "income": income,
                "difference": abs(parts - income),
            }
            yield fails(message, "Parts {parts}, {source} {income}.", place, facts)
        else:
            message = "The districts' parts of {source} add up in {year}."
            yield holds(message, "{parts} in all.", place, {**label, "parts": parts})


@rule("R-INC-006", INCOME, totals)
def dfg_is_passed_on(plan: Totals) -> Iterator[Verdict]:
    """In a two-tier area the DFG goes to the districts in full, or a comment says why not."""
    for source, year, place in _shared_with_districts(plan):
        parts = known_sum(row.amounts.get(year) for row in plan.parts_of(source.key))
        income = plan.income_of(source.key, year)
        label: Facts = {"source": source.label}
        if parts is None or income is None:
            message = "Whether {source} is passed on in full in {year} cannot be told."
            yield unknown(message, "An amount is still empty.", place, label)
            continue
        facts: Facts = {**label, "kept": income - parts}
        if parts >= income:
            yield holds("{source} is passed on in full in {year}.", "", place, label)
        elif plan.comment_on(source.key):
            message = "{kept} of {source} is not passed on in {year}."
            yield holds(message, "The comment on its line says why.", place, facts)
        else:
            message = "{kept} of {source} is not passed on to a district in {year}."
            detail = "Write the districts' agreement in the comment on its line."
            yield fails(message, detail, place, facts)


def _shared_with_districts(plan: Totals) -> Iterator[tuple[FundingSource, str, Place]]:
    """The DFG of a two-tier area, year by year; nothing elsewhere."""
    if plan.version.submission.board.two_tier:
        for source in plan.frame.sources:
            if source.key == DFG:
                for year in plan.frame.years:
                    yield source, year, cell_of(plan, source, year, plan.row_of(DFG))


@rule("R-INC-007", INCOME, totals)
def pool_is_the_sum(plan: Totals) -> Iterator[Verdict]:
    """The pool is worked out, never typed: it is known when every amount is."""
    for year in plan.frame.years:
        place = Place(year=year)
        pool = plan.income(year)
        if pool is None:
            empty = [
                source.label
                for source in plan.frame.sources
                if plan.income_of(source.key, year) is None
            ]
            message = "The pool of {year} is not known yet."
            yield unknown(message, "No amount for {empty}.", place, {"empty": ", ".join(empty)})
        else:
            yield holds("The pool of {year} is {pool}.", "", place, {"pool": pool})


@rule("R-INC-009", INCOME, totals)
def amounts_are_pounds(
    plan: Totals, least: Decimal = Decimal("0.0005"), most: Decimal = Decimal("0.002")
) -> Iterator[Verdict]:
    """An amount about a thousandth of its allocation was typed in thousands."""
    compared = list(_compared(plan))
    suspects = [c for c in compared if 0 < least * c.published <= c.planned <= most * c.published]
    for source, year, row, planned, published in suspects:
        message = "{source} looks like thousands of pounds in {year}: {planned}."
        detail = "The published figure is {published}. Type the amount in pounds."
        facts: Facts = {"source": source.label, "planned": planned, "published": published}
        yield fails(message, detail, cell_of(plan, source, year, row), facts)
    if not compared:
        message = "Whether amounts are pounds, not thousands, cannot be told."
        yield unknown(message, "No published figure is loaded to compare them with.")
    elif not suspects:
        yield holds("No amount looks like thousands.")


class _Compared(NamedTuple):
    source: FundingSource
    year: str
    row: str
    planned: Decimal
    published: Decimal


def _compared(plan: Totals) -> Iterator[_Compared]:
    """The amounts of income for which a published figure is known."""
    for source in plan.frame.sources:
        for year in plan.frame.years:
            for part in plan.contributions(source.key, year):
                if part.planned is not None and part.published is not None:
                    yield _Compared(source, year, part.row, part.planned, part.published)
