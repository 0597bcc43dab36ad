"""The reference data and the example data in a moment: loaded once, then copied back.

Each test database is loaded once by the product's own commands, and what they made is kept
in schemas beside its tables, which stay empty. A test lays back what it needs with the
triggers off, so that history stands as it was, too; those of foreign keys with them, as all
of a snapshot is laid at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans

#: Filled by Django itself whenever it empties a database.
DJANGO_OWN = {"django_migrations", "django_content_type", "auth_permission"}
#: Nobody but a test's own superuser may ask for this. It lasts for a transaction.
UNTRIGGERED = "SET LOCAL session_replication_role = replica"
#: Rows that are deleted leave their room behind until a table is truncated.
TRUNCATED = 25

_emptied = count(1)


def keep_snapshots() -> None:
    """Load the data into an empty database, keep it aside, and empty the database again."""
    _keep("reference", lambda: call_command("load_reference", verbosity=0))
    _keep("examples", lambda: (load_plans(), load_people()))
    with connection.cursor() as cursor:
        # A planner that knows nothing of the tables makes plans that never end.
        cursor.execute("ANALYZE")
    call_command("flush", interactive=False, verbosity=0)


def reference_data() -> None:
    """Make an empty database hold the reference data."""
    _lay_back("reference")


def example_data() -> None:
    """Make an empty database hold the reference data and the example plans and people."""
    _lay_back("examples")


def empty_quickly() -> None:
    """Make Django's `flush` delete rows where it would truncate tables: they are few.

    Of the class: Django keeps a second connection where a browser's event loop runs.
    """
    truncate = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: bool) -> list[str]:
        if next(_emptied) % TRUNCATED == 0:
            return truncate(self, style, tables, **options)
        deleted = [f'DELETE FROM public."{table}"' for table in {*tables} - DJANGO_OWN]
        return [";".join([UNTRIGGERED, *deleted])]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


def _keep(schema: str, load: Callable[[], object]) -> None:
    load()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in set(connection.introspection.table_names()) - DJANGO_OWN:
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE public."{table}"')


def _lay_back(schema: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_script(connection.settings_dict["NAME"], schema))


@cache
def _script(database: str, schema: str) -> str:
    """Everything that lays a snapshot back, in one message: its parts are small and many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        tables = [table for (table,) in cursor.fetchall()]
        parts = [part for table in tables for part in _parts(cursor, schema, table)]
    return ";".join([UNTRIGGERED, *parts, "SET LOCAL session_replication_role = origin"])


def _parts(cursor: Any, schema: str, table: str) -> Iterator[str]:
    yield f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE {schema}."{table}"'
    for sequence in connection.introspection.get_sequences(cursor, table):
        name, column = sequence["name"], sequence["column"]
        yield f'SELECT setval(\'{name}\', (SELECT max("{column}") FROM {schema}."{table}"))'
