"""kill -9 of a process that writes: the old state or the new one, and the next start works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from bcf.submissions.models import Change, Version
from bcf.tables import Edit
from tests.factories import add, again, cells, plan, put, row

ROOT = Path(__file__).parents[2]
CELL = "amount_2023-24"
PATIENCE = 60

Start = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def version(transactional_db: None, reference: None) -> Version:
    return plan()


@pytest.fixture
def line(version: Version) -> UUID:
    return add(version, {CELL: "0", "description": "as 0.00"})


@pytest.fixture
def start(version: Version, line: UUID) -> Iterator[Start]:
    """Starts processes that change the line, and leaves none behind."""
    begun: list[subprocess.Popen[str]] = []

    def begin() -> subprocess.Popen[str]:
        program = [sys.executable, "-m", "tests.submissions.killing"]
        arguments = [str(connection.settings_dict["NAME"]), str(version.pk), str(line), CELL]
        process = subprocess.Popen(
            [*program, *arguments],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "bcf.settings"},
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield begin
    for process in begun:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.005)


def somebody_waits_to_record_a_change() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE relation = 'submissions_change'::regclass AND NOT granted)"
        )
        return cursor.fetchone()[0]


def test_in_the_middle_of_a_change_leaves_the_old_state(
    version: Version, line: UUID, start: Start
) -> None:
    """The lines are written and the change is not: held there by a lock, then killed."""
    before = cells(version, line)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE submissions_change IN EXCLUSIVE MODE")
        process = start()
        until(somebody_waits_to_record_a_change)
        kill(process)
        assert cells(version, line) == before

    put(again(version), Edit(uid=line, raw={"provider": "Private Sector"}))
    assert cells(version, line) == {**before, "provider": "private-sector"}
    assert again(version).revision == version.revision + 1
    assert not Change.objects.filter(revision__gt=version.revision + 1).exists()


def test_at_any_moment_leaves_the_old_or_the_new_state(
    version: Version, line: UUID, start: Start
) -> None:
    for _ in range(3):
        begun = again(version).revision
        process = start()
        until(lambda begun=begun: again(version).revision > begun + 2)
        time.sleep(random.uniform(0, 0.05))
        kill(process)
        put(again(version), Edit(raw={}))  # the next start works

        now = again(version)
        assert now.revision == Change.objects.filter(version=now).count()
        amount = row(now, line).get(CELL)
        assert row(now, line).get("description") == f"as {amount}"
        changed = Change.objects.filter(inverse__expenditure__0__raw__has_key=CELL)
        assert changed.count() == amount
