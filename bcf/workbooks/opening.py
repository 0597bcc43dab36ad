"""The one door through which an uploaded workbook comes."""

from __future__ import annotations

import io

from python_calamine import CalamineError, CalamineWorkbook


class Unreadable(Exception):
    """The file cannot be read as a workbook; the message says why and how to mend it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def open_book(data: bytes) -> CalamineWorkbook:
    """The workbook in `data`. Raises Unreadable."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        raise Unreadable("This is not an Excel workbook. Save it as .xlsx and try again.") from None
