"""Which models stand in files, and what of a row people may edit.

An app lists its files in a module `reference_files`, as `REFERENCE_FILES`. The order of
the apps, and of each list, is the order of loading: no row refers to a later file, though
it may refer to another row of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from typing import cast

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from bcf.boards.provenance import Reference
from bcf.tables import UNKEPT, cannot_be_kept

PROVENANCE = tuple(f.name for f in Reference._meta.local_fields)

#: Says what is wrong with a cell's text, or nothing.
Check = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class ReferenceFile:
    """One model's rows as files: `name`, such as `boards.csv`.

    `editable` are the columns that people may change in the admin: wording, figures and
    dates. All others are structure and belong to the files; where a fact was read, and how
    sure we are of it, may always be edited. `edition` is the way from a row to its
    edition's code, for models whose rows stand in a file for each edition.
    """

    model: type[models.Model]
    name: str
    editable: tuple[str, ...] = ()
    edition: str = ""
    checks: Mapping[str, Check] = field(default_factory=dict)

    def problem(self, column: str, text: str) -> str:
        """What is wrong with a text for this column; empty where nothing is."""
        if cannot_be_kept(text):
            return UNKEPT
        check = self.checks.get(column)
        return check(text) if check and text else ""

    @cached_property
    def columns(self) -> dict[str, models.Field]:
        """The model's fields by name; where the fact was read stands last."""
        fields = {f.name: f for f in self.model._meta.concrete_fields if _stands_in_file(f)}
        last = [name for name in PROVENANCE if name in fields]
        return {name: fields[name] for name in [*(n for n in fields if n not in last), *last]}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell one row from another: the model's first unique constraint."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                return tuple(constraint.fields)
        return tuple(name for name, f in self.columns.items() if f.unique)

    @cached_property
    def edits(self) -> frozenset[str]:
        """Every column that people may change in the admin."""
        return frozenset(self.editable) | (frozenset(PROVENANCE) & frozenset(self.columns))

    @cached_property
    def structure(self) -> tuple[str, ...]:
        """The columns that belong to the files once a row exists."""
        return tuple(name for name in self.columns if name not in self.edits)

    def key(self, cells: Mapping[str, str]) -> str:
        """The natural key of a row, by which other rows refer to it."""
        return "/".join(cells[name] for name in self.keys)

    def path(self, edition: str = "") -> str:
        """Where the file stands in the folder of reference files."""
        return f"editions/{edition}/{self.name}" if self.edition else self.name


def target(column: models.Field) -> type[models.Model]:
    """The model that a column refers to."""
    return cast("type[models.Model]", column.related_model)


def _stands_in_file(candidate: models.Field) -> bool:
    return candidate.editable and not candidate.primary_key


@cache
def reference_files() -> tuple[ReferenceFile, ...]:
    """Every file, in the order of loading."""
    found: list[ReferenceFile] = []
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "reference_files"):
            found += import_module(f"{config.name}.reference_files").REFERENCE_FILES
    return tuple(found)


def file_of(model: type[models.Model]) -> ReferenceFile:
    """The file that holds a model's rows."""
    return next(file for file in reference_files() if file.model is model)
