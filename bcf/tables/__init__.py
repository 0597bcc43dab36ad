"""Tables of typed cells: what a column accepts, how a table changes, what it amounts to.

Pure Python. No model is imported here, so that a cell means the same on a page, in a
paste, in a workbook and in a digest.
"""

from .columns import (
    LONGEST_TEXT,
    UNKEPT,
    CellError,
    Column,
    Kind,
    Option,
    Value,
    When,
    cannot_be_kept,
    fold,
)
from .diff import CellChange, Conflict, Difference, Edit, Lock, Refusal, compare
from .digest import digest
from .table import Row, Table

__all__ = [
    "LONGEST_TEXT",
    "UNKEPT",
    "CellChange",
    "CellError",
    "Column",
    "Conflict",
    "Difference",
    "Edit",
    "Kind",
    "Lock",
    "Option",
    "Refusal",
    "Row",
    "Table",
    "Value",
    "When",
    "cannot_be_kept",
    "compare",
    "digest",
    "fold",
]
