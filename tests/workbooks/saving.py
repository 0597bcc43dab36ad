"""Workbooks made by hand, as files."""

import io

from openpyxl import Workbook


def saved(book: Workbook) -> bytes:
    """The file that openpyxl makes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
