"""Whose texts somebody may look through, and whose they may give out."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from bcf.boards.models import Board
from bcf.people.models import KEEPERS, User
from bcf.submissions.access import boards_worked_for


def boards_to_give_out(user: User) -> QuerySet[Board]:
    """The boards whose texts this person may take out of the product.

    A national analyst may for every board within reach, a commissioner for the boards that
    their organisation answers for.
    """
    if user.is_analyst():
        return user.boards()
    return boards_worked_for(user, KEEPERS)


def narrowed(boards: QuerySet[Board], code: str) -> QuerySet[Board]:
    """One of the boards, by its code; all of them without one. Http404 for any other."""
    if not code:
        return boards
    one = boards.filter(code=code)
    if not one.exists():
        raise Http404
    return one
