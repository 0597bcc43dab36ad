"""The minute itself, and the verdict."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile

from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from bcf.examples.plans import load_plans
from bcf.pages.cells import typed
from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.sections import section_of
from tests.bench.run import throwaway_database
from tests.factories import EXAMPLESHIRE, TWO_YEARS, again, person

from .client import Client
from .history import missing, numbered
from .ledger import PLACE, Ledger, Rows
from .person import Person
from .server import serving

PEOPLE = 10
SECONDS = 60
#: So many lines the half keep to that get in each other's way.
CROWDED = 6
KEY = "expenditure"
PASSWORD = "ten-people-at-one-plan"
#: The most that is told of what went wrong.
MOST_TOLD = 10
MOST_LINES = 40


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.assure.together")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long they work")
    return 0 if run(parser.parse_args(arguments).seconds) else 1


def run(seconds: int = SECONDS) -> bool:
    """Let ten people work for so long; True when nothing was lost, doubled or wrong."""
    with throwaway_database(), TemporaryFile("w+") as said:
        version, users = _prepare()
        before = _rows(version)
        with serving(said) as server:
            people = [_sign_in(server, user, number) for number, user in enumerate(users)]
            with ThreadPoolExecutor(PEOPLE) as pool:
                until = time.monotonic() + seconds
                list(pool.map(lambda one: one.work(until), people))
        right = _judge(version, before, users, people)
        if not right:
            said.seek(0)
            print("The server said last:", "".join(said.readlines()[-MOST_LINES:]), sep="\n")
        return right


def _prepare() -> tuple[Version, list[User]]:
    call_command("load_reference", verbosity=0)
    load_plans()
    users = [person(organisation=EXAMPLESHIRE) for _ in range(PEOPLE)]
    users[0].set_password(PASSWORD)
    User.objects.filter(pk__in=[user.pk for user in users]).update(password=users[0].password)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    version = Version.objects.get(
        submission__board__code=EXAMPLESHIRE, submission__collection__code=TWO_YEARS
    )
    return again(version), users


def _sign_in(server: str, user: User, number: int) -> Person:
    client = Client(server)
    client.sign_in(reverse("account_login"), user.email, PASSWORD)
    address = reverse("section", args=[EXAMPLESHIRE, TWO_YEARS, KEY])
    one = Person(client, address, number, CROWDED if number % 2 else None)
    one.open()
    return one


def _rows(version: Version) -> Rows:
    """Every cell of the plan's expenditure as it is typed, and every row's place."""
    section = section_of(version.submission.collection, KEY)
    columns = [column for column in section.columns if not column.computed]
    return {
        str(row.uid): {PLACE: str(row.position)}
        | {column.key: typed(column, row.get(column.key)) for column in columns}
        for row in section.rows(version)
    }


def _judge(version: Version, before: Rows, users: list[User], people: list[Person]) -> bool:
    changes = list(Change.objects.filter(version=version, by__in=users).order_by("revision"))
    each = list(zip(users, people, strict=True))
    log = numbered(changes, [(user, one.log) for user, one in each])
    errors = [f"{user}: {error}" for user, one in each for error in one.errors]
    errors += missing(version, changes, log)
    ledger = Ledger(before)
    for user, taken in log.values():
        ledger.take(user.pk, taken)
    lost, doubled = ledger.compare(_rows(again(version)))
    counts = sum((one.counts for one in people), Counter())
    if not counts["conflicts"]:
        errors.append("nobody got in anybody's way")
    print(
        f"{PEOPLE} people: {len(log)} edits, {counts['conflicts']} conflicts,"
        f" {counts['refusals']} refusals, {len(ledger.rows)} rows;"
        f" {len(lost)} lost, {len(doubled)} doubled, {len(errors)} errors"
    )
    for wrong in (lost, doubled, errors):
        for sentence in wrong[:MOST_TOLD]:
            print(f"  {sentence}")
    return not (lost or doubled or errors)
