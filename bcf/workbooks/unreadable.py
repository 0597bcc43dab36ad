"""What is said of a file that cannot be read as a workbook."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How most are mended.
SAVE_AS = "Open it in Excel and save it as an Excel workbook (.xlsx)."
#: How much of a file is looked at to tell text from anything else.
_BEGINNING = 4096


class Unreadable(Exception):
    """The file cannot be read as a workbook.

    `message` is one plain sentence or two for the person who chose the file: what is wrong
    with it, and how to mend it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def damaged(what: str) -> Unreadable:
    """A workbook that is not as a spreadsheet program writes it; `what` is a clause on why."""
    return Unreadable(f"This workbook is damaged: {what}. {SAVE_AS}")


def unlike_a_workbook(data: bytes) -> Unreadable:
    """What a file is that is not even a package of parts."""
    beginning = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not beginning:
        return Unreadable("This file is empty. Choose the workbook again.")
    if data.startswith(_OLE):
        return _old_office_file(data)
    if beginning.startswith(b"%PDF"):
        return Unreadable("This is a PDF file. Choose the Excel workbook (.xlsx) it was made from.")
    if beginning[:100].lower().startswith((b"<!doctype html", b"<html", b"<table", b"<head")):
        return Unreadable(f"This is a web page with another ending. {SAVE_AS}")
    if beginning.startswith(b"<"):
        return Unreadable(f"This is an XML file, not a workbook. {SAVE_AS}")
    if b"\0" not in beginning or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable(f"This is a CSV or text file with another ending. {SAVE_AS}")
    return Unreadable("This is not an Excel workbook. Choose a file that ends in .xlsx.")


def _old_office_file(data: bytes) -> Unreadable:
    if _streams(data, "EncryptedPackage"):
        return Unreadable(
            "This workbook is protected with a password to open it. "
            "Open it in Excel, take the password off and save it."
        )
    if _streams(data, "Workbook", "Book"):
        return Unreadable(f"This is a workbook of Excel 97 to 2003 (.xls). {SAVE_AS}")
    return Unreadable("This is an older Office document. Choose a file that ends in .xlsx.")


def _streams(data: bytes, *names: str) -> bool:
    """Whether a compound file has a stream of one of these names, which it keeps as UTF-16."""
    return any(f"{name}\0".encode("utf-16-le") in data for name in names)
