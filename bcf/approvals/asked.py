"""Whose word is asked for, and about what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from bcf.boards.models import NHS, BoardLink, Organisation, OrganisationKind
from bcf.editions.models import AskedApproval, Collection, Matter, Partner
from bcf.people.models import Membership, Role, User
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Kind

#: The section that tells about the plan, and of its approvals: nobody approves that.
COVER = "cover"
_PARTNERS = (OrganisationKind.COUNCIL, *NHS)


class Capacity(NamedTuple):
    """Somebody's word that is asked for: about what, in which role, for which organisation."""

    matter: str
    role: str
    organisation: Organisation

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.matter}-{self.role}-{self.organisation.code}"

    @property
    def holder(self) -> tuple[str, int]:
        """The role and the organisation's id, as `holders` names them."""
        return self.role, self.organisation.pk

    @property
    def role_name(self) -> str:
        return Role(self.role).label

    @property
    def title(self) -> str:
        return f"{self.role_name}, {self.organisation.name}"


def asked_of(collection: Collection, boards: Iterable[int]) -> Mapping[int, Sequence[Capacity]]:
    """Whose words a collection asks of each board, by the board's id, in the edition's order.

    The partners are those tied to the board, by more than a sliver, on the day it was due.
    Read once and kept until the reference data changes.
    """
    return _asked_of(collection, frozenset(boards), collection.edition.structure_revision)


@lru_cache(maxsize=64)
def _asked_of(
    collection: Collection, boards: frozenset[int], structure_revision: int
) -> Mapping[int, Sequence[Capacity]]:
    partners: dict[int, list[Organisation]] = defaultdict(list)
    for tie in _ties(collection, boards):
        partners[tie.board_id].append(tie.organisation)
    asked = list(AskedApproval.objects.filter(collection=collection).order_by("position"))
    return {
        board: [
            Capacity(each.matter, each.role, organisation)
            for each in asked
            for organisation in partners[board]
            if organisation.is_nhs == (each.partner == Partner.NHS)
        ]
        for board in boards
    }


def _ties(collection: Collection, boards: Iterable[int]) -> Iterable[BoardLink]:
    day = collection.due or collection.edition.starts
    ties = BoardLink.objects.standing(day).substantial()
    return (
        ties.filter(board__in=boards, organisation__kind__in=_PARTNERS)
        .select_related("organisation")
        .order_by("organisation__name")
    )


def covered(collection: Collection, matter: str) -> tuple[SectionKind, ...]:
    """The sections that a word about a matter speaks for.

    One about the money speaks for those whose pounds are added up.
    """
    sections = (section for section in sections_of(collection) if section.key != COVER)
    if matter == Matter.MONEY:
        return tuple(section for section in sections if _adds_pounds_up(section))
    return tuple(sections)


def _adds_pounds_up(section: SectionKind) -> bool:
    return any(column.kind is Kind.MONEY and column.field for column in section.columns)


def holders(asked: Iterable[Capacity]) -> Mapping[tuple[str, int], Sequence[User]]:
    """Who has each role in each organisation today, by role and the organisation's id."""
    asked = list(asked)
    today = Membership.objects.on(timezone.localdate()).filter(
        role__in={capacity.role for capacity in asked},
        organisation__in={capacity.organisation.pk for capacity in asked},
        user__is_active=True,
    )
    people: dict[tuple[str, int], list[User]] = defaultdict(list)
    for membership in today.select_related("user").order_by("user__name", "pk"):
        people[membership.role, membership.organisation_id].append(membership.user)
    return people
