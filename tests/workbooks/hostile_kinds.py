"""Every kind of hostile file: how one is made, and the words that are said of it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable

from tests.workbooks.hostile import (
    BOOK,
    LINKS,
    MEGABYTE,
    SHEET,
    TYPES,
    compound,
    doctype,
    document,
    encrypted_part,
    entity_bomb,
    lying_size,
    many_rows,
    merges,
    named_often,
    no_date,
    noise,
    number,
    overlapping,
    packed,
    patched,
    plain,
    rows_and_columns,
    swapped,
    two_of_a_name,
    with_cells,
    with_part,
    worksheet,
    wrong_sum,
)

#: By kind: how such a file is made, and what is said of it.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # No package at all.
    "nothing": (bytes, "This file is empty"),
    "csv": (lambda: b"Source,Amount\r\nDFG,1200\r\n", "This is a CSV or text file"),
    "csv-utf-16": (lambda: "Source\tAmount".encode("utf-16"), "This is a CSV or text file"),
    "html": (lambda: b"\n<HTML><body><table></table></body></HTML>", "This is a web page"),
    "xml": (lambda: b'<?xml version="1.0"?><Workbook/>', "This is an XML file"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\0", "This is a PDF file"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not an Excel workbook"),
    "xls": (lambda: compound("Workbook"), "a workbook of Excel 97 to 2003"),
    "doc": (lambda: compound("WordDocument"), "This is an older Office document"),
    "password": (lambda: compound("EncryptedPackage"), "protected with a password"),
    # A package of something else.
    "zip": (lambda: packed({"notes.txt": b"notes"}), "This is a zip file"),
    "docx": (lambda: document("word/document.xml"), "This is a Word document"),
    "pptx": (lambda: document("ppt/presentation.xml"), "This is a PowerPoint presentation"),
    "xlsb": (lambda: document("xl/workbook.bin"), "This is a binary workbook"),
    "ods": (lambda: document("content.xml"), "This is an OpenDocument file"),
    # A package that is broken, or made to break what reads it.
    "truncated": (lambda: packed(plain())[:-200], "cut off or was changed"),
    "beginning": (lambda: packed(plain())[:200], "cut off or was changed"),
    "wrong-sum": (wrong_sum, "did not arrive whole"),
    "bad-deflate": (
        lambda: patched(packed(plain()), b"PK\3\4", 30 + len("docProps/app.xml"), b"\xff" * 9),
        "cannot be unpacked",
    ),
    "encrypted": (encrypted_part, "Parts of this workbook are encrypted"),
    "two-of-a-name": (two_of_a_name, "two parts of one name"),
    "climbing": (lambda: with_part("xl/../../../etc/cron.d/x", b""), "would be put outside"),
    "absolute": (lambda: with_part("/etc/passwd", b""), "would be put outside"),
    "drive": (lambda: with_part("C:\\x.xml", b""), "would be put outside"),
    "method": (
        lambda: patched(packed(plain()), b"PK\1\2", 10, struct.pack("<H", zipfile.ZIP_BZIP2)),
        "compressed in a way that Office does not read",
    ),
    "ratio": (lambda: with_part("xl/media/image1.bin", bytes(9 * MEGABYTE)), "100 times its size"),
    "large": (lambda: noise(0) + b"PK" + noise(21 * MEGABYTE), "is larger than 20 MB"),
    "unpacked": (
        lambda: with_part("xl/media/image1.bin", bytes(51 * MEGABYTE) + noise(MEGABYTE)),
        "unpacks to more than 50 MB",
    ),
    "lying-size": (lying_size, "image1.bin did not arrive whole"),
    "markup": (
        lambda: with_part("customXml/item1.xml", b"<a>" + noise(11 * MEGABYTE).hex().encode()),
        "far more cells and text",
    ),
    "overlapping": (overlapping, "lie over each other"),
    "parts": (
        lambda: packed({**plain(), **{f"xl/media/{n}.png": b"" for n in range(200)}}),
        "more than 200 parts",
    ),
    "many-parts": (
        lambda: packed({f"{n}": b"" for n in range(3000)}),
        "more than 200 parts",
    ),
    # XML that fetches, explodes, or is not what it seems.
    "xxe": (lambda: doctype(SHEET, 'SYSTEM "file:///etc/passwd"'), "declares entities"),
    "xxe-in-links": (lambda: doctype(LINKS, 'SYSTEM "http://192.0.2.1/"'), "declares entities"),
    "entity-bomb": (entity_bomb, "declares entities"),
    "utf-16-entities": (lambda: doctype(BOOK, '[<!ENTITY a "b">]', "utf-16"), "declares entities"),
    "entities-in-vml": (lambda: with_part("xl/a.vml", b"<!DOCTYPE x>"), "declares entities"),
    "utf-16": (lambda: with_part(BOOK, plain()[BOOK].decode().encode("utf-16")), "in UTF-8"),
    "broken-xml": (lambda: swapped(BOOK, "</sheets>", ""), "workbook.xml is not well-formed"),
    "broken-sheet": (
        lambda: with_part(SHEET, b"<worksheet><sheetData><row>"),
        "Income cannot be read",
    ),
    "no-date": (no_date, "the sheet Income cannot be read"),
    "no-such-text": (
        lambda: with_cells('<c r="A1" t="s"><v>99</v></c>'),
        "the sheet Income cannot be read",
    ),
    "long-list": (
        lambda: swapped(BOOK, "</workbook>", f"<!--{noise(MEGABYTE).hex()}--></workbook>"),
        "far longer than that of a form",
    ),
    # A workbook that is not one, or one with code.
    "macros": (lambda: with_part("xl/vbaProject.bin", b"code"), "holds macros"),
    "macro-type": (
        lambda: swapped(
            TYPES,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        "holds macros",
    ),
    "old-macros": (lambda: with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "holds macros"),
    "no-type": (lambda: with_part(TYPES, b"<Types/>"), "does not say that it is a workbook"),
    "no-types": (
        lambda: packed({n: p for n, p in plain().items() if n != TYPES}),
        "[Content_Types].xml is missing",
    ),
    "no-sheets": (lambda: with_part(BOOK, b"<workbook/>"), "it has no sheets"),
    "no-such-sheet": (
        lambda: packed({n: p for n, p in plain().items() if n != SHEET}),
        "the sheet Income is missing",
    ),
    "broken-link": (lambda: swapped(BOOK, 'r:id="rId1"', 'r:id="rId77"'), "Income is missing"),
    "sheet-twice": (lambda: swapped(LINKS, "sheet2.xml", "sheet1.xml"), "Notes is there twice"),
    "name-twice": (lambda: swapped(BOOK, "Notes", "Income"), "Income is there twice"),
    "picture-as-sheet": (
        lambda: swapped(LINKS, "worksheets/sheet1.xml", "media/image1.png"),
        "the sheet Income is missing",
    ),
    # Sheets that are too large to lay out.
    "rows": (
        lambda: with_cells(many_rows(20_001)),
        "The sheet Income holds something in cell A20001",
    ),
    "column": (lambda: with_cells(number("OK1")), "in cell OK1"),
    "far-cell": (lambda: with_cells(number("A1") + number("XFD1048576")), "in cell XFD1048576"),
    "far-prefixed": (
        lambda: with_part(SHEET, worksheet(number("XFD9")).replace(b"<c", b"<x:c")),
        "in cell XFD9",
    ),
    "far-second-address": (
        lambda: with_cells('<c r="A1" r="XFD1048576"><v>1</v></c>'),
        "cell without a proper address",
    ),
    "far-in-another-part": (
        lambda: packed(
            {
                **plain(),
                "xl/foo/bar.xml": worksheet(number("XFD9")),
                LINKS: plain()[LINKS].replace(b"/xl/worksheets/sheet1.xml", b"foo/bar.xml"),
            }
        ),
        "The sheet Income holds something in cell XFD9",
    ),
    "long-and-wide": (lambda: with_cells(rows_and_columns()), "longer and wider than a form"),
    "no-address": (lambda: with_cells("<c><v>1</v></c>"), "cell without a proper address"),
    "odd-address": (lambda: with_cells(number("ZZZZZZZ1")), "cell without a proper address"),
    "row-nought": (lambda: with_cells(number("A0")), "cell without a proper address"),
    "overflow": (lambda: with_cells(number("A4294967297")), "cell without a proper address"),
    "merges": (
        lambda: with_cells("", merges(*(f"A{n}:B{n}" for n in range(1, 2002)))),
        "merges far more cells",
    ),
    "merged-whole": (lambda: with_cells("", merges("A1:XFD1048576")), "merges far more cells"),
    "merged-nowhere": (lambda: with_cells("", merges("#REF!")), "merges cells without a proper"),
    "named-often": (named_often, "far more text"),
}
