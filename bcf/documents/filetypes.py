"""What kind of file somebody sent, known by what is in it: an ending says nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bcf.zips import MOST_BYTES

from .errors import Unfit
from .packages import DAMAGED, LOCKED, MACROS, TOO_LARGE, Package, local

CONTENT_TYPES = "[Content_Types].xml"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken. The first of `endings` is what it is called by us."""

    title: str
    endings: tuple[str, ...]
    content_type: str


PDF = FileType("PDF", ("pdf",), "application/pdf")
PNG = FileType("PNG picture", ("png",), "image/png")
JPEG = FileType("JPEG picture", ("jpg", "jpeg"), "image/jpeg")
DOCX = FileType("Word document", ("docx",), f"{_OPEN_XML}wordprocessingml.document")
PPTX = FileType("PowerPoint presentation", ("pptx",), f"{_OPEN_XML}presentationml.presentation")
XLSX = FileType("Excel workbook", ("xlsx",), f"{_OPEN_XML}spreadsheetml.sheet")
ODT = FileType("OpenDocument text", ("odt",), f"{_OPEN_DOCUMENT}text")
ODS = FileType("OpenDocument spreadsheet", ("ods",), f"{_OPEN_DOCUMENT}spreadsheet")
ODP = FileType("OpenDocument presentation", ("odp",), f"{_OPEN_DOCUMENT}presentation")
TEXT = FileType("text file", ("txt",), "text/plain; charset=utf-8")
CSV = FileType("CSV file", ("csv",), "text/csv; charset=utf-8")

TYPES = (PDF, DOCX, PPTX, XLSX, ODT, ODS, ODP, PNG, JPEG, TEXT, CSV)
TAKEN = "PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG, text or CSV"
NOT_TAKEN = f"This is not a kind of file that is taken. Send {TAKEN}."
OLDER = (
    "The file is protected with a password, or is in an older format such as .doc."
    " Save it in a newer one, without a password."
)

_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ZIP, _OLDER_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|]+')
_LONGEST_STEM = 140


def check_file(name: str, data: bytes) -> FileType:
    """What a file is. Raises Unfit where it is not taken, or is not what its ending says."""
    if len(data) > MOST_BYTES:
        raise Unfit(TOO_LARGE)
    ending = name.rpartition(".")[2].lower()
    found = _recognise(data, ending)
    if ending not in found.endings:
        raise Unfit(f"The file is a {found.title}. Give its name the ending .{found.endings[0]}.")
    return found


def _recognise(data: bytes, ending: str) -> FileType:
    for magic, known in _MAGIC:
        if data.startswith(magic):
            return known
    if data.startswith(_OLDER_OFFICE):
        raise Unfit(OLDER)
    if data.startswith(_ZIP):
        return _packed(Package(data))
    if ending in ("txt", "csv") and not _NOT_TEXT.search(data):
        return CSV if ending == "csv" else TEXT
    raise Unfit(NOT_TAKEN)


def _packed(package: Package) -> FileType:
    package.refuse_macros()
    if CONTENT_TYPES in package.parts:
        written = set(content_types(package).values())
        if any("macroenabled" in each.lower() for each in written):
            raise Unfit(MACROS)
        wanted = {f"{known.content_type}.main+xml": known for known in (DOCX, PPTX, XLSX)}
        found = next((wanted[each] for each in written & wanted.keys()), None)
    else:
        found = _open_document(package)
    if found is None:
        raise Unfit(NOT_TAKEN)
    return found


def content_types(package: Package) -> dict[str, str]:
    """The content type of each part of an Office file that has one of its own, by part."""
    root = package.xml(CONTENT_TYPES)
    return {
        local(element, "PartName").lstrip("/"): local(element, "ContentType")
        for element in root
        if local(element) == "Override"
    }


def _open_document(package: Package) -> FileType | None:
    if "mimetype" not in package.parts:
        return None
    if package.parts["mimetype"].file_size > 100:
        raise Unfit(DAMAGED)
    written = package.read("mimetype").strip()
    found = next((t for t in (ODT, ODS, ODP) if t.content_type.encode() == written), None)
    if found is not None:
        entries = package.xml("META-INF/manifest.xml").iter()
        if any(local(entry) == "encryption-data" for entry in entries):
            raise Unfit(LOCKED)
    return found


def clean_name(name: str, found: FileType) -> str:
    """A name to keep: no folders, no marks that a system forbids or that hide an ending."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in last)
    stem, _, ending = _NOT_IN_A_NAME.sub(" ", shown).rpartition(".")
    kept = ending.lower() if ending.lower() in found.endings else found.endings[0]
    return f"{' '.join(stem.split())[:_LONGEST_STEM].strip(' .') or 'document'}.{kept}"
