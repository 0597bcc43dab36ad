"""The one door through which an uploaded workbook comes.

Nothing else may read what somebody uploaded before it has passed here. A file is checked as
it is unpacked, part by part, and refused at the first thing that no form has.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineError, CalamineWorkbook

from .contents import check_sheet, check_texts, plain_names
from .package import Package
from .parts import WORKBOOK, Part, write_parts
from .unreadable import SAVE_AS, Unreadable, damaged

__all__ = ["Opened", "Raw", "Unreadable", "check_package", "open_book", "read_sheet"]

#: What the reader makes of a cell; an empty one is an empty text.
Raw = str | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta

#: Bytes of a part that lists sheets, names or parts. A national form has 5,000.
MOST_LISTED = 1_000_000

#: Letters of a sheet's title that a message gives. Excel takes no more.
MOST_TITLE = 31

_LINKS, _TYPES = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
#: The reader finds the shared texts by this name, in capitals or not.
_TEXTS = "xl/sharedstrings.xml"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
#: What other packages hold that a workbook does not, and what they are.
_OTHER_KINDS = {
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file, such as LibreOffice writes",
}
#: What tells that a part is code, in its name or its content type.
_MACROS = ("vbaproject", "macroenabled", "macrosheet")


class Opened(NamedTuple):
    """A workbook that was checked: its reader, and the part that lists its sheets and names."""

    book: CalamineWorkbook
    listing: Element


def open_book(data: bytes) -> Opened:
    """The workbook in a file, checked. Raises Unreadable."""
    xml, listing = _checked(data)
    # Written anew, so that the reader finds the parts that were checked and no others.
    parts = [Part.keep(name, part) for name, part in xml.items()]
    with _Reading("the workbook"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_parts(parts)))
    return Opened(book, listing)


def read_sheet(book: CalamineWorkbook, name: str) -> list[list[Raw]]:
    """Every cell of a sheet from A1 on, by rows; it is parsed only now. Raises Unreadable."""
    with _Reading(f"the sheet {name[:MOST_TITLE]}"):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return cast(list[list[Raw]], rows)


def check_package(data: bytes) -> None:
    """Whether a file is a workbook within the limits. Raises Unreadable."""
    _checked(data)


class _Reading:
    """Turns what the reader cannot read into Unreadable.

    Where the reader itself is wrong, as about a date before all calendars, it raises an
    exception that has no class to be named by, only the module.
    """

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        if kind and (issubclass(kind, CalamineError) or kind.__module__ == "pyo3_runtime"):
            raise damaged(f"{self.what} cannot be read") from None


def _checked(data: bytes) -> tuple[dict[str, bytes], Element]:
    """The parts of a workbook that are XML, by their names, and the one that lists its sheets."""
    package = Package(data)
    if WORKBOOK not in package.parts:
        what = next((kind for name, kind in _OTHER_KINDS.items() if name in package.parts), None)
        raise Unreadable(f"This is {what or 'a zip file'}, not an Excel workbook. {SAVE_AS}")
    xml = package.unpack(".xml", ".rels", ".vml")
    for name, part in xml.items():
        _check_plain(name, part)
    _check_types([*package.parts], _listing(xml, _TYPES))
    listing = _listing(xml, WORKBOOK)
    titles = _titles(xml, listing)
    cells = {name: plain_names(part) for name, part in xml.items() if b"sheetData" in part}
    for name, part in cells.items():
        check_sheet(part, titles.get(name.lower(), name)[:MOST_TITLE])
    texts = (part for name, part in xml.items() if name.lower() == _TEXTS)
    check_texts(next(texts, b""), cells.values())
    return xml, listing


def _check_plain(name: str, xml: bytes) -> None:
    """Whether a part is in UTF-8 and without a document type, which may fetch files or explode."""
    if _DECLARED.search(xml.replace(b"\0", b"")):  # UTF-16 too, but for its zeros
        raise damaged(f"its part {name} declares entities, which no spreadsheet program writes")
    if b"\0" in xml:
        raise damaged(f"its part {name} is not written in UTF-8")


def _check_types(names: Iterable[str], types: Element) -> None:
    """Whether it says that it is a workbook, and one without code."""
    kinds = [kind.get("ContentType", "").lower() for kind in types]
    if any(mark in text.lower() for mark in _MACROS for text in (*names, *kinds)):
        raise Unreadable(
            "This workbook holds macros. Save it in Excel as a workbook without them (.xlsx)."
        )
    if not any("spreadsheetml" in kind and kind.endswith(".main+xml") for kind in kinds):
        raise damaged("it does not say that it is a workbook")


def _titles(xml: dict[str, bytes], listing: Element) -> dict[str, str]:
    """The titles of sheets by the names of their parts, in small letters."""
    links = {link.get("Id"): link.get("Target", "") for link in _listing(xml, _LINKS)}
    parts = {name.lower() for name in xml}
    titles: dict[str, str] = {}
    for sheet in listing.findall(".//{*}sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        path = posixpath.join("/xl", links.get(identity, ""))
        part, title = posixpath.normpath(path)[1:].lower(), sheet.get("name", "")
        if part not in parts:
            raise damaged(f"the sheet {title[:MOST_TITLE]} is missing")
        if part in titles or title in titles.values():
            raise damaged(f"the sheet {title[:MOST_TITLE]} is there twice")
        titles[part] = title
    if not titles:
        raise damaged("it has no sheets")
    return titles


def _listing(xml: dict[str, bytes], name: str) -> Element:
    if name not in xml:
        raise damaged(f"its part {name} is missing")
    if len(xml[name]) > MOST_LISTED:
        raise damaged(f"its part {name} is far longer than that of a form")
    try:
        return fromstring(xml[name])
    except (ParseError, DefusedXmlException):
        raise damaged(f"its part {name} is not well-formed XML") from None
