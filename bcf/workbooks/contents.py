"""How much the sheets of an uploaded workbook hold, told before anything is laid out.

The reader lays a sheet out as one grid from A1 to its last cell that holds something, and
copies a shared text into every cell that names it. One far cell, or one long text named
often, would take all the memory there is: the process would end, with no error to catch.

A reader is lenient, so what is searched is the bytes, not the tree that a stricter parser
would make of them: what begins like a cell is one, and has to be written as Excel writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from xml.parsers import expat

from openpyxl.utils import column_index_from_string

from .unreadable import Unreadable, damaged

#: The last row that may hold something. The longest real form has some 1,000.
MOST_ROWS = 20_000
#: The last column that may, OJ. The widest national sheet has 80.
MOST_COLUMNS = 400
#: Merged ranges of a sheet, and the cells below them all. A row merged as wide as Excel is 16,384.
MOST_MERGED, MOST_COVERED = 2_000, 1_000_000
#: Letters of the shared texts, counted in each cell that has them. A national form has a million.
MOST_TEXT = 20_000_000

_ATTRIBUTES = r'(?: (?:s|t|cm|vm|ph)="[^"<>]*")* ?'
_EMPTY = rf'(?! r="[A-Z]{{1,3}}[1-9][0-9]{{0,6}}"{_ATTRIBUTES}(?:/>|></c>))'


def _cell_outside(columns: str, rows: str) -> re.Pattern[bytes]:
    """What finds a cell that holds something elsewhere, or is not as Excel writes it."""
    inside = rf'(?! r="(?:{columns})(?:{rows})"{_ATTRIBUTES}/?>)'
    return re.compile(rf"<c(?=[\s/>]){inside}{_EMPTY}".encode())


# MOST_COLUMNS and MOST_ROWS, as a pattern can say them.
_TO_400, _TO_20_000 = "[A-Z]|[A-N][A-Z]|O[A-J]", "[1-9][0-9]{0,3}|1[0-9]{4}|20000"
_OUTSIDE = _cell_outside(_TO_400, _TO_20_000)
#: A sheet may be wide or long, but not both: a grid has a million cells at most.
_NOT_WIDE = _cell_outside(_TO_400, "[1-9][0-9]{0,2}|1[0-9]{3}|2[0-4][0-9]{2}|2500")
_NOT_LONG = _cell_outside("[A-Z]|A[A-Z]", _TO_20_000)

_ADDRESS = re.compile(rf'<c r="([A-Z]{{1,3}}[1-9][0-9]{{0,6}})"{_ATTRIBUTES}>'.encode())
_PREFIXED = re.compile(rb":(?:c|v|mergeCell)[\s/>]")
_PREFIX = re.compile(rb"(</?)[^\s<>:]*:")
_MERGED = re.compile(
    rb"<mergeCell(?=[\s/>])"
    rb'(?: ref="([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")?'
)
_NAMED = re.compile(rb'"s"(?: [a-z]+="[0-9]*")*><v>([0-9]+)</v>')


def check_sheet(xml: bytes, sheet: str) -> None:
    """Whether a sheet is as large as a form may be. Raises Unreadable, which names the sheet.

    Its elements have `plain_names`.
    """
    if _NOT_WIDE.search(xml) and _NOT_LONG.search(xml):
        found = _OUTSIDE.search(xml)
        raise _outside(xml, found.start(), sheet) if found else _too_large(sheet)
    merged = covered = 0
    for range_ in _MERGED.findall(xml):
        merged, covered = merged + 1, covered + _area(range_, sheet)
        if merged > MOST_MERGED or covered > MOST_COVERED:
            raise Unreadable(
                f"The sheet {sheet} merges far more cells than a form does. "
                "Copy what you need into a fresh form."
            )


def plain_names(xml: bytes) -> bytes:
    """A sheet whose elements are called without prefixes, as some programs write them."""
    return _PREFIX.sub(rb"\1", xml) if _PREFIXED.search(xml) else xml


def _outside(xml: bytes, cell: int, sheet: str) -> Unreadable:
    address = _ADDRESS.match(xml, cell)
    if address is None:
        return damaged(f"the sheet {sheet} has a cell without a proper address")
    return Unreadable(
        f"The sheet {sheet} holds something in cell {address[1].decode()}, which is outside of "
        f"any form ({MOST_ROWS:,} rows, {MOST_COLUMNS} columns). Delete its row or column."
    )


def _too_large(sheet: str) -> Unreadable:
    return Unreadable(
        f"The sheet {sheet} is both longer and wider than a form. "
        "Delete the rows and columns outside of the form."
    )


def _area(range_: tuple[bytes, bytes, bytes, bytes], sheet: str) -> int:
    left, top, right, bottom = (text.decode() for text in range_)
    if not left:
        raise damaged(f"the sheet {sheet} merges cells without a proper address")
    if not right:
        return 1
    width = column_index_from_string(right) - column_index_from_string(left) + 1
    return abs(width * (int(bottom) - int(top) + 1))


def check_texts(texts: bytes, sheets: Collection[bytes]) -> None:
    """Whether the cells that name shared texts hold too much together. Raises Unreadable.

    A cell is counted by what every such cell must have in it. One that does not say plainly
    which text it names is taken to name the longest. The sheets' elements have `plain_names`.
    """
    if not texts:
        return
    cells = sum(xml.count(b'"s"') + xml.count(b"'s'") for xml in sheets)
    if cells * len(texts) <= MOST_TEXT:
        return
    named = Counter(int(index) for xml in sheets for index in _NAMED.findall(xml))
    letters = dict(enumerate(_letters(texts)))
    longest = max(letters.values(), default=0)
    plain = sum(times * letters.get(index, 0) for index, times in named.items())
    if plain + (cells - named.total()) * longest > MOST_TEXT:
        raise Unreadable(
            "This workbook holds far more text than a form does. "
            "Copy what you need into a fresh form."
        )


def _letters(texts: bytes) -> list[int]:
    """How long each shared text is."""
    letters: list[int] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag.rpartition(":")[2] == "si":
            letters.append(0)

    def text(data: str) -> None:
        if letters:
            letters[-1] += len(data)

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    try:
        parser.Parse(texts, True)
    except expat.ExpatError:
        raise damaged("its texts are not well-formed XML") from None
    return letters
