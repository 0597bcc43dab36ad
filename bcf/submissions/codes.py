"""Finding a submission by the codes that commands are given."""

from __future__ import annotations

from bcf.boards.models import Board
from bcf.editions.models import Collection

from .models import Version


class NotFound(Exception):
    """There is no such board, collection or answer; it says which, and how to go on."""


def newest_version(board: str, collection: str) -> Version:
    """The newest version of a board's answer to a collection. Raises NotFound."""
    version = (
        Version.objects.filter(submission__board__code=board)
        .filter(submission__collection__code=collection)
        .select_related("submission__board", "submission__collection__edition")
        .order_by("-number")
        .first()
    )
    if version is None:
        raise NotFound(_why(board, collection))
    return version


def find_collection(code: str) -> Collection:
    """The collection with this code, with its edition. Raises NotFound."""
    found = Collection.objects.select_related("edition").filter(code=code).first()
    if found is None:
        raise NotFound(_no_collection(code))
    return found


def _why(board: str, collection: str) -> str:
    named = Board.objects.filter(code=board).first()
    if named is None:
        return f"There is no board with the code {board}. Boards go by ONS code: E06000058."
    if not Collection.objects.filter(code=collection).exists():
        return _no_collection(collection)
    return f"{named.title} has not started {collection}."


def _no_collection(code: str) -> str:
    known = ", ".join(Collection.objects.order_by("code").values_list("code", flat=True))
    return f"There is no collection {code}. There is {known or 'none yet'}."
