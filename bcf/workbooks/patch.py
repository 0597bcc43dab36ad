"""Filling a workbook by patching its sheets' XML: nothing that is not filled is touched.

A workbook is compiled once: each sheet is cut at the cells that may be written. A fill
joins the pieces around new cells, compresses the sheets it filled and copies every other
part as it is stored. A blank of our own and an official file are filled alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from defusedxml.ElementTree import fromstring

from .cells import Content, cell_head, cell_xml
from .markup import CELL, PLACE, calculated_on_opening, with_cells, without_values
from .parts import WORKBOOK, Part, read_parts, write_parts

_STYLE = re.compile(r'\bs="([0-9]+)"')
# Of a cell's attributes: the others say what kind of formula it holds.
_WRITTEN_ANEW = re.compile(r'\b[rst]="[^"]*"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class Filling:
    """What one sheet is to hold, by cell address, and the numbers of styles to change."""

    values: dict[str, Content] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hole:
    """A cell that may be written: its number among the sheet's pieces, and what it keeps."""

    number: int
    head: str
    formula: str
    marks: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet cut at its holes, by their places: each is a piece of its own, empty so far."""

    pieces: tuple[str, ...]
    holes: Mapping[str, _Hole]

    def fill(self, filling: Filling) -> bytes:
        written, styles = list(self.pieces), filling.styles
        for place, value in filling.values.items():
            if hole := self.holes.get(place):
                head = hole.head
                if place in styles:
                    head = cell_head(place, str(styles[place]), hole.marks)
                written[hole.number] = cell_xml(head, value, hole.formula)
        return "".join(written).encode()


class Template:
    """A workbook and the cells of it that may be filled, by sheet name.

    With `forget`, a formula that no fill gives a value keeps none, and programs are told to
    work the workbook out when they open it: a figure that nobody stands for is not shown.
    """

    def __init__(
        self, book: bytes, cells: Mapping[str, Collection[str]], *, forget: bool = False
    ) -> None:
        parts = read_parts(book)
        by_name = {part.name: part for part in parts}
        self._sheets: dict[str, tuple[str, _Sheet]] = {}
        changed: dict[str, str] = {}
        for sheet, path in sheet_paths(by_name).items():
            xml = by_name[path].unpack().decode()
            if forget and (changed_xml := without_values(xml)) != xml:
                xml = changed[path] = changed_xml
            if cells.get(sheet):
                self._sheets[path] = (sheet, _cut(xml, cells[sheet]))
        if forget:
            changed[WORKBOOK] = calculated_on_opening(by_name[WORKBOOK].unpack().decode())
        self.parts = [
            Part.pack(part.name, changed[part.name].encode()) if part.name in changed else part
            for part in parts
        ]

    def fill(self, fillings: Mapping[str, Filling]) -> bytes:
        """The workbook with these values in its cells, everything else as it was.

        A formula keeps its text; the value beside it is replaced. Cells without a value
        keep what they have.
        """
        return write_parts(self._filled(fillings))

    def formulas(self) -> Iterator[tuple[str, str]]:
        """The sheet and the address of each cell that may be filled and holds a formula."""
        for sheet, cut in self._sheets.values():
            yield from ((sheet, place) for place, hole in cut.holes.items() if hole.formula)

    def _filled(self, fillings: Mapping[str, Filling]) -> Iterator[Part]:
        for part in self.parts:
            sheet, cut = self._sheets.get(part.name, ("", None))
            if cut is not None and sheet in fillings:
                yield Part.pack(part.name, cut.fill(fillings[sheet]))
            else:
                yield part


def _cut(xml: str, cells: Collection[str]) -> _Sheet:
    xml = with_cells(xml, cells)
    pieces: list[str] = []
    holes: dict[str, _Hole] = {}
    after = 0
    for found in CELL.finditer(xml):
        place = PLACE.search(found[1])
        if place is not None and place[1] in cells:
            pieces += (xml[after : found.start()], found[0])
            holes[place[1]] = _hole(len(pieces) - 1, place[1], found)
            after = found.end()
    return _Sheet((*pieces, xml[after:]), holes)


def _hole(number: int, place: str, found: re.Match[str]) -> _Hole:
    style = _STYLE.search(found[1])
    formula = _FORMULA.search(found[2] or "")
    marks = _WRITTEN_ANEW.sub("", found[1]).strip()
    kept = f" {marks}" if marks and formula else ""
    head = cell_head(place, style[1] if style else "0", kept)
    return _Hole(number, head, formula[0] if formula else "", kept)


def sheet_paths(parts: Mapping[str, Part]) -> dict[str, str]:
    """The name of each sheet's part, by the sheet's name, in the workbook's order."""
    links = fromstring(parts["xl/_rels/workbook.xml.rels"].unpack())
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = fromstring(parts[WORKBOOK].unpack())
    return {
        sheet.get("name", ""): _part_name(targets[sheet.get(f"{_OFFICE}id")])
        for sheet in book.iter(f"{MAIN}sheet")
    }


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
