"""Which lists are loaded, by fund and year, and which are still waited for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bcf.boards.models import OrganisationKind
from bcf.boards.provenance import MADE_UP
from bcf.editions.models import Allocation, NationalTotal

from ..totals import NOTHING
from .funds import Fund, funds
from .national import Agreement


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in force of one fund and year for real boards, and its national total if known."""

    fund: Fund
    year: str
    count: int
    added: Decimal
    national: Decimal | None

    @property
    def state(self) -> str:
        """Whole, in part, or nothing."""
        if not self.count:
            return "nothing"
        whole = self.national is not None and Agreement(self.added, self.national).agrees
        return "whole" if whole else "part"


def loaded_lists() -> list[Loaded]:
    """Every fund and year of which a figure or a national total is known, newest years first.

    Figures of made-up boards do not count, nor the parts of districts.
    """
    known, totals = funds(), _totals()
    sums: dict[tuple[str, str], list[Decimal]] = {key: [] for key in totals}
    for fund, year, amount in _in_force():
        sums.setdefault((fund, year), []).append(amount)
    found = [
        Loaded(known[fund], year, len(of), sum(of, NOTHING), totals.get((fund, year)))
        for (fund, year), of in sums.items()
        if fund in known
    ]
    return sorted(found, key=lambda each: (each.year, each.fund.label), reverse=True)


def _totals() -> dict[tuple[str, str], Decimal]:
    totals = NationalTotal.objects.values_list("fund", "year", "amount")
    return {(fund, year): amount for fund, year, amount in totals}


def _in_force() -> Iterable[tuple[str, str, Decimal]]:
    real = Allocation.objects.exclude(board__fictional=True).exclude(source=MADE_UP)
    whole = real.exclude(contributor__kind=OrganisationKind.DISTRICT)
    return whole.in_force().values_list("fund", "year", "amount")
