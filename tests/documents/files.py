"""Files of every kind that people send, and Word documents taken apart."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PDF = b"%PDF-1.7\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="{content}"/></Types>'
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def office(kind: str, part: str = "main.xml", ending: str = ".main+xml") -> bytes:
    """The least of an Office file: `kind` is such as "presentationml.presentation"."""
    types = _TYPES.format(part=part, content=f"{_OFFICE}.{kind}{ending}")
    return packed({"[Content_Types].xml": types, part: "<x/>"})


def open_document(kind: str, manifest: str = f"{MANIFEST}/>", **parts: str) -> bytes:
    """The least of an OpenDocument file: `kind` is "text", "spreadsheet" or "presentation"."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mimetype, "META-INF/manifest.xml": manifest, **parts})


def word(write: Callable[[DocumentType], object] = lambda document: None) -> bytes:
    """A Word document that `write` has written in."""
    document = Document()
    write(document)
    return saved(document)


def saved(document: DocumentType) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def edited(data: bytes, edit: Callable[[DocumentType], object]) -> bytes:
    """A document as somebody saved it after an edit."""
    document = Document(BytesIO(data))
    edit(document)
    return saved(document)


def with_part(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A document with one part of XML changed."""
    parts: dict[str, str | bytes] = dict(parts_of(data))
    parts[name] = change(parts_of(data)[name].decode())
    return packed(parts)
