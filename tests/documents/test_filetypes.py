"""What is in a file says what it is; its name does not."""

from __future__ import annotations

import pytest

from bcf.documents.errors import Unfit
from bcf.documents.filetypes import DOCX, PDF, check_file, clean_name
from bcf.documents.packages import MACROS, TOO_LARGE
from bcf.zips import MEGABYTE
from tests.documents.files import JPEG, MANIFEST, PNG, office, open_document, packed
from tests.documents.files import PDF as A_PDF

WORD = office("wordprocessingml.document")
TAKEN = {
    "plan.pdf": A_PDF,
    "Plan.DOCX": WORD,
    "slides.pptx": office("presentationml.presentation"),
    "money.xlsx": office("spreadsheetml.sheet"),
    "letter.odt": open_document("text"),
    "money.ods": open_document("spreadsheet"),
    "slides.odp": open_document("presentation"),
    "map.png": PNG,
    "map.jpg": JPEG,
    "map.jpeg": JPEG,
    "notes.txt": "Nodiadau: 健康".encode(),
    "lines.csv": b"a,b\r\n1,2\r\n",
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(name: str) -> None:
    found = check_file(name, TAKEN[name])
    assert name.lower().rpartition(".")[2] in found.endings


REFUSED = {
    "empty.txt.exe": (b"MZ\x90\0", "not a kind of file"),
    "page.html": (b"<html><script>", "not a kind of file"),
    "picture.svg": (b"<svg/>", "not a kind of file"),
    "letter.pdf": (WORD, "ending .docx"),
    "letter.docx": (A_PDF, "ending .pdf"),
    "letter.txt": (PNG, "ending .png"),
    "program.txt": (b"a\0b", "not a kind of file"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older format"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "any.zip": (packed({"a.txt": "a"}), "not a kind of file"),
    "macros.docm": (
        office("wordprocessingml.document", ending=".macroEnabled.main+xml"),
        "macros",
    ),
    "hidden.docx": (
        packed({"[Content_Types].xml": "<Types/>", "word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "hidden.odt": (open_document("text", **{"Basic/Standard/a.xml": "<x/>"}), "macros"),
    "template.dotx": (office("wordprocessingml.template"), "not a kind of file"),
    "locked.odt": (
        open_document("text", f"{MANIFEST}><manifest:encryption-data/></manifest:manifest>"),
        "password",
    ),
    "cut.docx": (WORD[:60], "damaged"),
    "no-manifest.odt": (
        packed({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "damaged",
    ),
    "long-mimetype.odt": (packed({"mimetype": "x" * 10_000}), "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_and_why(name: str) -> None:
    data, why = REFUSED[name]
    with pytest.raises(Unfit) as refused:
        check_file(name, data)
    assert why in refused.value.message
    assert refused.value.message.endswith(".")


def test_what_is_too_large() -> None:
    assert check_file("a.pdf", A_PDF.ljust(20 * MEGABYTE)) is PDF
    with pytest.raises(Unfit, match=TOO_LARGE.replace(".", r"\.")):
        check_file("a.pdf", A_PDF.ljust(20 * MEGABYTE + 1))


def test_macros_are_said_before_anything_else() -> None:
    data = office("wordprocessingml.document", part="word/VBAPROJECT.BIN")
    with pytest.raises(Unfit, match=MACROS):
        check_file("a.docx", data)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Letter.docx", "Letter.docx"),
        ("C:\\Users\\a\\Letter.docx", "Letter.docx"),
        ("../../etc/passwd.docx", "passwd.docx"),
        ('a"b\r\nSet-Cookie: x.docx', "a b Set-Cookie x.docx"),
        ("invoice\u202excod.docx", "invoice xcod.docx"),
        ("...docx", "document.docx"),
        ("letter.DOCX", "letter.docx"),
        ("llythyr ŵ 健康.docx", "llythyr ŵ 健康.docx"),
        ("x" * 300 + ".docx", "x" * 140 + ".docx"),
    ],
)
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent, DOCX) == kept
