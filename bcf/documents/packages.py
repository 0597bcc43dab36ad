"""Files that are zips of XML parts (docx, xlsx, pptx, odt …), opened with care.

A zip may say that it unpacks to more than a machine holds, and XML may name itself inside
itself. Nothing is unpacked before the zip's own list was looked at.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .errors import Unfit

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 2_000
#: How many times larger than the file its parts may be.
MOST_RATIO = 100
#: Of one part of XML: some 600 pages of text. What it nests deeper is no text of a person.
MOST_XML, MOST_ELEMENTS, DEEPEST = 16 * MEGABYTE, 200_000, 200

TOO_LARGE = f"The file is larger than {MOST_BYTES // MEGABYTE} MB. Make its pictures smaller."
SWOLLEN = "The file unpacks to far more than a document holds, so it was not opened."
DAMAGED = "The file is damaged. Open it in the program that made it, save it anew and try again."
LOCKED = "The file is protected with a password. Save it without one."
DECLARES = "The file holds declarations (DOCTYPE) that no document needs, so it was not opened."
MACROS = "The file holds macros. Save it without them."

_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 1
_ENTRY = b"PK\1\2"
#: Where macros are: in Office's files, and in those of OpenDocument.
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/")


class Package:
    """An opened zip. Raises Unfit for what is no zip, or one that is not to be opened."""

    def __init__(self, data: bytes) -> None:
        # Listing an entry takes memory before it can be counted. Documents within it have some.
        if data.count(_ENTRY) > 10 * MOST_PARTS:
            raise Unfit(SWOLLEN)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Unfit(DAMAGED) from error
        self.parts = {part.filename: part for part in self._zip.infolist()}
        unpacked = sum(part.file_size for part in self._zip.infolist())
        if unpacked > min(MOST_UNPACKED, MOST_RATIO * len(data)) or len(self.parts) > MOST_PARTS:
            raise Unfit(SWOLLEN)
        if any(part.flag_bits & _ENCRYPTED for part in self.parts.values()):
            raise Unfit(LOCKED)

    def refuse_macros(self) -> None:
        """Raise Unfit if there is a program in it."""
        names = [name.lower() for name in self.parts]
        if any(n.endswith(_MACRO_PARTS) or n.startswith(_MACRO_FOLDERS) for n in names):
            raise Unfit(MACROS)

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Unfit where it is not there, or not as the zip says."""
        part = self.parts.get(name)
        if part is None or part.compress_type not in _READABLE:
            raise Unfit(DAMAGED)
        try:
            # Read to the size it claims, and no further: a larger one is a lie.
            with self._zip.open(part) as stream:
                return stream.read(part.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise Unfit(DAMAGED) from error
        except (NotImplementedError, RuntimeError) as error:
            raise Unfit(LOCKED) from error

    def xml(self, name: str) -> Element:
        """A part as XML. Raises Unfit for what is none, or declares anything."""
        part = self.parts.get(name)
        if part is not None and part.file_size > MOST_XML:
            raise Unfit(SWOLLEN)
        parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
        try:
            parser.feed(self.read(name))
            root: Element = parser.close()
        except DefusedXmlException as error:
            raise Unfit(DECLARES) from error
        except (ParseError, ValueError, LookupError) as error:
            raise Unfit(DAMAGED) from error
        return root


class _Builder(TreeBuilder):
    """Builds a tree of bounded size and depth."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.depth = 0

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise Unfit(SWOLLEN)
        return super().start(tag, dict(attrs))

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def local(element: Element, attribute: str = "") -> str:
    """An element's name, or the value of its attribute, whatever their namespace is.

    The same document has other namespaces where it was saved as "strict".
    """
    if not attribute:
        return str(element.tag).rpartition("}")[2]
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == attribute:
            return value
    return ""
