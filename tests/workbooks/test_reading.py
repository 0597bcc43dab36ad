"""What an exported workbook is read back as: by names, else by headings."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.submissions.proposals import plain
from bcf.submissions.sections import section_of
from bcf.tables import Column, Kind, Value
from bcf.workbooks.areas import Anchor, Area, Located, Missing, locate
from bcf.workbooks.export import workbook
from bcf.workbooks.kinds import own_areas
from bcf.workbooks.names import sheet_name
from bcf.workbooks.outline import Outline, Raw
from bcf.workbooks.reading import read_rows, typed
from bcf.workbooks.stamp import read_stamp
from tests.workbooks.saving import saved

from .reading import BCP, EXAMPLESHIRE, SAMPLETON, find

Cells = dict[str, list[dict[str, str]]]


def read(version: Version, data: bytes) -> Cells:
    """The cells of each section as their columns parse them, written plainly."""
    collection = version.submission.collection
    outline = Outline.read(data)
    located, missing = locate(own_areas(collection), outline)
    assert missing == []
    found: Cells = {}
    for area in located:
        section = section_of(collection, area.area.section)
        columns = section.columns_for(version)
        for row in read_rows(area, outline, columns):
            values = parsed(row.raw, area.area.where, columns)
            found.setdefault(section.key, []).append(values | {"uid": str(row.uid)})
    return found


def parsed(
    raw: Mapping[str, str], where: Mapping[str, str], columns: Sequence[Column]
) -> dict[str, str]:
    values: dict[str, Value] = dict(where)
    for column in columns:
        if column.key in raw:
            values[column.key] = column.parse(raw[column.key], values)
    return {key: plain(value) for key, value in values.items() if value is not None}


def held(version: Version) -> Cells:
    """The same of what the version holds."""
    found: Cells = {}
    collection = version.submission.collection
    for key in {area.section for area in own_areas(collection)}:
        section = section_of(collection, key)
        columns = [c for c in section.workbook_columns if not c.computed]
        for row in section.rows(version):
            filled = [c for c in columns if row.get(c.key) is not None]
            cells = {c.key: c.canonical(row.get(c.key)) for c in filled}
            uid = "None" if section.is_page else str(row.uid)
            found.setdefault(key, []).append(cells | {"uid": uid})
    return found


def in_order(cells: Cells) -> Cells:
    return {key: sorted(rows, key=lambda row: sorted(row.items())) for key, rows in cells.items()}


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_what_was_written_is_read(examples: None, plan: tuple[str, str]) -> None:
    version = newest_version(*plan)
    assert in_order(read(version, workbook(version))) == in_order(held(version))


def test_without_names_it_is_read_by_its_headings(examples: None) -> None:
    """Also with rows put above the tables, and a line left empty between two."""
    version = newest_version(*EXAMPLESHIRE)
    book = load_workbook(io.BytesIO(workbook(version)))
    for name in list(book.defined_names):
        del book.defined_names[name]
    for sheet in book:
        if sheet.sheet_state == "visible":
            sheet.insert_rows(1, 2)
    assert in_order(read(version, saved(book))) == in_order(held(version))


def test_a_heading_that_is_gone_is_named_with_its_sheet(examples: None) -> None:
    version = newest_version(*EXAMPLESHIRE)
    book = load_workbook(io.BytesIO(workbook(version)))
    del book.defined_names["expenditure_provider"]
    sheet = book[sheet_name(section_of(version.submission.collection, "expenditure"))]
    find(sheet, "Provider").value = "Who does it"
    _, missing = locate(own_areas(version.submission.collection), Outline.read(saved(book)))
    assert missing == [Missing(sheet.title, "Provider")]
    assert missing[0].message == f"“Provider” was not found on the sheet “{sheet.title}”."


def test_the_stamp_says_what_it_was_made_from(examples: None) -> None:
    version = newest_version(*BCP)
    stamp = read_stamp(Outline.read(workbook(version)))
    assert stamp is not None
    assert (stamp.board, stamp.collection, stamp.version) == (*BCP, 1)
    assert stamp.revision == version.revision


def test_a_book_without_a_stamp_has_none() -> None:
    assert read_stamp(Outline.read(saved(Workbook()))) is None


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("=1+1", Kind.TEXT, "=1+1"),
        (12.0, Kind.TEXT, "12"),
        (True, Kind.CHOICE, "Yes"),
        (480000.0, Kind.MONEY, "480000"),
        (0.1 + 0.2, Kind.MONEY, "0.3"),
        (9999999999.99, Kind.MONEY, "9999999999.99"),
        (1e300, Kind.MONEY, "1" + "0" * 300),
        (float("nan"), Kind.MONEY, "NaN"),
        (0.55, Kind.PERCENT, "55"),
        (0.0001, Kind.PERCENT, "0.01"),
        (45105.0, Kind.DATE, "2023-06-28"),
        (float("nan"), Kind.DATE, "NaN"),
        (float("inf"), Kind.DATE, "Infinity"),
        (1e300, Kind.DATE, "1" + "0" * 300),
        (datetime.date(2023, 6, 28), Kind.DATE, "2023-06-28"),
        (datetime.datetime(2023, 6, 28), Kind.DATE, "2023-06-28"),
        (datetime.datetime(2023, 6, 28, 9, 30), Kind.TEXT, "2023-06-28 09:30:00"),
        (datetime.time(9, 30), Kind.TEXT, "09:30:00"),
        (datetime.timedelta(hours=30), Kind.TEXT, "1 day, 6:00:00"),
    ],
)
def test_a_cell_is_read_as_it_would_be_typed(value: Raw, kind: Kind, text: str) -> None:
    assert typed(value, kind) == text


class TestAnchors:
    """On a sheet of one's own: a title, headings, two rows; and a question with its answer."""

    def sheet(self) -> Workbook:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Money"
        for row in (
            ["Grants"],
            ["Who", "Pounds"],
            ["A council", 5],
            ["Total grants", 5],
            [],
            ["Loans"],
            ["Who ", "POUNDS"],
            ["A bank", 7],
            [None, "Signed?", None, "Yes"],
        ):
            sheet.append(row)
        return book

    def locate(self, area: Area) -> tuple[Located | None, list[Missing]]:
        located, missing = locate([area], Outline.read(saved(self.sheet())))
        return next(iter(located), None), missing

    def area(self, anchors: dict[str, Anchor], **more: Any) -> Area:
        return Area("grants", "income", "Money", anchors, **more)

    def test_the_title_tells_one_table_from_another(self) -> None:
        anchors = {"who": Anchor(heading="who"), "amount": Anchor(heading="Pounds")}
        located, _ = self.locate(self.area(anchors, title="Loans", room=1))
        assert located is not None
        assert (located.first, located.last, located.place(8, "amount")) == (8, 8, "B8")

    def test_a_table_ends_above_its_total(self) -> None:
        located, _ = self.locate(self.area({"who": Anchor(heading="Who")}))
        assert located is not None
        assert (located.first, located.last) == (3, 3)

    def test_what_has_no_heading_is_found_by_its_cell(self) -> None:
        located, _ = self.locate(self.area({"amount": Anchor(cell="B3")}))
        assert located is not None
        assert located.place(3, "amount") == "B3"

    def test_an_answer_stands_in_the_known_column_of_its_question(self) -> None:
        anchors = {"signed": Anchor(heading="Signed?", cell="D44")}
        located, _ = self.locate(self.area(anchors, answers=True))
        assert located is not None
        assert located.place(1, "signed") == "D9"

    def test_what_is_missing_is_named(self) -> None:
        anchors = {"who": Anchor(heading="Who"), "why": Anchor("why", "Reason")}
        assert self.locate(self.area(anchors))[1] == [Missing("Money", "Reason")]

    def test_an_optional_table_may_be_missing_whole(self) -> None:
        anchors = {"why": Anchor("why", "Reason")}
        assert self.locate(self.area(anchors, optional=True)) == (None, [])

    def test_a_sheet_that_is_not_there_lacks_everything(self) -> None:
        area = Area("x", "income", "No such sheet", {"who": Anchor(heading="Who")})
        assert self.locate(area) == (None, [Missing("No such sheet", "Who")])
