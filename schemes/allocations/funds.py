"""What allocations are published of, and who each figure is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bcf.editions.models import CollectionYear

from .. import keys
from ..models import FundingSource, Pays, Published, RequiredMinimum


class Whose(Enum):
    """Whom a figure of a fund is for."""

    COUNCIL = "a board's council"
    NHS = "a board, from an NHS body"
    SHARED = "an NHS body, which shares it out among its boards"
    BOARD = "a board as a whole"


@dataclass(frozen=True, slots=True)
class Fund:
    """A source of funding, or a required minimum, of which figures are published."""

    key: str
    label: str
    whose: Whose

    @property
    def names_authority(self) -> bool:
        """Whether each row of a list names a local authority."""
        return self.whose is not Whose.SHARED

    @property
    def names_nhs_body(self) -> bool:
        """Whether each row of a list names an NHS body."""
        return self.whose in (Whose.NHS, Whose.SHARED)

    @property
    def has_districts(self) -> bool:
        """Whether a list may have the parts of districts."""
        return self.key == keys.DFG


def funds() -> dict[str, Fund]:
    """Every fund of which figures are published, by key, as its newest edition calls it."""
    found: dict[str, Fund] = {}
    for source in FundingSource.objects.order_by("edition__starts", "position"):
        if whose := _whose(source):
            found[source.key] = Fund(source.key, source.label, whose)
    for minimum in RequiredMinimum.objects.order_by("edition__starts", "position"):
        found[minimum.key] = Fund(minimum.key, minimum.label, Whose.BOARD)
    return found


def _whose(source: FundingSource) -> Whose | None:
    """None where nothing is published: what partners add by themselves."""
    if source.published == Published.NONE:
        return Whose.SHARED if is_shared(source) else None
    return Whose.COUNCIL if source.pays == Pays.COUNCIL else Whose.NHS


def is_shared(source: FundingSource) -> bool:
    """Whether an NHS body has one sum of it, and agrees with its boards how it is shared."""
    nhs = source.pays == Pays.NHS
    return nhs and source.mandatory and source.published == Published.NONE


def years() -> list[str]:
    """The financial years that any collection asks for, the newest first."""
    found = CollectionYear.objects.order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(found))
