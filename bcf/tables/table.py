"""Rows and tables: what a section holds, for people and for files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from .columns import Column, Value


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its uid, its place, and its values by column key (absent is blank).

    `lineage` ties it to the rows of other years that it was carried from or into.
    """

    uid: UUID
    position: int
    values: Mapping[str, Value] = field(default_factory=dict)
    lineage: UUID | None = None

    def get(self, key: str) -> Value:
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class Table:
    """A section's rows under its columns, in their order."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, key: str) -> Column:
        """The column with this key; KeyError where the edition has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
