"""One service of a plan's capacity and demand, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from bcf.checks.findings import Finding
from bcf.pages.cells import told
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of_kind
from bcf.tables import Column

from .capacity_chart import CapacityChart
from .history import NARROW, WIDE
from .sections import SHORTFALL, Capacity, Month


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month of the table: its figures and words by column, and where they are changed."""

    month: Month
    url: str
    cells: Sequence[tuple[Column, str]]

    @property
    def explained(self) -> str:
        """What is done in a month that is short; empty where nobody has said it."""
        return next((text for column, text in self.cells if column.key == SHORTFALL), "")


class ServicePage:
    """A service with its chart, its months, and the services beside it.

    Raises Http404 where the collection has no such section, or the section no such service.
    """

    def __init__(self, version: Version, section: str, key: str) -> None:
        self.version = version
        self.section = _section(version, section)
        self.services = self.section.services(version, self.section.rows(version))
        found = [service for service in self.services if service.key == key]
        if not found:
            raise Http404
        (self.service,) = found

    def __str__(self) -> str:
        return self.service.name

    @property
    def columns(self) -> list[Column]:
        """The table's columns beside the month."""
        return [column for column in self.section.columns if not column.given]

    @property
    def charts(self) -> list[CapacityChart]:
        """The same chart for a wide page and for a narrow one; none while no figure is known."""
        months = self.service.months
        if all(month.demand is None and month.capacity is None for month in months):
            return []
        return [CapacityChart(width, months) for width in (WIDE, NARROW)]

    @property
    def months(self) -> list[ShownMonth]:
        return [
            ShownMonth(
                month,
                place(self.version, "row", self.section.key, month.uid),
                [(column, told(column, row.get(column.key))) for column in self.columns],
            )
            for month, row in zip(self.service.months, self.service.rows, strict=True)
        ]

    @property
    def buys(self) -> bool:
        """Whether any month has spot purchase."""
        return any(month.spot for month in self.service.months)

    @cached_property
    def short(self) -> list[ShownMonth]:
        """The months that are short, with what is said of them."""
        return [shown for shown in self.months if shown.month.short is not None]

    def about(self, findings: Sequence[Finding]) -> list[Finding]:
        """What is not right in its months."""
        uids = {str(month.uid) for month in self.service.months}
        return [f for f in findings if f.row in uids and f.state != "holds"]


def _section(version: Version, key: str) -> Capacity:
    """A section of capacity and demand of a collection; Http404 where it has none."""
    for section in sections_of_kind(version.submission.collection, Capacity):
        if section.key == key:
            return section
    raise Http404
