"""Who may open what: one query gives the object and what this person may do with it.

Whoever does not reach a board gets nothing, as if it did not exist. Forgetting to ask for
permission means having no object.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from bcf.boards.models import Board, BoardLink
from bcf.people.models import KEEPERS, WRITERS

from .models import Version, VersionQuerySet
from .reach import find_board, find_version

if TYPE_CHECKING:
    from bcf.people.models import User

T = TypeVar("T", Version, Board)


def versions_for(user: User) -> VersionQuerySet:
    """The versions this person may see, with board, collection and edition."""
    return Version.objects.filter(submission__board__in=user.boards()).select_related(
        "submission__board", "submission__collection__edition"
    )


def boards_worked_for(user: User, roles: Collection[str]) -> QuerySet[Board]:
    """The boards whose plans this person works on today in one of the roles.

    With `WRITERS` those whose plans they may change, as `get_version` says of each.
    """
    workers = user.memberships_today().filter(role__in=roles).values("organisation")
    links = BoardLink.objects.standing(timezone.localdate()).substantial()
    return Board.objects.filter(pk__in=links.filter(organisation__in=workers).values("board"))


def _with_rights(found: T | None) -> T:
    """Say what the roles allow; Http404 for nothing found, or for somebody without any role."""
    if found is None or not found.roles:
        raise Http404
    found.may_write = not WRITERS.isdisjoint(found.working_roles)
    found.may_keep = not KEEPERS.isdisjoint(found.working_roles)
    return found


def get_version(user: User, board: str, collection: str) -> Version:
    """The newest version of a board's answer to a collection; Http404 out of reach.

    It says what the person may do: `may_write` is the right to change the plan,
    `may_keep` to freeze and reopen it.
    """
    return _with_rights(find_version(user, board, collection))


def get_writable(user: User, board: str, collection: str) -> Version:
    """The same, for somebody who may change it; PermissionDenied for somebody who may not."""
    version = get_version(user, board, collection)
    must_write(version)
    return version


def must_write(found: Version | Board) -> None:
    """Raise PermissionDenied unless the person it was read for may change the board's plans."""
    if not found.may_write:
        raise PermissionDenied("You may read this board's plans but not change them.")


def get_keepable(user: User, board: str, collection: str) -> Version:
    """The same, for somebody who may freeze and reopen it."""
    version = get_version(user, board, collection)
    if not version.may_keep:
        raise PermissionDenied("Only a commissioner may freeze or reopen this plan.")
    return version


def get_board(user: User, code: str) -> Board:
    """A board within this person's reach, saying what they may do; Http404 otherwise."""
    return _with_rights(find_board(user, code))
