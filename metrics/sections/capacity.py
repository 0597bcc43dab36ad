"""Demand and capacity of each service, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from bcf.checks.registry import Round
from bcf.editions.models import SectionRow
from bcf.figures import plural
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.tables import Row, Value

from .figured import Figured, number_in

#: The keys of the columns that are worked with.
DEMAND, CAPACITY, SURPLUS, SHORTFALL = "demand", "capacity", "surplus", "shortfall"
SPOT, SURPLUS_WITH_SPOT = "spot", "surplus_with_spot"


@dataclass(frozen=True, slots=True)
class Month:
    """What one service can take on in a month, and what is expected of it, in people.

    None where nobody has said it. `spot` is capacity bought as the need arises, beyond
    `capacity`; 0 where the edition does not ask for it.
    """

    uid: UUID
    name: str
    service: str
    period: str
    demand: Decimal | None
    capacity: Decimal | None
    spot: Decimal | None
    explained: bool

    @property
    def surplus(self) -> Decimal | None:
        """All capacity beyond demand, below nought in a month that is short."""
        return surplus(self.demand, self.capacity, self.spot)

    @property
    def short(self) -> Decimal | None:
        """How many people more are expected than can be taken on; None unless there are any."""
        return -self.surplus if self.surplus is not None and self.surplus < 0 else None


@dataclass(frozen=True, slots=True)
class Service:
    """A service with all its months and their rows, and the address of its page."""

    key: str
    name: str
    url: str
    months: Sequence[Month]
    rows: Sequence[Row]

    @property
    def told(self) -> str:
        """How its months stand, in a few words."""
        unknown = sum(month.surplus is None for month in self.months)
        short = sum(month.short is not None for month in self.months)
        if unknown == len(self.months):
            return "not filled in"
        said = [f"{plural(short, 'month')} short"] if short else []
        said += [f"{plural(unknown, 'month')} not filled in"] if unknown else []
        return ", ".join(said) or "no month short"


class Capacity(Figured):
    """Demand and capacity of each service, month by month, in people.

    Where the edition also asks for spot purchase, the surplus is worked out with it and
    without.
    """

    row_noun = "month"
    totals_template = "metrics/partials/services.html"

    def compute(self, values: dict[str, Value]) -> dict[str, Value]:
        demand, capacity, spot = self._figures(values)
        both = {
            SURPLUS: surplus(demand, capacity),
            SURPLUS_WITH_SPOT: surplus(demand, capacity, spot),
        }
        return values | {key: found for key, found in both.items() if key in self.questions}

    def _figures(self, cells: Mapping[str, Value]) -> tuple[Decimal | None, ...]:
        """Demand, capacity and spot purchase."""
        spot = number_in(cells.get(SPOT)) if SPOT in self.questions else Decimal(0)
        return number_in(cells.get(DEMAND)), number_in(cells.get(CAPACITY)), spot

    def facts(self, round: Round) -> dict[int, list[Month]]:
        return {
            version.pk: [self._month(uid, key, rows[key]) for uid, key in self.keys.items()]
            for version, rows in self.held(round)
        }

    def _month(self, uid: UUID, key: str, cells: Mapping[str, Value]) -> Month:
        demand, capacity, spot = self._figures(cells)
        asked, explained = self.asked_of[key], cells.get(SHORTFALL) is not None
        about = uid, self.names[key], asked.group, asked.period
        return Month(*about, demand, capacity, spot, explained)

    @cached_property
    def asked_of(self) -> dict[str, SectionRow]:
        """What the edition says of each row, by its key: its service and its month."""
        return {row.key: row for row in self.section.rows.all()}

    def services(self, version: Version, rows: Sequence[Row]) -> list[Service]:
        """Each service with its months, in the edition's order."""
        found = []
        for key, its in groupby(rows, lambda row: self.asked_of[self.keys[row.uid]].subject):
            own = list(its)
            months = [self._month(row.uid, self.keys[row.uid], row.values) for row in own]
            url = place(version, "service", self.key, key)
            found.append(Service(key, months[0].service, url, months, own))
        return found

    def totals(self, version: Version, rows: Sequence[Row]) -> dict[str, Any]:
        return {"services": self.services(version, rows)}


def surplus(demand: Decimal | None, *capacity: Decimal | None) -> Decimal | None:
    """Capacity less demand; None while any of them is not known."""
    known = [part for part in capacity if part is not None]
    return None if demand is None or len(known) < len(capacity) else sum(known) - demand
