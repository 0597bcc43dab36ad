"""The example data in a moment: loaded once by the product's own commands, then copied back.

Browser tests empty every table after themselves. A copy in a schema of its own survives
that, and is laid back with the triggers off, so that history stands as it was too.
"""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection, transaction

SCHEMA = "kept"


def example_data() -> None:
    """Make the database hold the reference data and the example plans and people."""
    if _kept():
        _lay_back()
    else:
        call_command("load_reference", verbosity=0)
        call_command("load_examples", verbosity=0)
        _keep()


def _kept() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        return cursor.fetchone()[0]


def _tables() -> list[str]:
    return [t for t in connection.introspection.table_names() if t != "django_migrations"]


@transaction.atomic
def _keep() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in _tables():
            cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')


@transaction.atomic
def _lay_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _tables():
            cursor.execute(f'TRUNCATE public."{table}" CASCADE')
        for table in _tables():
            ours, kept = f'public."{table}"', f'{SCHEMA}."{table}"'
            cursor.execute(f"INSERT INTO {ours} OVERRIDING SYSTEM VALUE TABLE {kept}")
            for sequence in connection.introspection.get_sequences(cursor, table):
                last = f'SELECT max("{sequence["column"]}") FROM {ours}'
                cursor.execute(f"SELECT setval(%s, COALESCE(({last}), 1))", [sequence["name"]])
