"""The files that hold the examples: tables in `fixtures/examples`, one row a thing."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings

Cells = dict[str, str]


class ExampleError(Exception):
    """An example file says something that cannot be loaded; the message names file and row."""


def folder() -> Path:
    """Where the example files are."""
    return settings.FIXTURES / "examples"


def read(path: Path) -> list[Cells]:
    """The rows of a CSV file by heading. Raises ExampleError for a row of another length."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ExampleError(f"{name(path)}, row {number}: not as many cells as headings.")
    return rows


def name(path: Path) -> str:
    """A file's name for messages, from the examples' folder on."""
    return path.relative_to(folder()).as_posix()
