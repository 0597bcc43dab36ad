"""The fingerprint of a version: the same content gives the same digest, for ever."""

import hashlib
import json
from collections.abc import Iterable

from .columns import Column
from .table import Row, Table

#: Named in every digest, so that a later way of writing cannot be taken for this one.
SCHEME = "bcf-1"


def digest(tables: Iterable[Table]) -> str:
    """SHA-256 over keys and typed values only: no labels, ids, revisions or times.

    Confirming a label or moving a help text changes no digest, nor does a section or a
    column that nobody has filled in; any value, and the order of rows, does.
    """
    by_key = sorted(tables, key=lambda table: table.key)
    content = [SCHEME, [[table.key, rows] for table in by_key if (rows := _rows(table))]]
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _rows(table: Table) -> list[list[object]]:
    columns = [column for column in table.columns if column.is_typed]
    columns.sort(key=lambda column: column.key)
    rows = sorted(table.rows, key=lambda row: (row.position, str(row.uid)))
    return [[str(row.uid), cells] for row in rows if (cells := _cells(columns, row))]


def _cells(columns: Iterable[Column], row: Row) -> list[list[str]]:
    written = [[column.key, column.canonical(row.get(column.key))] for column in columns]
    return [cell for cell in written if cell[1]]
