"""Reading one row of reference data, from a file or an import, and saying what is wrong."""

from __future__ import annotations

from collections.abc import Container, Mapping

from django.core.exceptions import ValidationError
from django.db import models

from .cells import parse_cell, write_cell
from .files import ReferenceFile, target

#: Stands for the primary key of a row that may not exist yet.
SOME_ROW = 0


def read_row(file: ReferenceFile, raw: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A row's cells, each in its one text, and what is wrong with them.

    A cell that cannot be read keeps the text it came with. Whether the rows it refers to
    exist is not asked here.
    """
    cells, problems = {}, []
    for name, field in file.columns.items():
        text = raw[name].strip()
        try:
            cells[name] = text if field.is_relation else write_cell(parse_cell(field, text))
            _check_cell(file, field, text)
        except ValidationError as error:
            cells[name] = text
            problems.append(f"{name}: {' '.join(error.messages)}")
    return cells, problems


def _check_cell(file: ReferenceFile, field: models.Field, text: str) -> None:
    if field.is_relation and not text and not field.null:
        raise ValidationError("This cannot be blank.")
    if problem := file.problem(field.name, text):
        raise ValidationError(problem)


def dangling(
    file: ReferenceFile, cells: Mapping[str, str], known: Mapping[type, Container[str]]
) -> list[str]:
    """What a row refers to that is not among the `known` keys of its model."""
    return [
        f"{name}: {cells[name]} is not among the {target(field)._meta.verbose_name_plural}"
        for name, field in file.columns.items()
        if field.is_relation and cells[name] and cells[name] not in known[target(field)]
    ]


def constraint_problems(file: ReferenceFile, cells: Mapping[str, str]) -> list[str]:
    """What the model's own checks, such as "ends after it starts", say against a row."""
    row = file.model()
    for name, field in file.columns.items():
        if field.is_relation:
            setattr(row, field.attname, SOME_ROW if cells[name] else None)
        else:
            setattr(row, name, parse_cell(field, cells[name]))
    problems: list[str] = []
    for constraint in file.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(file.model, row)
            except ValidationError as error:
                problems += error.messages
    return problems


def check_row(
    file: ReferenceFile,
    raw: Mapping[str, str],
    known: Mapping[type, Container[str]],
) -> tuple[dict[str, str], list[str]]:
    """A row's cells and everything that is wrong with them."""
    cells, problems = read_row(file, raw)
    problems += dangling(file, cells, known)
    return cells, problems or constraint_problems(file, cells)
