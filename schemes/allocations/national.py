"""A list's sum beside the national total: it is taken only when the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bcf import figures
from bcf.pastes.thousands import WITHIN

#: What totals are printed to. One printed in billions is held to the million as well: a list
#: that is ten million out is not the list it was published with.
_PRINTED_TO = (Decimal(1_000_000), Decimal(1_000))


def rounding_of(total: Decimal) -> Decimal:
    """What a published total is rounded to, in pounds: a million, a thousand or one."""
    return next((unit for unit in _PRINTED_TO if total % unit == 0), Decimal(1))


@dataclass(frozen=True, slots=True)
class Agreement:
    """A list's sum and the national total, in pounds."""

    added: Decimal
    national: Decimal

    @property
    def rounding(self) -> Decimal:
        return rounding_of(self.national)

    @property
    def agrees(self) -> bool:
        """Whether the sum is what the total was rounded from."""
        return abs(self.added - self.national) <= self.rounding / 2

    @property
    def like_thousands(self) -> bool:
        """Whether the sum is about a thousandth of the total."""
        return self.national / WITHIN <= self.added * 1000 <= self.national * WITHIN

    @property
    def words(self) -> str:
        """What the comparison found, in a sentence."""
        added, national = figures.money(self.added), figures.money(self.national)
        to = f"rounded to {figures.money(self.rounding)}"
        if self.agrees:
            return f"The list adds up to {added}, which is the national total of {national}, {to}."
        difference = figures.money(abs(self.added - self.national))
        word = "more" if self.added > self.national else "less"
        return (
            f"The list adds up to {added}: {difference} {word} than the national total of"
            f" {national}, {to}. It is not taken."
        )
