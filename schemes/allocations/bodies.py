"""The authorities and NHS bodies of a year, found by what a list calls them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from bcf.boards.models import NHS, Board, BoardLink, Organisation, OrganisationKind
from bcf.tables import fold

T = TypeVar("T", Board, Organisation)

_SHORT = {
    "integrated care board": "icb",
    "clinical commissioning group": "ccg",
    "&": "and",
}
#: Bristol, City of; Herefordshire, County of.
_TURNED = re.compile(r"(.+), ?((?:city|county) of)")


def folded(name: str) -> str:
    """A name without its case and punctuation, and what publishers write in two ways."""
    text = _TURNED.sub(r"\2 \1", fold(name))
    for long, short in _SHORT.items():
        text = text.replace(long, short)
    return " ".join(re.sub(r"[^\w]+", " ", text).split()).removesuffix(" council")


@dataclass
class Index(Generic[T]):
    """Bodies by their codes and folded names."""

    every: list[T]
    names: dict[str, set[int]] = field(default_factory=dict)

    def add(self, body: T, *names: str) -> None:
        """Let a body be found by some more names."""
        for name in filter(None, map(folded, names)):
            self.names.setdefault(name, set()).add(body.pk)

    @cached_property
    def by_code(self) -> dict[str, T]:
        return {body.code: body for body in self.every}

    @cached_property
    def _by_pk(self) -> dict[int, T]:
        return {body.pk: body for body in self.every}

    def find(self, text: str) -> T | None:
        """The one body that is called so; None where there is none, or more than one."""
        found = self.names.get(folded(text), set())
        return self._by_pk[next(iter(found))] if len(found) == 1 else None


class Bodies:
    """Who was there in a financial year: boards, NHS bodies, and districts with their board."""

    def __init__(self, year: str) -> None:
        start = int(year[:4])
        self.year = datetime.date(start, 4, 1), datetime.date(start + 1, 3, 31)

    @cached_property
    def boards(self) -> Index[Board]:
        """By code and name, and by the name of the council."""
        index = Index(list(Board.objects.during(*self.year).order_by("name")))
        for board in index.every:
            index.add(board, board.code, board.name)
        for code, council in self.councils.items():
            if code in index.by_code:
                index.add(index.by_code[code], council.name)
        return index

    @cached_property
    def councils(self) -> dict[str, Organisation]:
        """The councils by code, which is that of their board."""
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
        return {council.code: council for council in councils}

    @cached_property
    def nhs(self) -> Index[Organisation]:
        return self._organisations(*NHS)

    @cached_property
    def districts(self) -> Index[Organisation]:
        return self._organisations(OrganisationKind.DISTRICT)

    @cached_property
    def board_of_district(self) -> dict[int, Board]:
        links = BoardLink.objects.during(*self.year).filter(organisation__in=self.districts.every)
        return {link.organisation_id: link.board for link in links.select_related("board")}

    def _organisations(self, *kinds: str) -> Index[Organisation]:
        there = Organisation.objects.during(*self.year).filter(kind__in=kinds)
        index = Index(list(there.order_by("name")))
        for body in index.every:
            index.add(body, body.code, body.ons_code, body.name)
        return index
