"""One changed cell is one change, in every column; and after LibreOffice, too."""

from __future__ import annotations

import csv
import datetime
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row
from bcf.workbooks.areas import Located
from bcf.workbooks.export import workbook
from bcf.workbooks.outline import Outline
from bcf.workbooks.patch import Filling, Template
from tests.factories import BCP, EXAMPLESHIRE, ONE_YEAR, TWO_YEARS, add, again, section
from tests.imports.files import Sent, located, seen

PLANS = {ONE_YEAR: (BCP, ONE_YEAR), TWO_YEARS: (EXAMPLESHIRE, TWO_YEARS)}


def mapped() -> Iterator[tuple[str, str, str]]:
    """Every column of the examples' workbooks that is typed: collection, section and key.

    Workbooks of the other collections are read whole, in tests/editions/test_every_collection.py.
    """
    for file in sorted((settings.FIXTURES / "reference" / "editions").glob("*/questions.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                collection, _, key = row["section"].partition("/")
                typed = (row["in_workbook"], row["computed"]) == ("yes", "no")
                if typed and collection in PLANS:
                    yield collection, key, row["key"]


def patched(data: bytes, sheet: str, place: str, value: object) -> bytes:
    """The file with one cell changed."""
    return Template(data, {sheet: [place]}).fill({sheet: Filling({place: value})})  # type: ignore[dict-item]


def another(column: Column, row: Row) -> object:
    """Something else than the cell holds, as a cell of a workbook holds it."""
    was = row.get(column.key)
    match column.kind:
        case Kind.CHOICE:
            others = [o for o in column.options_for(row.values) if o.key != was]
            return others[0].label if others else None
        case Kind.TEXT:
            return "Something else"
        case Kind.DATE:
            return datetime.date(2023, 6, 1)
        case Kind.PERCENT:
            return Decimal("0.4321")
        case _:
            return Decimal("4321.25")


def changeable(
    version: Version, kind: SectionKind, data: bytes, column: Column
) -> tuple[Row, Located, int] | None:
    """A row with its place, the cell of which may be changed, and is another one then."""
    rows = kind.rows(version)
    locks = kind.locks(version, rows)
    by_uid = {row.uid: row for row in rows if (row.uid, column.key) not in locks}
    outline = Outline.read(data)
    for table in located(version, data, kind.key):
        for number in range(table.first, table.last + 1):
            uid = outline.value(table.sheet, number, table.uid) if table.uid else str(rows[0].uid)
            row = next((r for u, r in by_uid.items() if str(u) == uid), None)
            if row and column.key in table.columns and another(column, row) is not None:
                return row, table, number
    return None


@pytest.fixture(scope="module")
def books(_examples: None, django_db_blocker: DjangoDbBlocker) -> dict[str, bytes]:
    """The workbooks of the plans as they are: to write one takes longer than all else here."""
    with django_db_blocker.unblock():
        return {collection: workbook(newest_version(*of)) for collection, of in PLANS.items()}


@pytest.mark.parametrize(("collection", "key", "name"), [*mapped()])
def test_one_changed_cell_is_one_change(
    examples: None, books: dict[str, bytes], collection: str, key: str, name: str
) -> None:
    version = newest_version(*PLANS[collection])
    kind = section(version, key)
    column = next(c for c in kind.columns_for(version) if c.key == name)
    if column.follows:  # a line with a list to choose from
        leader = next(o.parent for o, other in pairwise(column.options) if o.parent == other.parent)
        add(version, {column.follows: leader}, key)
    version = again(version)
    data = workbook(version) if column.follows else books[collection]
    found = changeable(version, kind, data, column)
    if found is None:  # each table is of one source, which its place tells; rows are named
        assert column.given or (key, column.field) == ("income", "source")
        return
    row, table, number = found
    place = table.place(number, name)
    look = seen(version, patched(data, table.sheet, place, another(column, row)))
    (item,) = look.items
    assert item.row is not None
    assert (item.line.uid, item.column, item.row.place(name)) == (row.uid, name, place)
    followers = [table.place(number, c.key) for c in kind.columns if c.follows == name]
    assert {fault.cell for fault in look.faults} <= {*followers}, "a sub type of another type"
    assert (look.conflicts, look.filled.doubts) == ([], [])


def test_saved_again_by_libreoffice_it_is_still_known_by_its_uids(
    plan: Version, soffice: str, tmp_path: Path
) -> None:
    file = Sent.of(plan)
    file.swap("expenditure", 3, 40)
    cell = file.cell("expenditure_amount_2023_24", 3)
    cell.value = 99
    source = tmp_path / "plan.xlsx"
    source.write_bytes(file.data)
    made = tmp_path / "made"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", made, source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = seen(plan, (made / source.name).read_bytes())
    (item,) = found.items
    assert item.row is not None
    assert (item.row.place(item.column), item.line.uid) == (
        cell.coordinate,
        section(plan).rows(plan)[40].uid,
    )
    assert (found.filled.notes, found.conflicts, found.faults) == ([], [], [])
