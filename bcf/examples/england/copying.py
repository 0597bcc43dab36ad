"""Rows by the thousand, laid into their tables with COPY."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

#: Ids are taken from a table's sequence by this many at a time.
BLOCK = 5_000
#: What would end a cell or a row of COPY's text.
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Copier:
    """Rows waiting to be copied, each with its id already, so that others can refer to it.

    COPY fires the tables' triggers as any insert does, a statement at a time: a frozen version
    refuses it, and each row has its event in the history.
    """

    def __init__(self) -> None:
        self.counts: dict[type[models.Model], int] = {}
        self._columns: dict[type[models.Model], tuple[str, ...]] = {}
        self._text: dict[type[models.Model], io.StringIO] = {}
        self._ids: dict[type[models.Model], Iterator[int]] = {}

    def add(self, model: type[models.Model], **row: Any) -> int:
        """Keep a row, by the names of its table's columns, for `copy`; gives its id.

        Every row of a model has the same columns. Those left out of all are null.
        """
        if model not in self._ids:
            self._ids[model] = _ids_of(model)
        columns = self._columns.setdefault(model, ("id", *row))
        if columns[1:] != tuple(row):
            raise ValueError(f"A row of {model.__name__} has {', '.join(row)}.")
        pk = next(self._ids[model])
        text = self._text.setdefault(model, io.StringIO())
        text.write("\t".join(map(_cell, (pk, *row.values()))) + "\n")
        self.counts[model] = self.counts.get(model, 0) + 1
        return pk

    def copy(self) -> None:
        """Lay in all rows that wait, parents first if they were added first."""
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for model, text in self._text.items():
                text.seek(0)
                columns = ", ".join(f'"{column}"' for column in self._columns[model])
                table = model._meta.db_table
                cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', text)
        self._text.clear()

    def analyse(self) -> None:
        """Tell the planner what the tables hold now."""
        tables = ", ".join(f'"{model._meta.db_table}"' for model in self.counts)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _ids_of(model: type[models.Model]) -> Iterator[int]:
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, BLOCK],
            )
            yield from (pk for (pk,) in cursor.fetchall())


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value).translate(_ESCAPES)
