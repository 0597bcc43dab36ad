"""Import and export of reference rows, by natural keys and with the loader's own checks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource, modelresource_factory

from .database import Database
from .files import ReferenceFile, reference_files
from .rows import check_row, read_row

#: What a spreadsheet would take for the start of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a quote is put before it."""
    return f"'{text}" if text.startswith(FORMULA) or _is_guarded(text) else text


def unguard(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if _is_guarded(text) else text


def _is_guarded(text: str) -> bool:
    """True for quotes that stand before the start of a formula."""
    return text.startswith("'") and text.lstrip("'").startswith(FORMULA)


def read_cell(value: Any) -> str:
    """The text of a cell of a CSV file or a workbook."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unguard(str(value).strip())


class CellField(Field):
    """A column of a reference file."""

    file: ReferenceFile
    database: Database

    def export(self, instance: models.Model, **kwargs: Any) -> str:
        """The guarded text of the column in one row."""
        field = self.file.columns[self.column_name]
        value = getattr(instance, field.attname)
        return guard(self.database.text(self.file, self.column_name, value))


class ReferenceResource(ModelResource):
    """Rows of a reference model as a table.

    An existing row keeps its structure: only wording, figures and standing are taken. A row
    whose key is new is added. No row is deleted.
    """

    file: ReferenceFile

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.database = Database()
        self.seen: set[str] = set()
        for field in self.fields.values():
            field.file, field.database = self.file, self.database

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Refuse a table whose columns are not those of the file."""
        headers = dataset.headers or []
        problems = [f"no column {name}" for name in self.file.columns if name not in headers]
        problems += [f"unknown column {name}" for name in headers if name not in self.file.columns]
        if problems:
            raise ValidationError("; ".join(problems))
        self.known = {file.model: self.database.pks(file) for file in reference_files()}

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row.update({name: read_cell(value) for name, value in row.items()})

    def get_instance(self, instance_loader: object, row: Mapping[str, str]) -> models.Model | None:
        cells, _ = read_row(self.file, row)
        pk = self.database.pks(self.file).get(self.file.key(cells))
        return None if pk is None else self.file.model._base_manager.get(pk=pk)

    def import_instance(
        self, instance: models.Model, row: Mapping[str, str], **kwargs: Any
    ) -> None:
        """Check a row as the loader does, then fill it."""
        cells, problems = check_row(self.file, row, self.known)
        key = self.file.key(cells)
        if key in self.seen:
            problems.append("stands twice")
        self.seen.add(key)
        if here := self.database.rows(self.file).get(key):
            problems += [
                f"{name}: belongs to the reference files, and stays “{here[name]}”"
                for name in self.file.structure
                if cells[name] != here[name]
            ]
        if problems:
            raise ValidationError([f"row {key}: {problem}" for problem in problems])
        self.database.fill(self.file, instance, cells)

    def after_save_instance(self, instance: models.Model, row: Any, **kwargs: Any) -> None:
        """A later row may refer to this one."""
        cells, _ = read_row(self.file, row)
        self.database.added(self.file, self.file.key(cells), instance.pk)


def resource_for(file: ReferenceFile) -> type[ReferenceResource]:
    """The resource of one reference file."""
    columns = {
        name: CellField(attribute=field.attname, column_name=name)
        for name, field in file.columns.items()
    }
    options = {
        "fields": tuple(columns),
        "import_id_fields": file.keys,
        "skip_unchanged": True,
        "report_skipped": True,
        "use_transactions": True,
    }
    resource = modelresource_factory(file.model, ReferenceResource, options, columns)
    resource.file = file
    return resource
