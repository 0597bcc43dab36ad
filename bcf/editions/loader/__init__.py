"""Reference data between the files in `fixtures/reference` and the database.

Files own structure, people may edit words and figures in the admin. What a file last said
of a row is kept (`LoadedRow`), so that loading and writing back are one three-way merge in
two directions, and neither side undoes the other.
"""

from .dump import dump
from .folder import ReferenceProblems
from .load import load
from .report import Report

__all__ = ["ReferenceProblems", "Report", "dump", "load"]
