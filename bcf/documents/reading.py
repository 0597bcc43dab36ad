"""A Word document as headings and lines of text.

The elements are read as they stand: python-docx passes over what was inserted while changes
were tracked, and over content controls, so an answer would lose words without a sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree.ElementTree import Element

from .errors import Unfit
from .filetypes import DOCX, check_file, content_types
from .packages import DAMAGED, Package, local
from .stamps import Stamp, read_properties

NOT_WORD = "The narrative comes back as a Word document (.docx)."

_MAIN = f"{DOCX.content_type}.main+xml"
_STYLES = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_HEADING = re.compile(r"heading ([1-9])")


class Loss(StrEnum):
    """What a document has that an answer has not, in words that end a sentence."""

    TABLE = "a table became lines of text, its cells set apart by bars"
    LIST = "the points of a list became lines that begin with •"
    PICTURE = "a picture, a drawing or a text box was left out"
    NOTE = "a footnote or an endnote was left out"
    TRACKED = "changes were tracked: the text was read as if all were accepted"


#: What holds no text of the answer: how it looks, what was deleted, what a field was made of.
_PASSED = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"}
_PASSED |= {"instrText", "delText", "delInstrText", "softHyphen", "bookmarkEnd", "annotationRef"}
_DELETED = {"del", "moveFrom"}
_LOST = {
    **dict.fromkeys(("drawing", "pict", "object", "AlternateContent", "altChunk"), Loss.PICTURE),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), Loss.NOTE),
}
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(slots=True)
class Block:
    """A paragraph, or a row of a table. `level` is 0 for text, 1 to 9 for a heading.

    `style` is the style's own name, `marks` the bookmarks that begin in it, `losses` what
    did not become text.
    """

    text: str = ""
    level: int = 0
    style: str = ""
    marks: set[str] = field(default_factory=set)
    losses: set[Loss] = field(default_factory=set)
    joins: bool = False


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What was read: its paragraphs in order, and the stamp of the product if it has one."""

    blocks: list[Block]
    stamp: Stamp | None


def read_document(name: str, data: bytes) -> WordDocument:
    """Read a .docx file. Raises Unfit, with a sentence, for whatever cannot be read."""
    if check_file(name, data) is not DOCX:
        raise Unfit(NOT_WORD)
    package = Package(data)
    parts = {content: part for part, content in content_types(package).items()}
    styles = _Styles(package.xml(parts[_STYLES]) if _STYLES in parts else None)
    body = next((each for each in package.xml(parts[_MAIN]) if local(each) == "body"), None)
    if body is None:
        raise Unfit(DAMAGED)
    properties = read_properties(package.xml(parts[_CUSTOM])) if _CUSTOM in parts else {}
    return WordDocument(_joined(_blocks(body, styles)), Stamp.read(properties))


class _Styles:
    """The names of a document's styles, and how deep a heading each makes."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else [each for each in root if local(each) == "style"]
        self.styles = {local(each, "styleId"): each for each in styles}

    def name(self, key: str) -> str:
        return _value(self.styles.get(key), "name")

    def level(self, key: str) -> int:
        """By the style's name, which is the same in every language, or by what it is based on."""
        seen: set[str] = set()
        while key in self.styles and key not in seen:
            seen.add(key)
            if found := _HEADING.fullmatch(self.name(key).casefold()):
                return int(found[1])
            key = _value(self.styles[key], "basedOn")
        return 0

    def lists(self, key: str) -> bool:
        return self.name(key).casefold().startswith("list ")


def _value(parent: Element | None, *path: str) -> str:
    """The value of the element down this path; empty where there is none."""
    found = _child(parent, *path)
    return "" if found is None else local(found, "val")


def _child(parent: Element | None, *path: str) -> Element | None:
    for name in path:
        if parent is None:
            return None
        parent = next((each for each in parent if local(each) == name), None)
    return parent


def _blocks(container: Element, styles: _Styles) -> Iterator[Block]:
    """The paragraphs and rows of a container, in order."""
    for element in container:
        match local(element):
            case "p":
                yield _paragraph(element, styles)
            case "tbl":
                yield from _rows(element, styles)
            case "del" | "moveFrom":
                yield Block(losses={Loss.TRACKED}, joins=True)
            case name if name in _LOST:
                yield Block(losses={_LOST[name]}, joins=True)
            case name if name not in _PASSED:
                yield from _blocks(element, styles)


def _paragraph(element: Element, styles: _Styles) -> Block:
    style = _value(element, "pPr", "pStyle")
    block = Block(level=styles.level(style), style=styles.name(style))
    block.text = "".join(_text(element, block))
    if _child(element, "pPr", "rPr", "del") is not None:
        block.joins = True
        block.losses.add(Loss.TRACKED)
    listed = _child(element, "pPr", "numPr") is not None or styles.lists(style)
    if listed and not block.level and block.text.strip():
        block.text = f"• {block.text}"
        block.losses.add(Loss.LIST)
    return block


def _text(element: Element, block: Block) -> Iterator[str]:
    """The words inside an element. What they leave behind is noted in the block."""
    for each in element:
        name = local(each)
        if name == "t":
            yield each.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "br":
            yield "" if local(each, "type") in ("page", "column") else "\n"
        elif name == "bookmarkStart":
            block.marks.add(local(each, "name"))
        elif name in _LOST:
            block.losses.add(_LOST[name])
        elif name in _DELETED:
            block.losses.add(Loss.TRACKED)
        elif name not in _PASSED:
            if name in ("ins", "moveTo"):
                block.losses.add(Loss.TRACKED)
            yield from _text(each, block)


def _rows(table: Element, styles: _Styles) -> Iterator[Block]:
    """Each row of a table as a line. What a cell holds in several lines stands in one."""
    for row in _within(table, "tr"):
        if _child(row, "trPr", "del") is not None:
            yield Block(losses={Loss.TABLE, Loss.TRACKED}, joins=True)
            continue
        block = Block(losses={Loss.TABLE})
        cells = []
        for cell in _within(row, "tc"):
            inside = _joined(_blocks(cell, styles))
            block.losses.update(*(each.losses for each in inside))
            cells.append(" ".join(" ".join(each.text for each in inside).split()))
        block.text = " | ".join(cells)
        yield block


def _within(container: Element, name: str) -> Iterator[Element]:
    """The elements of this name, also those inside content controls and the like."""
    for each in container:
        if local(each) == name:
            yield each
        elif local(each) not in _PASSED | _DELETED:
            yield from _within(each, name)


def _joined(blocks: Iterator[Block]) -> list[Block]:
    """Put a paragraph whose end was deleted together with the next one."""
    joined: list[Block] = []
    carried: Block | None = None
    for block in blocks:
        if carried is not None:
            block.text = carried.text + block.text
            block.losses |= carried.losses
            block.marks |= carried.marks
        carried = block if block.joins else None
        if carried is None:
            joined.append(block)
    return joined if carried is None else [*joined, carried]
