"""Workbooks: filling one and filling all, against openpyxl; and lines put in, against COPY.

openpyxl loads the same blank, sets the same cells and saves. It writes no value beside a
formula, so it does less. Sizes are of the made-up England's plans, of about 100 lines each.
"""

from __future__ import annotations

import io
import multiprocessing
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from openpyxl import load_workbook

from bcf.submissions.models import Version
from bcf.workbooks.build import blank
from bcf.workbooks.export import declare
from bcf.workbooks.exported import read_version, read_versions
from bcf.workbooks.layout import Book
from bcf.workbooks.many import Made, built, make_all, newest_of, zipped
from bcf.workbooks.parts import Part, read_parts
from schemes.england import make_england
from tests.bench.run import Result, ratio

BOARDS, FEW = 152, 20
#: Books of all sizes that openpyxl fills, by which its time for all boards is worked out.
SAMPLE = 6
ROUNDS, FEW_ROUNDS = 15, 3


def run() -> list[Result]:
    call_command("load_reference", verbosity=0)
    make_england(boards=BOARDS)
    collection = Version.objects.select_related("submission__collection__edition")[0]
    versions = newest_of(collection.submission.collection)
    # Memory first: later there is much that was given back, and would be used again.
    return [*_memory(versions), *_one(versions[0]), *_all(versions), *_two(versions)]


def _one(version: Version) -> list[Result]:
    """From what was read of a version to its file; and from its cells, once they are known."""
    exported = read_version(version, timezone.localtime())
    book = declare(exported)
    template = blank(book.shape())
    sheets = [
        part.unpack()
        for part, empty in zip(
            read_parts(template.fill(book)), read_parts(template.empty), strict=True
        )
        if part != empty
    ]

    def from_rows() -> None:
        declared = declare(exported)
        blank(declared.shape()).fill(declared)

    def from_cells() -> None:
        template.fill(book)

    def by_openpyxl() -> None:
        _by_openpyxl(template.empty, book)

    def deflated() -> None:
        for sheet in sheets:
            Part.pack("", sheet)

    return [
        Result("fill_one", ratio(from_cells, by_openpyxl, ROUNDS), 1 / 25),
        Result("fill_one_over_deflate", ratio(from_cells, deflated, ROUNDS), 3),
        Result("fill_one_from_rows", ratio(from_rows, by_openpyxl, ROUNDS)),
    ]


def _by_openpyxl(empty: bytes, book: Book) -> None:
    opened = load_workbook(io.BytesIO(empty))
    for name, sheet in book.sheets.items():
        cells = opened[name]
        for place, value in sheet.values.items():
            if cells[place].data_type != "f":
                cells[place].value = value
    opened.save(io.BytesIO())


def _all(versions: Sequence[Version]) -> list[Result]:
    """All boards into one zip file: from cells that are known, and from the database.

    openpyxl is given cells and blanks in both, so the first compares like with like. The
    second is the whole way, to read the plans, work out their cells and build blanks.
    """
    books = [declare(exported) for exported in read_versions(versions, timezone.localtime())]
    pairs = [(blank(book.shape()), book) for book in books]
    sample = pairs[:: len(pairs) // SAMPLE]

    def from_cells() -> None:
        _written(Made(book.title, book.title, empty.fill(book)) for empty, book in pairs)

    def by_openpyxl() -> None:
        for empty, book in sample:
            _by_openpyxl(empty.empty, book)

    def against(ours: Callable[[], None]) -> float:
        return ratio(ours, by_openpyxl, FEW_ROUNDS) * len(sample) / len(pairs)

    return [
        Result("fill_all", against(from_cells), 1 / 30),
        Result("fill_all_from_database", against(lambda: _exported(versions, 1))),
    ]


def _two(versions: Sequence[Version]) -> list[Result]:
    """Two processes against one, by turns, as one run alone would tell too little."""
    found = ratio(lambda: _exported(versions, 2), lambda: _exported(versions, 1), FEW_ROUNDS)
    return [Result("fill_all_two_processes", found, 1 / 1.6)]


def _exported(versions: Sequence[Version], processes: int) -> None:
    """Make all files, and the blanks they need."""
    blank.cache_clear()
    _written(make_all(versions, built, processes))


def _written(every: Iterable[Made]) -> None:
    """The zip file of them, piece by piece."""
    for _ in zipped(every):
        pass


def _memory(versions: Sequence[Version]) -> list[Result]:
    """The most memory that a process of its own needs, for all boards and for few."""
    return [Result("fill_all_memory", _most(versions) / _most(versions[:FEW]), 1.1)]


def _most(versions: Sequence[Version]) -> int:
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        return pool.apply(_peak, [versions])


def _peak(versions: Sequence[Version]) -> int:
    """In kB. The peak that a process inherits from its parent is forgotten first."""
    Path("/proc/self/clear_refs").write_text("5")
    _exported(versions, 1)
    return int(re.findall(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text())[0])
