"""Reference data as files: which file holds a model's rows, and how a row is written there."""

from .cells import parse_cell, write_cell
from .database import Database
from .files import ReferenceFile, file_of, reference_files
from .rows import check_row, constraint_problems, read_row

__all__ = [
    "Database",
    "ReferenceFile",
    "check_row",
    "constraint_problems",
    "file_of",
    "parse_cell",
    "read_row",
    "reference_files",
    "write_cell",
]
