"""A map is tried with invented answers: what would be lost in the file is told before."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from bcf.official.trial import try_out
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from tests.workbooks.saving import saved

from .made import HEADINGS, LEFT, ROOM, SPENDING, TOP
from .test_filling import made_for, mapped

# openpyxl tells what it would lose: here that does not matter.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

BESIDE = LEFT + len(HEADINGS)


@pytest.fixture
def book(version: Version) -> Workbook:
    return load_workbook(io.BytesIO(made_for(version)))


def test_a_formula_in_the_place_of_an_answer_is_told(version: Version, book: Workbook) -> None:
    place = LEFT + list(HEADINGS).index("amount_2023-24")
    cell = book[SPENDING].cell(TOP + 1, place, "=1+1")
    data = saved(book)
    assert try_out(data, mapped(version, data)).missing == [
        f"The cell {cell.coordinate} of the sheet “{SPENDING}” holds a formula: "
        "an answer would be lost there."
    ]


def test_a_formula_may_work_out_what_we_work_out_too(version: Version, book: Workbook) -> None:
    columns = section_of(version.submission.collection, "expenditure").columns
    share = next(column for column in columns if column.computed and not column.options)
    sheet = book[SPENDING]
    sheet.cell(TOP - 1, BESIDE, share.heading)
    for row in range(TOP, TOP + ROOM):
        sheet.cell(row, BESIDE, f"=O{row}")
    data = saved(book)
    wanted = mapped(version, data)
    (lines,) = (area for area in wanted.areas if area.key == "expenditure")
    assert share.key in lines.anchors
    assert try_out(data, wanted).passed
