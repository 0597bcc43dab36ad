"""What the database holds of the reference files, as the same texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from .cells import parse_cell, write_cell
from .files import ReferenceFile, file_of, target


class Database:
    """The rows of the reference models, read whole, each model once.

    All of them are a few thousand rows; one query a model is quicker than asking for each.
    """

    def __init__(self) -> None:
        self._rows: dict[type, dict[str, dict[str, str]]] = {}
        self._pks: dict[type, dict[str, int]] = {}
        self._keys: dict[type, dict[int, str]] = {}

    def rows(self, file: ReferenceFile) -> dict[str, dict[str, str]]:
        """A model's rows as cells, by natural key."""
        self._read(file)
        return self._rows[file.model]

    def pks(self, file: ReferenceFile) -> dict[str, int]:
        """A model's primary keys by natural key."""
        self._read(file)
        return self._pks[file.model]

    def added(self, file: ReferenceFile, key: str, pk: int) -> None:
        """Take note of a row that was just written."""
        self._pks[file.model][key] = pk

    def fill(self, file: ReferenceFile, row: models.Model, cells: Mapping[str, str]) -> None:
        """Put cells into a row. The rows they refer to must be there."""
        for name, text in cells.items():
            field = file.columns[name]
            if not field.is_relation:
                setattr(row, name, parse_cell(field, text))
            else:
                pks = self.pks(file_of(target(field)))
                setattr(row, field.attname, pks[text] if text else None)

    def _read(self, file: ReferenceFile) -> None:
        if file.model in self._rows:
            return
        names = [field.attname for field in file.columns.values()]
        records = list(file.model._base_manager.values_list("pk", *names))
        by_pk = {pk: dict(zip(file.columns, values, strict=True)) for pk, *values in records}
        # Keys first: a row may refer to another of its own table.
        self._keys[file.model] = {
            pk: file.key({name: self.text(file, name, values[name]) for name in file.keys})
            for pk, values in by_pk.items()
        }
        self._pks[file.model] = {key: pk for pk, key in self._keys[file.model].items()}
        self._rows[file.model] = {
            self._keys[file.model][pk]: {
                name: self.text(file, name, value) for name, value in values.items()
            }
            for pk, values in by_pk.items()
        }

    def text(self, file: ReferenceFile, name: str, value: Any) -> str:
        """A column's value as text; a reference to another row as that row's natural key."""
        field = file.columns[name]
        if not field.is_relation or value is None:
            return write_cell(value)
        model = target(field)
        if model is not file.model:
            self._read(file_of(model))
        return self._keys[model][value]
