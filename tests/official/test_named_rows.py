"""Rows that the edition names in a file that calls them otherwise, in its own order."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from bcf.official.trial import try_out
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.workbooks.official import DoesNotFit, Map, Official
from bcf.workbooks.outline import Outline
from bcf.workbooks.reading import read_rows
from tests.workbooks.saving import saved

from .made import REQUIREMENTS
from .test_filling import made_for, mapped

# openpyxl tells what it would lose: here it only reads.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

#: What this file calls the first of our requirements, which stands last in it.
OTHERWISE = "  Something\nelse "


@pytest.fixture
def moved(version: Version) -> bytes:
    """The first and the last change places, and a row of the file's own stands below."""
    book = load_workbook(io.BytesIO(made_for(version)))
    sheet = book[REQUIREMENTS]
    sheet["D7"], sheet["D15"] = sheet["D15"].value, OTHERWISE
    sheet["D16"] = "A requirement that nobody here knows"
    return saved(book)


@pytest.fixture
def wanted(version: Version, moved: bytes) -> Map:
    wanted = mapped(version, moved)
    areas = (
        replace(area, room=10) if area.section == "conditions" else area for area in wanted.areas
    )
    labels = {**wanted.labels, ("conditions", "requirement"): {"PR1": OTHERWISE}}
    return replace(wanted, areas=tuple(areas), labels=labels)


def test_answers_stand_beside_the_words(version: Version, moved: bytes, wanted: Map) -> None:
    conditions = section_of(version.submission.collection, "conditions")
    place = 2 + [column.key for column in conditions.workbook_columns].index("documents")
    documents = {row.get("requirement"): row.get("documents") for row in conditions.rows(version)}
    sheet = load_workbook(io.BytesIO(Official(moved, wanted).fill(version)))[REQUIREMENTS]
    held = [sheet.cell(row, place).value for row in (7, 8, 15, 16)]
    assert held == [documents["PR9"], documents["PR2"], documents["PR1"], None]
    assert documents["PR1"] != documents["PR9"]
    assert sheet["D15"].value == OTHERWISE


def test_a_file_with_its_own_order_passes_its_trial(moved: bytes, wanted: Map) -> None:
    assert try_out(moved, wanted).passed


def test_the_files_own_row_is_no_row_of_ours(version: Version, moved: bytes, wanted: Map) -> None:
    (area,) = Official(moved, wanted).by_section["conditions"]
    columns = section_of(version.submission.collection, "conditions").columns
    read = read_rows(area, Outline.read(moved), columns, wanted.entries("conditions"))
    assert [row.number for row in read] == list(range(7, 16))


def test_what_was_answered_and_has_no_row_is_told(
    version: Version, moved: bytes, wanted: Map
) -> None:
    labels = {key: names for key, names in wanted.labels.items() if key[0] != "conditions"}
    with pytest.raises(DoesNotFit, match=r"no place for 1 .* of the section National conditions"):
        Official(moved, replace(wanted, labels=labels)).fill(version)


def test_a_table_with_none_of_our_rows_does_not_pass(moved: bytes, wanted: Map) -> None:
    book = load_workbook(io.BytesIO(moved))
    for row in range(7, 17):
        book[REQUIREMENTS].cell(row, 4, f"Requirement {row}")
    assert try_out(saved(book), wanted).missing == [
        f"The sheet “{REQUIREMENTS}” has none of the rows of the section National conditions."
    ]
