"""What a Word document was made from, kept in its properties, so that it is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from bcf.submissions.models import Version

from .packages import local

#: Changes when the meaning of headings, styles or marks does.
FORM = "bcf-narrative-1"
_PREFIX = "bcf_"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
#: What Office calls the properties that people make.
_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose answer to what, and the state of it: version and revision, by their numbers."""

    collection: str
    board: str
    version: int
    revision: int

    @classmethod
    def of(cls, version: Version) -> Stamp:
        submission = version.submission
        codes = (submission.collection.code, submission.board.code)
        return cls(*codes, version.number, version.revision)

    @classmethod
    def read(cls, properties: Mapping[str, str]) -> Stamp | None:
        """The stamp among a document's properties; None where there is none of ours."""
        told = {key: properties.get(f"{_PREFIX}{key}", "") for key in cls.__slots__}
        numbers = [told.pop(key) for key in ("version", "revision")]
        if properties.get(f"{_PREFIX}form") != FORM or not all(map(_is_number, numbers)):
            return None
        return cls(told["collection"], told["board"], *map(int, numbers))

    def xml(self) -> bytes:
        """The part of a document that holds it."""
        root = Element(f"{{{_PROPERTIES}}}Properties")
        for number, (key, value) in enumerate({"form": FORM, **asdict(self)}.items(), start=2):
            name = {"fmtid": _CUSTOM, "pid": str(number), "name": f"{_PREFIX}{key}"}
            each = SubElement(root, f"{{{_PROPERTIES}}}property", name)
            SubElement(each, f"{{{_TYPES}}}lpwstr").text = str(value)
        return tostring(root, encoding="UTF-8", xml_declaration=True)


def read_properties(root: Element) -> dict[str, str]:
    """The properties of such a part, by name."""
    return {
        local(each, "name"): "".join(each.itertext()).strip()
        for each in root
        if local(each) == "property"
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
