"""Small makers of what tests stand on: people, plans and rows, made the way the product does.

They build on the reference data: the `editions` or the `reference` fixture.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bcf.boards.models import Board, Organisation
from bcf.editions.models import Collection
from bcf.people.models import Membership, Role, User
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import start
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, Proposal, propose
from bcf.submissions.sections import SectionKind, section_of, sections_of
from bcf.tables import Edit, Refusal, Row
from schemes.models import ExpenditureLine

#: A real unitary board of one CCG, none of whose allocations of 2019-20 is published.
BCP, ONE_YEAR = "E06000058", "2019-20-plan"
#: A made-up county of three districts and two ICBs, whose allocations all are.
EXAMPLESHIRE, TWO_YEARS = "X99000001", "2023-25-plan"
#: A made-up board of one council and one ICB, of which little is published.
SAMPLETON = "X99000002"
#: The amounts that Exampleshire's rows of money have.
THIS, NEXT = "amount_2023-24", "amount_2024-25"
LONG_AGO = datetime.date(2010, 4, 1)

_numbers = itertools.count(1)


def day(offset: int) -> datetime.date:
    """So many days from today."""
    return timezone.localdate() + datetime.timedelta(days=offset)


def person(role: str = Role.COMMISSIONER, organisation: str = BCP, **fields: Any) -> User:
    """Somebody of a role in an organisation, by its code; `fields` are the membership's."""
    number = next(_numbers)
    user = User.objects.create_user(f"person{number}@example.org", f"Person {number}")
    joins(user, role, organisation, **fields)
    return user


def joins(user: User, role: str, organisation: str, **fields: Any) -> Membership:
    """A membership of an organisation, by its code."""
    return Membership.objects.create(
        user=user,
        role=role,
        organisation=Organisation.objects.get(code=organisation),
        **{"active_from": LONG_AGO, **fields},
    )


def plan(board: str = EXAMPLESHIRE, collection: str = TWO_YEARS, by: User | None = None) -> Version:
    """A board's plan as starting it leaves it."""
    return start(
        board=Board.objects.get(code=board),
        collection=Collection.objects.select_related("edition").get(code=collection),
        by=by,
    )


def lines_of(board: str, collection: str) -> QuerySet[ExpenditureLine]:
    """The lines of expenditure of a board's plan."""
    return ExpenditureLine.objects.filter(version=newest_version(board, collection))


def again(version: Version) -> Version:
    """The version as another request would load it."""
    related = ("submission__board", "submission__collection__edition")
    return Version.objects.select_related(*related).get(pk=version.pk)


def section(version: Version, key: str = "expenditure") -> SectionKind:
    return section_of(version.submission.collection, key)


def proposal(version: Version, *edits: Edit, key: str = "expenditure") -> Proposal:
    return propose(version, {key: Incoming(edits)})


def refusals(version: Version, *edits: Edit, key: str = "expenditure") -> list[Refusal]:
    """What a section would not take of these edits."""
    return proposal(version, *edits, key=key).differences[key].refusals


def put(version: Version, *edits: Edit, key: str = "expenditure", by: User | None = None) -> Change:
    """Apply edits to a section; there must be something to change."""
    change = proposal(version, *edits, key=key).apply(by=by, what=f"Edited {key}")
    assert change is not None
    return change


def add(version: Version, raw: Mapping[str, object], key: str = "expenditure") -> UUID:
    """A new row with these cells, as typed."""
    change = put(version, Edit(raw=raw), key=key)
    return UUID(change.inverse[key][0]["uid"])


def row(version: Version, uid: UUID, key: str = "expenditure") -> Row:
    (found,) = section(version, key).rows(version, [uid])
    return found


def cells(version: Version, uid: UUID, key: str = "expenditure") -> dict[str, str]:
    """What a row holds, in canonical form, blanks left out."""
    held = row(version, uid, key)
    written = {c.key: c.canonical(held.get(c.key)) for c in section(version, key).columns}
    return {name: value for name, value in written.items() if value}


def content(version: Version) -> dict[str, list[tuple[UUID, int, dict[str, Any]]]]:
    """Everything a version holds, by section."""
    tables = {
        kind.key: kind.tables([version])[version.pk]
        for kind in sections_of(version.submission.collection)
    }
    return {
        key: [(row.uid, row.position, dict(row.values)) for row in table]
        for key, table in tables.items()
    }


def statements(act: Callable[[], object]) -> list[str]:
    """What doing something sends to the database, transactions and savepoints aside."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
