"""The rules of capacity and demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bcf.checks.findings import Place, Verdict, fails, holds, unknown
from bcf.checks.told import Answers, told
from bcf.figures import plural
from metrics.sections import CAPACITY, DEMAND, SHORTFALL, SPOT, Month

from .figured import MONTHS, left_open, rule, told_of

#: The question whether partners have agreed what was refreshed.
AGREED = "capacity_agreed"


@rule("R-CAP-001", MONTHS, "Every month of capacity and demand has its figures.")
def every_month_has_its_figures(months: Sequence[Month]) -> Iterator[Verdict]:
    """Demand and capacity of each service and month; told once for each service."""
    services: dict[str, list[tuple[Month, str]]] = {}
    for month in months:
        empty = [(month, column) for column, figure in _figures(month) if figure is None]
        services.setdefault(month.service, []).extend(empty)
    for service, empty in services.items():
        if empty:
            month, column = empty[0]
            yield fails(
                "{service}: {cells} empty.",
                "0 is a figure; an empty cell is not.",
                Place(str(month.uid), column),
                {"service": service, "cells": plural(len(empty), "figure is", "figures are")},
                missing=True,
            )


@rule("R-CAP-002", MONTHS, "Demand and capacity are whole numbers of people.")
def people_are_whole(months: Sequence[Month]) -> Iterator[Verdict]:
    """No month has half a person. Numbers below nought are refused when they are typed."""
    for month in months:
        for column, figure in _figures(month):
            if figure is not None and figure % 1:
                yield fails(
                    "{row}: {figure} is not a whole number.",
                    "Count people, without decimals.",
                    Place(str(month.uid), column),
                    told_of(month, figure=figure),
                )


def _figures(month: Month) -> Sequence[tuple[str, Decimal | None]]:
    """What people type of a month, each with its column."""
    return (DEMAND, month.demand), (CAPACITY, month.capacity), (SPOT, month.spot)


WORKED_OUT = "The surplus of every month is worked out, with spot purchase and without."


@rule("R-CAP-003", MONTHS, WORKED_OUT, asks=SPOT)
def the_surplus_is_worked_out(months: Sequence[Month]) -> Iterator[Verdict]:
    """Capacity less demand, with spot purchase and without: what is empty leaves it open."""
    bare = [month for month in months if month.surplus is None]
    yield from left_open("{rows}: demand, capacity or spot purchase is empty.", bare, DEMAND)


@rule("R-CAP-004", MONTHS, "Every month that is short is explained.")
def a_short_month_is_explained(months: Sequence[Month]) -> Iterator[Verdict]:
    """A month in which demand is above all capacity says what is done."""
    for month in months:
        if month.short is not None and not month.explained:
            yield fails(
                "{row}: {short} short.",
                "Say what is done in a month with less capacity than demand.",
                Place(str(month.uid), SHORTFALL),
                told_of(month, short=month.short),
            )
    bare = [month for month in months if month.surplus is None]
    yield from left_open("{rows}: demand or capacity is empty.", bare, DEMAND)


@told("R-CAP-005", AGREED)
def the_refreshed_plan_is_agreed(plan: Answers) -> Iterator[Verdict]:
    """Partners have agreed the capacity and demand that was refreshed for the second year."""
    for row in plan.rows:
        place = Place(str(row.uid), AGREED)
        match row.values[AGREED]:
            case "yes":
                yield holds("The refreshed capacity and demand plan is agreed.", place=place)
            case "no":
                message = "The refreshed capacity and demand plan is not agreed."
                yield fails(message, "Agree it with your partners, and say so here.", place)
            case _:
                message = "Whether the refreshed capacity and demand plan is agreed is not said."
                yield unknown(message, place=place)
