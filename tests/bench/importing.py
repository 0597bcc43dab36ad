"""Filled workbooks of many boards imported, checked and stored, against merely reading them.

Each file holds all that a board's plan says, and each plan here has lost its lines and its
answers, so all of them are put in: by `import_workbook --apply`, file by file, with the history
and what would undo it. It is rolled back, after the database has checked what it would at the end.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pandas as pd  # type: ignore[import-untyped]
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from bcf.imports.files import Given
from bcf.imports.many import import_one
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Edit
from bcf.workbooks.build import blank
from bcf.workbooks.export import declare
from bcf.workbooks.exported import read_version
from bcf.workbooks.many import newest_of
from schemes.england import make_england
from tests.bench.run import Result, ratio

BOARDS, FEW = 40, 6
ROUNDS = 5

#: The files' bytes by their names.
Files = Mapping[str, bytes]


def run() -> list[Result]:
    call_command("load_reference", verbosity=0)
    make_england(boards=BOARDS)
    collection = Version.objects.select_related("submission__collection__edition")[0]
    versions = newest_of(collection.submission.collection)
    files = {f"{v.submission.board.code}.xlsx": _emptied(v) for v in versions}
    few = dict(list(files.items())[:FEW])
    return [
        Result("import_all", _against(_by_calamine, files), 1.5),
        Result("import_all_pandas", _against(_by_pandas, few), 1 / 10),
    ]


def _against(theirs: Callable[[Files], object], files: Files) -> float:
    return ratio(lambda: _imported(files), lambda: theirs(files), ROUNDS)


def _emptied(version: Version) -> bytes:
    """Take away what a plan holds; gives a workbook with all of it, filled in after that."""
    held = read_version(version, timezone.localtime())
    emptied = {
        section.key: _empty(section, version)
        for section in sections_of(version.submission.collection)
        if section.key == "expenditure" or not section.rows_vary
    }
    propose(version, emptied).apply(by=None, what="Emptied")
    book = declare(held)
    return blank(book.shape()).fill(book)


def _empty(section: SectionKind, version: Version) -> Incoming:
    if section.rows_vary:
        return Incoming([], replace=True)
    rows = section.rows(version)
    locks = section.locks(version, rows)
    typed = [column.key for column in section.columns if not column.computed]
    return Incoming(
        [
            Edit(uid=row.uid, raw={key: "" for key in typed if (row.uid, key) not in locks})
            for row in rows
        ]
    )


def _imported(files: Files) -> None:
    with transaction.atomic():
        for name, data in files.items():
            report = import_one(Given(name, lambda data=data: data), apply=True)
            assert report.put, report
        connection.check_constraints()
        transaction.set_rollback(True)


def _by_calamine(files: Files) -> None:
    """Every cell of every sheet."""
    for data in files.values():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def _by_pandas(files: Files) -> None:
    """What an analyst writes today: every sheet of every file, and the same sheets together."""
    books = [pd.read_excel(io.BytesIO(data), sheet_name=None) for data in files.values()]
    for name in books[0]:
        pd.concat([book[name] for book in books])
