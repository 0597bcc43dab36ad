"""From a version to its workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.utils import timezone

from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of

from .build import blank
from .checklist import draw_checklist
from .cover import draw_cover, draw_tracker
from .exported import Exported, read_versions
from .guidance import draw_guidance
from .heads import draw_heads
from .kinds import kind_of
from .layout import Book
from .lists import Lists
from .stamp import draw_stamp


def workbook(version: Version, at: datetime.datetime | None = None) -> bytes:
    """The workbook of a version, as an .xlsx file.

    `version` is to be loaded with its board, and its collection with its edition. An
    unfinished version has one too: it says "Incomplete Template". The same content at the
    same moment gives the same bytes.
    """
    (book,) = workbooks([version], at)
    return book


def workbooks(versions: Sequence[Version], at: datetime.datetime | None = None) -> Iterator[bytes]:
    """The workbook of each version of one collection, in their order, read together."""
    for exported in read_versions(versions, at or timezone.localtime()):
        book = declare(exported)
        yield blank(book.shape()).fill(book)


def declare(exported: Exported) -> Book:
    """Every sheet of the workbook, with its values."""
    collection = exported.version.submission.collection
    # A section of which the workbook asks nothing has no sheet: the narrative is a document.
    sections = [section for section in sections_of(collection) if section.workbook_columns]
    book = Book(collection.workbook_title or collection.title)
    lists = Lists(book)
    draw_guidance(book, sections)
    draw_cover(book, exported)
    for section in sections:
        kind_of(section).draw(book, lists, section, exported)
    draw_tracker(book)
    draw_checklist(book, exported.findings)
    draw_stamp(book, exported)
    draw_heads(book, exported)
    return book
