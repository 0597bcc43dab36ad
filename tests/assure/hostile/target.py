"""What is done with each mutant: all that becomes of an upload."""

from __future__ import annotations

from bcf.workbooks.opening import open_book, read_sheet


def target(data: bytes) -> None:
    """Open a file as an upload. Raises Unreadable, and nothing else."""
    book = open_book(data)
    for name in book.sheet_names:
        read_sheet(book, name)
