"""Names: of the file, and of the places in it."""

from __future__ import annotations

import re
from functools import lru_cache

from bcf.submissions.models import Submission
from bcf.submissions.sections import SectionKind

_NOT_IN_A_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NOT_IN_A_SHEET_NAME = re.compile(r"[\\/:*?\[\]\x00-\x1f]+")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")


def file_name(submission: Submission, ending: str = ".xlsx") -> str:
    """The file's name by the national convention, such as "County Durham HWB 2019-20 plan.xlsx".

    `ending` says what file it is: " narrative.docx".
    """
    collection = " ".join(submission.collection.code.rsplit("-", 1))
    name = _NOT_IN_A_FILE_NAME.sub(" ", f"{submission.board.title} {collection}")
    return f"{' '.join(name.split())}{ending}"


@lru_cache(maxsize=4096)
def place_name(*words: str) -> str:
    """A defined name made of keys, such as `expenditure_amount_2023_24`."""
    return "_".join(_NOT_IN_A_NAME.sub("_", word).strip("_") for word in words)


def sheet_name(section: SectionKind) -> str:
    """The name of a section's sheet; Excel takes 31 characters, and not all of them."""
    return _NOT_IN_A_SHEET_NAME.sub(" ", section.sheet or section.title)[:31].strip(" '")


@lru_cache(maxsize=4096)
def reference(sheet: str, place: str) -> str:
    """An absolute reference to a cell or a range of a sheet, such as '5. Income'!$C$9:$C$12."""
    absolute = re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", place)
    return f"{_sheet(sheet)}!{absolute}"


def location(sheet: str, place: str) -> str:
    """The target of a link to a cell or a range."""
    return f"{_sheet(sheet)}!{place}"


def _sheet(sheet: str) -> str:
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"
