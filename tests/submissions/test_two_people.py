"""Two people at one line at once, each on a connection of their own."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.pages.rows import duplicate_row, move_row
from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen, start
from bcf.submissions.models import Change, Submission, Version
from bcf.submissions.proposals import Frozen, Refused
from bcf.tables import Conflict, Edit
from tests.factories import (
    EXAMPLESHIRE,
    NEXT,
    THIS,
    TWO_YEARS,
    add,
    again,
    person,
    plan,
    proposal,
    put,
    row,
    section,
)

ROUNDS = 100
#: Nothing here takes long; a deadlock must not take for ever.
PATIENCE = 60


class Two:
    """Two people, each a thread with its own connection."""

    def __init__(self) -> None:
        self.people = [ThreadPoolExecutor(1), ThreadPoolExecutor(1)]
        self.barrier = threading.Barrier(2)

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        """What each act gave, or what it raised."""
        self.barrier.reset()
        futures = [p.submit(a) for p, a in zip(self.people, acts, strict=True)]
        return [self._outcome(future) for future in futures]

    @staticmethod
    def _outcome(future: Future[Any]) -> Any:
        error = future.exception(PATIENCE)
        return error if error else future.result()

    def wait(self) -> None:
        self.barrier.wait(PATIENCE)

    def leave(self) -> None:
        for thread in self.people:
            thread.submit(connections.close_all).result(PATIENCE)
            thread.shutdown()


@pytest.fixture
def two(transactional_db: None, reference: None) -> Iterator[Two]:
    people = Two()
    yield people
    people.leave()


def save(two: Two, version: int, uid: UUID, cell: str, seen: str, new: int, when: str) -> Change:
    """Load the version, wait for the other person at one point or another, and save a cell."""
    loaded = again(Version(pk=version))
    if when == "loaded":
        two.wait()
    proposed = proposal(loaded, Edit(uid=uid, raw={cell: str(new)}, seen={cell: seen}))
    if when == "proposed":
        two.wait()
    change = proposed.apply(by=None, what=f"{cell} to {new}")
    assert change is not None
    return change


def test_on_two_cells_of_one_line_both_win(two: Two) -> None:
    version = plan()
    uid = add(version, {THIS: "0", NEXT: "0"})
    for n in range(1, ROUNDS + 1):
        when = random.choice(["loaded", "proposed", "never"])
        seen = f"{n - 1}.00"
        outcomes = two.at_once(
            lambda s=seen, n=n, w=when: save(two, version.pk, uid, THIS, s, n, w),
            lambda s=seen, n=n, w=when: save(two, version.pk, uid, NEXT, s, n, w),
        )
        assert [type(outcome) for outcome in outcomes] == [Change, Change]
        line = row(version, uid)
        assert (line.get(THIS), line.get(NEXT)) == (n, n)
    assert again(version).revision == version.revision + 2 * ROUNDS


def test_on_one_cell_the_second_sees_both_values(two: Two) -> None:
    version = plan()
    uid = add(version, {THIS: "0"})
    now = Decimal(0)
    for n in range(1, ROUNDS + 1):
        when = random.choice(["loaded", "proposed"])
        seen, one, other = f"{now:.2f}", 2 * n, 2 * n + 1
        outcomes = two.at_once(
            lambda s=seen, v=one, w=when: save(two, version.pk, uid, THIS, s, v, w),
            lambda s=seen, v=other, w=when: save(two, version.pk, uid, THIS, s, v, w),
        )
        (won,) = [outcome for outcome in outcomes if isinstance(outcome, Change)]
        (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        first, second = (one, other) if won is outcomes[0] else (other, one)
        assert lost.proposal.differences["expenditure"].conflicts == [
            Conflict(uid, 0, THIS, seen=seen, now=Decimal(first), new=Decimal(second))
        ]
        now = Decimal(first)
        assert row(version, uid).get(THIS) == now
    assert again(version).revision == version.revision + ROUNDS


def test_undo_pressed_twice_at_once_undoes_once(two: Two) -> None:
    version, by = plan(), person()
    uid = add(version, {THIS: "1"})
    for n in range(2, 12):
        change = put(again(version), Edit(uid=uid, raw={THIS: str(n)}), by=by)

        def press(pk: int = change.pk) -> Change | None:
            found = Change.objects.get(pk=pk)
            two.wait()
            return undo(found, by=by)

        outcomes = two.at_once(press, press)
        done = [outcome for outcome in outcomes if outcome is not None]
        assert [type(outcome) for outcome in done] == [Change]
        assert row(version, uid).get(THIS) == Decimal(1)


def test_a_plan_started_twice_at_once_is_started_once(two: Two) -> None:
    def begin() -> Version:
        board = Board.objects.get(code=EXAMPLESHIRE)
        collection = Collection.objects.select_related("edition").get(code=TWO_YEARS)
        two.wait()
        return start(board=board, collection=collection, by=None)

    one, other = two.at_once(begin, begin)
    assert one == other
    assert Version.objects.count() == Change.objects.count() == 1


def test_a_plan_reopened_twice_at_once_has_one_open_version(two: Two) -> None:
    version = plan()
    add(version, {THIS: "1"})
    for n in range(2, 12):
        freeze(version, by=None, reason="Sent")

        def open_again() -> Version:
            submission = Submission.objects.get()
            two.wait()
            return reopen(submission, by=None, reason="More to do")

        one, other = two.at_once(open_again, open_again)
        assert one == other
        assert (one.number, Version.objects.filter(frozen_at=None).count()) == (n, 1)
        version = again(one)


def test_what_is_saved_while_a_version_freezes_is_in_its_digest_or_refused(two: Two) -> None:
    version = plan()
    uid = add(version, {THIS: "0"})
    outcomes = set()
    for n in range(1, 11):
        loaded = again(version)

        def close(loaded: Version = loaded) -> Version:
            two.wait()
            return freeze(loaded, by=None, reason="Sent")

        def change(pk: int = version.pk, n: int = n) -> Change | None:
            proposed = proposal(again(Version(pk=pk)), Edit(uid=uid, raw={THIS: str(n)}))
            two.wait()
            return proposed.apply(by=None, what="Late")

        frozen, late = two.at_once(close, change)
        assert isinstance(late, Change | Frozen)
        outcomes.add(type(late))
        version = reopen(frozen.submission, by=None, reason="Again")
        saved = row(version, uid).get(THIS) == Decimal(n)
        assert saved == isinstance(late, Change)
        refrozen = freeze(version, by=None, reason="Sent")
        assert refrozen.digest == frozen.digest
        version = reopen(refrozen.submission, by=None, reason="Again")
    assert outcomes <= {Change, Frozen}


def test_rows_moved_and_copied_at_once_stand_one_after_another(two: Two) -> None:
    """A move works out every row's place: it must not undo the move of somebody else."""
    version, by = plan(), person()
    first, *_, last = [add(version, {THIS: str(n)}) for n in range(6)]
    kind = section(version)

    def act(change: Callable[..., object], uid: UUID, *more: bool) -> object:
        loaded = again(version)
        two.wait()
        return change(loaded, kind, uid, *more, by=by)

    for _ in range(20):
        before = [each.uid for each in kind.rows(version)]
        outcomes = two.at_once(
            lambda: act(duplicate_row, first),
            lambda: act(move_row, last, True),
        )
        assert [type(outcome) for outcome in outcomes] == [Change, Change]
        rows = kind.rows(version)
        assert [each.position for each in rows] == list(range(1, len(before) + 2))
        assert rows[-2].uid == last
        assert put(again(version), Edit(uid=last, position=len(rows) + 1))
