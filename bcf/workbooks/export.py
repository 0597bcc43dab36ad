"""From a version to its workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of

from .build import blank
from .checklist import draw_checklist
from .cover import draw_cover, draw_tracker
from .exported import Exported, read_version
from .guidance import draw_guidance
from .heads import draw_heads
from .layout import Book
from .lists import Lists
from .stamp import draw_stamp

#: Lays a section out on its sheets.
Draw = Callable[[Book, Lists, SectionKind, Exported], None]


def workbook(version: Version, at: datetime.datetime | None = None) -> bytes:
    """The workbook of a version, as an .xlsx file.

    `version` is to be loaded with its board, and its collection with its edition. An
    unfinished version has one too: it says "Incomplete Template". The same content at the
    same moment gives the same bytes.
    """
    exported = read_version(version, at or timezone.localtime())
    book = declare(exported)
    return blank(book.shape()).fill(book)


def declare(exported: Exported) -> Book:
    """Every sheet of the workbook, with its values."""
    collection = exported.version.submission.collection
    sections = sections_of(collection)
    book = Book(collection.workbook_title or collection.title)
    lists = Lists(book)
    draw_guidance(book, sections)
    draw_cover(book, exported)
    for section in sections:
        drawers()[section.section.kind](book, lists, section, exported)
    draw_tracker(book)
    draw_checklist(book, exported.findings)
    draw_stamp(book, exported)
    draw_heads(book, exported)
    return book


@cache
def drawers() -> dict[str, Draw]:
    """What lays each kind of section out, from the settings."""
    return {kind: import_string(path) for kind, path in settings.BCF_SHEETS.items()}
