"""The reference data and the example data in a moment: loaded once, then copied back.

Each test database is loaded once by the product's own commands, and what they made is kept
in schemas beside its tables, which stay empty. A test lays back what it needs with the
triggers off, so that history stands as it was, too.
"""

from __future__ import annotations

from collections.abc import Callable

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


@transaction.atomic
def _lay_back(schema: str) -> None:
    with connection.cursor() as cursor, pgtrigger.ignore():
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        for (table,) in cursor.fetchall():
            ours = f'public."{table}"'
            kept = f'TABLE {schema}."{table}"'
            cursor.execute(f"INSERT INTO {ours} OVERRIDING SYSTEM VALUE {kept}")
            for sequence in connection.introspection.get_sequences(cursor, table):
                last = f'SELECT max("{sequence["column"]}") FROM {ours}'
                cursor.execute(f"SELECT setval(%s, ({last}))", [sequence["name"]])
            if not table.endswith("event"):
                # A planner that takes the tables for empty makes plans that never end.
                cursor.execute(f"ANALYZE {ours}")
