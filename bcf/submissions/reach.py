"""What a person reaches, read with the roles in which they reach it: one statement, kept."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import F, Model, OuterRef, Q, Subquery, Sum, Value
from django.utils import timezone

from bcf.boards.models import Board, BoardLink
from bcf.editions.models import Collection, Edition
from bcf.kept import Kept, Slot

from .memory import Standing, remembered
from .models import Submission, Version

if TYPE_CHECKING:
    from bcf.people.models import User

M = TypeVar("M", bound=Model)

#: What every page of a submission needs to know, and where a version leads to it.
PARTS: dict[str, type[Model]] = {
    "": Version,
    "submission__": Submission,
    "submission__board__": Board,
    "submission__collection__": Collection,
    "submission__collection__edition__": Edition,
}


def find_version(user: User, board: str, collection: str) -> Version | None:
    """The newest version of a board's answer to a collection, with PARTS and roles."""
    today = timezone.localdate()
    for row in _version().run(board=board, collection=collection, user=user.pk, today=today):
        cells = iter(row)
        version = _made(Version, cells)
        version.submission = _made(Submission, cells)
        version.submission.board = _made(Board, cells)
        version.submission.collection = _made(Collection, cells)
        version.submission.collection.edition = _made(Edition, cells)
        version.roles, version.working_roles, others = cells
        version.remembered = remembered(_standing(version, others, today))
        return version
    return None


def find_board(user: User, code: str) -> Board | None:
    """A board, with the roles in which this person reaches it."""
    for row in _board().run(board=code, user=user.pk, today=timezone.localdate()):
        cells = iter(row)
        board = _made(Board, cells)
        board.roles, board.working_roles = cells
        return board
    return None


def standings(versions: Iterable[Version]) -> dict[int, Standing]:
    """What the findings of each version follow from, by its id: one statement for all.

    The versions are loaded with their submission, collection and edition.
    """
    today = timezone.localdate()
    by_collection = Version.objects.order_by().values_list("submission__collection")
    written = dict(by_collection.annotate(written=Sum(F("revision") + 1)))
    found = {}
    for version in versions:
        collection = version.submission.collection
        others = written[collection.pk] + written.get(collection.amends_id, 0)
        found[version.pk] = _standing(version, others, today)
    return found


def _standing(version: Version, others: int, today: datetime.date) -> Standing:
    submission = version.submission
    structure = submission.collection.edition.structure_revision
    return Standing(version.pk, version.revision, structure, submission.acts, others, today)


@cache
def _version() -> Kept:
    names = [path + name for path, model in PARTS.items() for name in _fields(model)]
    return Kept(
        lambda: (
            Version.objects.filter(
                submission__board__code=Slot("board"),
                submission__collection__code=Slot("collection"),
            )
            .order_by("-number")
            .values_list(*names, *_roles("submission__board"), _others())[:1]
        )
    )


def _others() -> Subquery:
    """A number that grows with every change of a plan of the collection, and every new one.

    Those of the collection that it amends count too: an update shows what the plan says.
    """
    own = Q(submission__collection=OuterRef("submission__collection"))
    amended = Q(submission__collection=OuterRef("submission__collection__amends"))
    together = Version.objects.filter(own | amended).order_by().values(together=Value(1))
    return Subquery(together.annotate(n=Sum(F("revision") + 1)).values("n"))


@cache
def _board() -> Kept:
    boards = Board.objects.filter(code=Slot("board"))
    return Kept(lambda: boards.values_list(*_fields(Board), *_roles("pk")))


def _fields(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _made(model: type[M], cells: Iterator[Any]) -> M:
    """An object from the next cells of a row."""
    names = _fields(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, list(islice(cells, len(names))))


def _roles(board: str) -> list[ArraySubquery]:
    """The roles in which a person reaches a board on a day; none out of reach.

    The second list leaves out those by a sliver of the board, which are for reading only.
    """
    today = Slot("today")
    holds = Q(organisation__memberships__active_to__isnull=True) | Q(
        organisation__memberships__active_to__gte=today
    )
    ties = (
        BoardLink.objects.standing(today)
        .filter(
            holds,
            board=OuterRef(board),
            organisation__memberships__user=Slot("user"),
            organisation__memberships__active_from__lte=today,
        )
        .order_by()
    )
    role = "organisation__memberships__role"
    return [ArraySubquery(ties.values(role)), ArraySubquery(ties.substantial().values(role))]
