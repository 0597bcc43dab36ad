"""The workbooks of many boards: read a few at a time, made one after the other.

However many there are, only those of one batch are held. A board whose file cannot be made
is told and stops no other.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import QuerySet

from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.models import Version

from .export import workbooks
from .models import OfficialFile
from .names import file_name
from .official import DoesNotFit
from .parts import Part, zip_in_pieces
from .registry import fill

#: Versions read together: more would save few queries and hold more rows.
AT_ONCE = 10
#: What a zip file says of the boards that are not in it.
LEFT_OUT = "Not exported.txt"


class Made(NamedTuple):
    """One board's file. Where it could not be made `problems` say why, and there is no data."""

    board: str
    name: str
    data: bytes = b""
    problems: tuple[str, ...] = ()


Maker = Callable[[Sequence[Version]], Iterator[Made]]


def newest_of(collection: Collection, *, fictional: bool = False) -> list[Version]:
    """The newest version of each board that has started a collection, by the board's name.

    Fictional boards are left out unless they are asked for, or there are no others.
    """
    newest = Version.objects.filter(submission__collection=collection).newest()
    every = sorted(_loaded(newest.values("pk")), key=lambda v: v.submission.board.name)
    real = [version for version in every if not version.submission.board.fictional]
    return every if fictional else real or every


def _loaded(pks: Any) -> QuerySet[Version]:
    """These versions with their boards, and their collection with its edition, in no order."""
    return Version.objects.filter(pk__in=pks).select_related(
        "submission__board", "submission__collection__edition"
    )


def built(versions: Sequence[Version]) -> Iterator[Made]:
    """Each version's workbook as this product builds it."""
    for version, data in zip(versions, workbooks(versions), strict=True):
        yield Made(version.submission.board.code, file_name(version.submission), data)


def filled(file: OfficialFile, by: User | None) -> Maker:
    """What makes each version's copy of an official file; the register remembers by whom."""
    return partial(_filled, file, by)


def _filled(file: OfficialFile, by: User | None, versions: Sequence[Version]) -> Iterator[Made]:
    for version in versions:
        board, name = version.submission.board.code, file_name(version.submission)
        try:
            yield Made(board, name, fill(file, version, by))
        except DoesNotFit as refused:
            yield Made(board, name, problems=tuple(refused.messages))


def make_all(versions: Sequence[Version], make: Maker, processes: int = 1) -> Iterator[Made]:
    """Each version's file, in their order; made by as many processes, if more than one.

    Every batch is read when its turn comes, so that a change made meanwhile is in it.
    """
    pks = [version.pk for version in versions]
    if processes == 1:
        yield from _named_apart(made for batch in _batches(pks) for made in _make(make, batch))
        return
    # Made here, so that each process inherits what that leaves in memory: above all the blank.
    first = _make_whole(make, pks[:1])
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(processes, _apart) as pool:
        done = pool.imap(partial(_make_whole, make), _batches(pks[1:]))
        yield from _named_apart(chain(first, chain.from_iterable(done)))


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))


def _apart() -> None:
    """Begin a process without the connections it inherits, on which the others would talk too.

    Those kept for where an event loop runs are not among the ones that were closed.
    """
    for connection in connections.all(initialized_only=True):
        connection.connection = None


def _make(make: Maker, pks: Sequence[int]) -> Iterator[Made]:
    found = {version.pk: version for version in _loaded(pks)}
    return make([found[pk] for pk in pks])


def _make_whole(make: Maker, pks: Sequence[int]) -> list[Made]:
    return list(_make(make, pks))


def _named_apart(every: Iterable[Made]) -> Iterator[Made]:
    """Give a second board of the same name a file of its own, named by its code too."""
    taken: set[str] = set()
    for made in every:
        if made.name.casefold() in taken:
            made = made._replace(name=made.name.replace(".xlsx", f" ({made.board}).xlsx"))
        taken.add(made.name.casefold())
        yield made


def zipped(every: Iterable[Made]) -> Iterator[bytes]:
    """A zip file of them piece by piece. Of boards that are not in it a text in it tells why."""
    return zip_in_pieces(_parts(every))


def _parts(every: Iterable[Made]) -> Iterator[Part]:
    told = []
    for made in every:
        if made.problems:
            told.append(f"{made.name}: {' '.join(made.problems)}\n")
        else:
            yield Part.keep(made.name, made.data)
    if told:
        yield Part.pack(LEFT_OUT, "".join(told).encode())
