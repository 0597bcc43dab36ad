"""The rules of capacity and demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bcf.checks.findings import Place, Verdict, fails
from bcf.figures import plural
from metrics.sections import CAPACITY, DEMAND, SHORTFALL, Month

from .figured import MONTHS, left_open, rule, told_of


@rule("R-CAP-001", MONTHS, "Every month of capacity and demand has its figures.")
def every_month_has_its_figures(months: Sequence[Month]) -> Iterator[Verdict]:
    """Demand and capacity of each service and month; told once for each service."""
    services: dict[str, list[tuple[Month, str]]] = {}
    for month in months:
        empty = [(month, DEMAND)] if month.demand is None else []
        empty += [(month, CAPACITY)] if month.capacity is None else []
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
        for column, figure in ((DEMAND, month.demand), (CAPACITY, month.capacity)):
            if figure is not None and figure % 1:
                yield fails(
                    "{row}: {figure} is not a whole number.",
                    "Count people, without decimals.",
                    Place(str(month.uid), column),
                    told_of(month, figure=figure),
                )


@rule("R-CAP-004", MONTHS, "Every month that is short is explained.")
def a_short_month_is_explained(months: Sequence[Month]) -> Iterator[Verdict]:
    """A month in which demand is above capacity says what is done."""
    for month in months:
        if month.surplus is not None and month.surplus < 0 and not month.explained:
            yield fails(
                "{row}: {short} short.",
                "Say what is done in a month with less capacity than demand.",
                Place(str(month.uid), SHORTFALL),
                told_of(month, short=-month.surplus),
            )
    bare = [month for month in months if month.surplus is None]
    yield from left_open("{rows}: demand or capacity is empty.", bare, DEMAND)
