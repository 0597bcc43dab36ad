"""Who may open what: one query gives the object and what this person may do with it.

Whoever does not reach a board gets nothing, as if it did not exist. Forgetting to ask for
permission means having no object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404

from bcf.boards.models import Board
from bcf.people.models import KEEPERS, WRITERS

from .models import Version, VersionQuerySet

if TYPE_CHECKING:
    from bcf.people.models import User


def versions_for(user: User) -> VersionQuerySet:
    """The versions this person may see, each saying whether they may write and keep it.

    `may_write` is the right to change the plan, `may_keep` to freeze and reopen it.
    """
    return (
        Version.objects.filter(submission__board__in=user.boards())
        .select_related("submission__board", "submission__collection__edition")
        .annotate(**_rights(user, board="submission__board"))
    )


def _rights(user: User, board: str) -> dict[str, Exists]:
    return {
        "may_write": Exists(user.boards_as(WRITERS).filter(pk=OuterRef(board))),
        "may_keep": Exists(user.boards_as(KEEPERS).filter(pk=OuterRef(board))),
    }


def get_version(user: User, board: str, collection: str) -> Version:
    """The newest version of a board's answer to a collection; Http404 out of reach."""
    version = (
        versions_for(user)
        .filter(submission__board__code=board, submission__collection__code=collection)
        .order_by("-number")
        .first()
    )
    if version is None:
        raise Http404
    return version


def get_writable(user: User, board: str, collection: str) -> Version:
    """The same, for somebody who may change it; PermissionDenied for somebody who may not."""
    version = get_version(user, board, collection)
    must_write(version)
    return version


def must_write(version: Version) -> None:
    """Raise PermissionDenied unless the person the version was read for may change it."""
    if not version.may_write:
        raise PermissionDenied("You may read this plan but not change it.")


def get_keepable(user: User, board: str, collection: str) -> Version:
    """The same, for somebody who may freeze and reopen it."""
    version = get_version(user, board, collection)
    if not version.may_keep:
        raise PermissionDenied("Only a commissioner may freeze or reopen this plan.")
    return version


def get_board(user: User, code: str) -> Board:
    """A board within this person's reach, saying what they may do; Http404 otherwise."""
    board = user.boards().annotate(**_rights(user, board="pk")).filter(code=code).first()
    if board is None:
        raise Http404
    return board
