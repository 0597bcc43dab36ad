"""New rows laid into their tables with COPY, however many they are."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

#: What would end a cell or a row of COPY's text.
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Copier:
    """Rows waiting to be copied. A row is given by the names of its table's columns.

    COPY fires the tables' triggers as any insert does, a statement at a time: a frozen version
    refuses it, and each row has its event in the history. Columns that a row leaves out are as
    the table has them by default, whatever the model says.
    """

    def __init__(self, block: int) -> None:
        """Ids of parents are taken from a table's sequence by `block` at a time."""
        self.counts: Counter[type[models.Model]] = Counter()
        self._block = block
        self._text: dict[tuple[type[models.Model], tuple[str, ...]], io.StringIO]
        self._text = defaultdict(io.StringIO)
        self._ids: dict[type[models.Model], Iterator[int]] = {}

    def add(self, model: type[models.Model], **row: Any) -> None:
        """Keep a row for `copy`."""
        self._text[model, tuple(row)].write("\t".join(map(_cell, row.values())) + "\n")
        self.counts[model] += 1

    def add_parent(self, model: type[models.Model], **row: Any) -> int:
        """Keep a row to which others refer; gives the id that it will have."""
        if model not in self._ids:
            self._ids[model] = self._ids_of(model)
        pk = next(self._ids[model])
        self.add(model, id=pk, **row)
        return pk

    def copy(self) -> None:
        """Lay in all rows that wait, parents first if they were added first."""
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for (model, columns), text in self._text.items():
                text.seek(0)
                names = ", ".join(f'"{column}"' for column in columns)
                cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', text)
        self._text.clear()

    def analyse(self) -> None:
        """Tell the planner what the tables hold now."""
        tables = ", ".join(f'"{model._meta.db_table}"' for model in self.counts)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")

    def _ids_of(self, model: type[models.Model]) -> Iterator[int]:
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(ids::regclass)"
                    " FROM pg_get_serial_sequence(%s, 'id') AS ids, generate_series(1, %s)",
                    [model._meta.db_table, self._block],
                )
                yield from (pk for (pk,) in cursor.fetchall())


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return r"\N" if value is None else str(value)
