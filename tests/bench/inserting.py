"""Lines of expenditure put in through a proposal, history included, against a bare COPY.

COPY lays the same rows into tables like those they are in, with the same indexes.
"""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db import connection, models, transaction

from bcf.answers.models import Answer
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose, row_as_raw
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from schemes.england import make_england
from schemes.models import ExpenditureLine, LineYear, Scheme
from tests.bench.run import Result, ratio

BOARDS = 10
KEY = "expenditure"
#: What a plan's lines consist of, and how each table's rows are found.
TABLES: dict[type[models.Model], str] = {
    Scheme: "true",
    ExpenditureLine: "true",
    LineYear: "true",
    Answer: "row <> ''",
}


def run() -> list[Result]:
    """About a thousand lines of ten boards; both ways are rolled back."""
    call_command("load_reference", verbosity=0)
    make_england(boards=BOARDS)
    versions = list(
        Version.objects.select_related("submission__board", "submission__collection__edition")
    )
    edits = {version: _edits(version) for version in versions}
    copies = {model._meta.db_table: _like(model) for model in TABLES}

    def ours() -> None:
        with transaction.atomic():
            for version, lines in edits.items():
                propose(version, {KEY: Incoming(lines)}).apply(by=None, what="Lines")
            transaction.set_rollback(True)

    def copied() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in copies.items():
                cursor.copy_expert(f"COPY like_{table} FROM STDIN", io.StringIO(rows))
            transaction.set_rollback(True)

    def before() -> None:
        for version in versions:
            version.refresh_from_db(fields=["revision"])

    return [Result("insert_rows", ratio(ours, copied, 7, before), 2)]


def _edits(version: Version) -> list[Edit]:
    """New lines like those the plan has."""
    section = section_of(version.submission.collection, KEY)
    columns = section.columns_for(version)
    return [Edit(raw=row_as_raw(row, columns)) for row in section.rows(version)]


def _like(model: type[models.Model]) -> str:
    """Make an empty table like the model's; gives the model's rows as COPY reads them."""
    table, rows = model._meta.db_table, io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE like_{table} (LIKE {table} INCLUDING ALL)")
        found = f"SELECT * FROM {table} WHERE {TABLES[model]}"
        cursor.copy_expert(f"COPY ({found}) TO STDOUT", rows)
    return rows.getvalue()
