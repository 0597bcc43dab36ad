"""Lines of expenditure put in through proposals, history included, against COPY of their rows.

The other side copies the very rows that the proposals wrote into the same tables, where the same
triggers keep the history and guard frozen versions. It reads and checks no cell, and keeps
nothing that would undo the change. Both end with what the database checks at a commit.
`insert_rows_bare` is told beside it: there COPY lays the rows into tables with the same indexes,
and neither triggers nor references.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.core.management import call_command
from django.db import connection, models, transaction

from bcf.answers.models import Answer
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, open_for_writing, propose, recorded, row_as_raw
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from schemes.england import make_england
from schemes.models import ExpenditureLine, LineYear, Scheme
from tests.bench.run import Result, ratio

BOARDS = 10
ROUNDS = 9
KEY = "expenditure"
WHAT = "Lines"
#: What a plan's lines consist of, parents first.
TABLES: Sequence[type[models.Model]] = (Scheme, ExpenditureLine, LineYear, Answer)

#: New lines by version, and rows as COPY reads them, by table.
Lines = Mapping[Version, Sequence[Edit]]
Rows = Mapping[str, str]


def run() -> list[Result]:
    """About a thousand lines of ten boards; every way is rolled back."""
    call_command("load_reference", verbosity=0)
    make_england(boards=BOARDS)
    versions = Version.objects.select_related(
        "submission__board", "submission__collection__edition"
    )
    lines = {version: _lines(version) for version in versions}
    rows = _written(lines)
    bare = {f"bare_{table}": text for table, text in rows.items()}
    for table in rows:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
    return [
        Result("insert_rows", _against(lambda: _copied(rows, lines), lines), 2),
        Result("insert_rows_bare", _against(lambda: _copied(bare, ()), lines)),
    ]


def _lines(version: Version) -> list[Edit]:
    """New lines like those the plan has."""
    section = section_of(version.submission.collection, KEY)
    columns = section.columns_for(version)
    return [Edit(raw=row_as_raw(row, columns)) for row in section.rows(version)]


def _against(copied: Callable[[], None], lines: Lines) -> float:
    def before() -> None:
        for version in lines:
            version.refresh_from_db(fields=["revision"])

    return ratio(lambda: _proposed(lines), copied, ROUNDS, before)


def _proposed(lines: Lines, look: Callable[[], None] = lambda: None) -> None:
    """Put them in, `look` at the tables, and roll back."""
    with transaction.atomic():
        for version, edits in lines.items():
            propose(version, {KEY: Incoming(edits)}).apply(by=None, what=WHAT)
        connection.check_constraints()
        look()
        transaction.set_rollback(True)


def _copied(rows: Rows, versions: Iterable[Version]) -> None:
    with recorded(by=None, what=WHAT), transaction.atomic(), connection.cursor() as cursor:
        for version in versions:
            open_for_writing(version)
        for table, text in rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(text))
        connection.check_constraints()
        transaction.set_rollback(True)


def _written(lines: Lines) -> Rows:
    """The rows that the proposals write."""
    last = {model: model._default_manager.latest("pk").pk for model in TABLES}
    rows: dict[str, str] = {}

    def look() -> None:
        for model, pk in last.items():
            table, text = model._meta.db_table, io.StringIO()
            with connection.cursor() as cursor:
                new = f"SELECT * FROM {table} WHERE id > {pk}"
                cursor.copy_expert(f"COPY ({new}) TO STDOUT", text)
            rows[table] = text.getvalue()

    _proposed(lines, look)
    return rows
