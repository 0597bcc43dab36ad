"""The reference data and the example data in a moment: loaded once, then copied back.

Each test database is loaded once by the product's own commands, and what they made is kept
in schemas beside its tables, which stay empty. A test lays back what it needs with the
triggers off, so that history stands as it was, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pgtrigger
from django.core.management import call_command
from django.db import connection, transaction

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans

#: Filled by Django itself whenever it empties a database.
DJANGO_OWN = {"django_migrations", "django_content_type", "auth_permission"}


def keep_snapshots() -> None:
    """Load the data into an empty database, keep it aside, and empty the database again."""
    _keep("reference", lambda: call_command("load_reference", verbosity=0))
    _keep("examples", lambda: (load_plans(), load_people()))
    call_command("flush", interactive=False, verbosity=0)


def reference_data() -> None:
    """Make an empty database hold the reference data."""
    _lay_back("reference")


def example_data() -> None:
    """Make an empty database hold the reference data and the example plans and people."""
    _lay_back("examples")


def _keep(schema: str, load: Callable[[], object]) -> None:
    load()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in set(connection.introspection.table_names()) - DJANGO_OWN:
            cursor.execute(f'SELECT EXISTS (SELECT FROM public."{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {schema}."{table}" AS TABLE public."{table}"')


def _lay_back(schema: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute(_script(connection.settings_dict["NAME"], schema))


@cache
def _script(database: str, schema: str) -> str:
    """Everything that lays a snapshot back, in one message: its parts are small and many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        tables = [table for (table,) in cursor.fetchall()]
        parts = [part for table in tables for part in _parts(cursor, schema, table)]
    return ";".join(parts)


def _parts(cursor: Any, schema: str, table: str) -> Iterator[str]:
    yield f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE {schema}."{table}"'
    for sequence in connection.introspection.get_sequences(cursor, table):
        name, column = sequence["name"], sequence["column"]
        yield f'SELECT setval(\'{name}\', (SELECT max("{column}") FROM {schema}."{table}"))'
    if not table.endswith("event"):
        # A planner that takes the tables for empty makes plans that never end.
        yield f'ANALYZE public."{table}"'
