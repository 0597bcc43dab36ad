"""Files that are zips of XML parts (docx, xlsx, pptx, odt …), within the limits of a document.

XML may name itself inside itself, and nest without end, so it is read into a bounded tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from bcf import zips
from bcf.zips import MEGABYTE, MOST_BYTES

from .errors import Unfit

#: Slides with many pictures have some hundreds.
MOST_PARTS = 2_000
#: Of one part of XML: some 600 pages of text. What it nests deeper is no text of a person.
MOST_XML, MOST_ELEMENTS, DEEPEST = 16 * MEGABYTE, 200_000, 200

TOO_LARGE = f"The file is larger than {MOST_BYTES // MEGABYTE} MB. Make its pictures smaller."
SWOLLEN = "The file unpacks to far more than a document holds, so it was not opened."
DAMAGED = "The file is damaged. Open it in the program that made it, save it anew and try again."
LOCKED = "The file is protected with a password. Save it without one."
DECLARES = "The file holds declarations (DOCTYPE) that no document needs, so it was not opened."
MACROS = "The file holds macros. Save it without them."

#: Where macros are: in Office's files, and in those of OpenDocument.
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/")


class Package(zips.Package):
    """An opened file. Raises Unfit for what is no zip, or one that is not to be opened."""

    def __init__(self, data: bytes) -> None:
        with _told():
            super().__init__(data, MOST_PARTS)

    def refuse_macros(self) -> None:
        """Raise Unfit if there is a program in it."""
        names = [name.lower() for name in self.parts]
        if any(n.endswith(_MACRO_PARTS) or n.startswith(_MACRO_FOLDERS) for n in names):
            raise Unfit(MACROS)

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises Unfit where it is not there, or not as the zip says."""
        if name not in self.parts:
            raise Unfit(DAMAGED)
        with _told():
            return super().read(name)

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


@contextmanager
def _told() -> Iterator[None]:
    """Say of a file that is not opened what its sender can do."""
    try:
        yield
    except zips.TooLarge:
        raise Unfit(SWOLLEN) from None
    except zips.Locked:
        raise Unfit(LOCKED) from None
    except zips.Damaged:
        raise Unfit(DAMAGED) from None


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
