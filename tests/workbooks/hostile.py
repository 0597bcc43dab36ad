"""Files that somebody could upload in place of a filled workbook, each made for real."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterable, Mapping

from openpyxl import Workbook

from bcf.workbooks.package import MOST_MARKUP
from tests.workbooks.saving import saved

Parts = dict[str, bytes]

BOOK, LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
MEGABYTE = 1_000_000


def plain() -> Parts:
    """The parts of a small, good workbook."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Income"
    sheet.append(["Source", "Amount"])
    sheet.append(["DFG", 1200])
    book.create_sheet("Notes")["A1"] = "Nothing to say"
    return unpacked(saved(book))


def unpacked(book: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, data)
    return file.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """The small workbook with one part more, or another one."""
    return packed({**plain(), name: data})


def swapped(name: str, old: str, new: str) -> bytes:
    """The small workbook with some XML of a part in place of other."""
    parts = plain()
    assert old.encode() in parts[name]
    return packed({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)})


def with_cells(cells: str, after: str = "") -> bytes:
    """The small workbook with a sheet of these rows and cells."""
    return with_part(SHEET, worksheet(cells, after))


def worksheet(cells: str, after: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData>{after}</worksheet>'.encode()


def number(place: str) -> str:
    return f'<c r="{place}"><v>1</v></c>'


def noise(size: int) -> bytes:
    """Bytes that cannot be compressed."""
    return random.Random(size).randbytes(size)


def doctype(part: str, declared: str, code: str = "utf-8") -> bytes:
    """The small workbook with a document type in a part, in some encoding."""
    text = plain()[part].decode().partition("?>")[2] or plain()[part].decode()
    return with_part(part, f"<!DOCTYPE x {declared}>{text}".encode(code))


def entity_bomb() -> bytes:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)]
    return doctype(SHEET, f"[{''.join(lines)}]")


def patched(book: bytes, marks: bytes, offset: int, value: bytes, which: int = 0) -> bytes:
    """A zip file with bytes changed at an offset from one of its marks."""
    at = -1
    for _ in range(which + 1):
        at = book.index(marks, at + 1)
    return book[: at + offset] + value + book[at + offset + len(value) :]


def encrypted_part() -> bytes:
    book = packed(plain())
    return patched(patched(book, b"PK\1\2", 8, b"\1\0"), b"PK\3\4", 6, b"\1\0")


def wrong_sum() -> bytes:
    book = packed(plain())
    return patched(patched(book, b"PK\1\2", 16, b"\0\0\0\0"), b"PK\3\4", 14, b"\0\0\0\0")


def lying_size() -> bytes:
    """A part of 60 MB that says it has ten bytes."""
    book = with_part("xl/media/image1.bin", bytes(60 * MEGABYTE) + noise(MEGABYTE))
    last = len(plain())
    return patched(book, b"PK\1\2", 24, struct.pack("<L", 10), last)


def overlapping() -> bytes:
    """Every entry of the directory leads to the same part, as in a bomb of 42 kB."""
    book = with_part("xl/media/image1.bin", noise(MEGABYTE))
    at = book.rindex(b"PK\1\2")
    name = struct.unpack_from("<H", book, at + 28)[0]
    entry, end = book[at : at + 46 + name], book[book.rindex(b"PK\5\6") :]
    more = [entry[:46] + f"{n:019}".encode() for n in range(100)]
    assert len(more[0]) == len(entry)
    start = struct.unpack_from("<L", end, 16)[0]
    listing = book[start : at + len(entry)] + b"".join(more)
    count = len(plain()) + 1 + len(more)
    return (
        book[:start]
        + listing
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(listing), start, 0)
    )


def two_of_a_name() -> bytes:
    return packed([*plain().items(), (SHEET.upper(), worksheet(number("A1")))])


def compound(stream: str) -> bytes:
    """A compound file, which older Office and encrypted files are, with one stream."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9L", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109L", 0, *[free] * 108)
    table = struct.pack("<128L", fat, end, *[free] * 126)
    return header + table + _entry("Root Entry", 5, end) + _entry(stream, 2, end) + bytes(256)


def _entry(name: str, kind: int, start: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHBB3L36xLQ", text, len(text), kind, 1, *[0xFFFFFFFF] * 3, start, 0)


def document(part: str) -> bytes:
    return packed({TYPES: b"<Types/>", part: b"<document/>"})


def named_often() -> bytes:
    """A text of 30,000 letters in each of 3,000 cells, which makes 90 MB of half a MB."""
    cells = "".join(f'<row><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(1, 3001))
    texts = f"<sst><si><t>short</t></si><si><t>{noise(15_000).hex()}</t></si></sst>"
    return packed({**plain(), SHEET: worksheet(cells), TEXTS: texts.encode()})


def largest() -> bytes:
    """Nearly all that is let through: 20 MB of markup, 30 MB of a picture."""
    rows = (
        "".join(number(f"{column}{row}") for column in "ABCDEFGHIJKLMNOP")
        for row in range(1, 20_001)
    )
    sheet = worksheet("".join(f"<row>{cells}</row>" for cells in rows))
    filler = noise((MOST_MARKUP - len(sheet)) // 2 - 10_000).hex()
    picture = noise(4 * MEGABYTE) + bytes(25 * MEGABYTE)
    parts = {SHEET: sheet, "customXml/item1.xml": f"<a>{filler}</a>".encode()}
    return packed({**plain(), **parts, "xl/media/image1.png": picture})


def no_date() -> bytes:
    """A date before all calendars, over which the reader itself stumbles."""
    parts = plain()
    dated = parts[STYLES].replace(b'<xf numFmtId="0"', b'<xf numFmtId="14"')
    sheet = worksheet('<c r="A1" s="0"><v>-1e18</v></c>')
    return packed({**parts, STYLES: dated, SHEET: sheet})


def rows_and_columns() -> str:
    return number("A20000") + number("OJ1")


def merges(*ranges: str) -> str:
    return "".join(f'<mergeCell ref="{range_}"/>' for range_ in ranges)


def many_rows(last: int) -> str:
    return "".join(f'<row r="{n}">{number(f"A{n}")}</row>' for n in range(1, last + 1))
