"""The person's own file with notes: bad cells marked, a first sheet that leads to each."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from bcf.submissions.codes import newest_version
from bcf.workbooks.annotate import SHEET, Fault, annotate, annotated_name
from bcf.workbooks.export import workbook
from tests.workbooks.saving import saved

from .reading import EXAMPLESHIRE

FAULTS = [
    Fault("6. Expenditure", "S26", "“tbc” is not an amount. Type pounds."),
    Fault("6. Expenditure", "S26", "=1+1"),
    Fault("6. Expenditure", "", "“Provider” was not found."),
    Fault("5. Income", "C9", "x" * 5000 + "\x01"),
]


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The file with parts put in or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(made, "w") as copy:
        for name in {*book.namelist(), *parts}:
            copy.writestr(name, parts[name] if name in parts else book.read(name))
    return made.getvalue()


def with_style() -> Workbook:
    book = Workbook()
    book.worksheets[0]["A1"].font = Font(bold=True)
    return book


@pytest.fixture
def data(examples: None) -> bytes:
    return workbook(newest_version(*EXAMPLESHIRE))


def test_cells_are_marked_and_listed(data: bytes) -> None:
    book = load_workbook(io.BytesIO(annotate(data, FAULTS)))
    cell = book["6. Expenditure"]["S26"]
    assert cell.comment.text == f"{FAULTS[0].message}\n=1+1"
    assert cell.fill.fgColor.rgb == "FFF4B6B0"
    assert len(book["5. Income"]["C9"].comment.text) == 501
    sheet = book.worksheets[0]
    assert (sheet.title, book.active.title) == (SHEET, SHEET)
    assert "not for submission" in sheet["A2"].value
    told = list(sheet.iter_rows(min_row=6, values_only=True))
    assert told[:3] == [(f.sheet, f.cell or None, f.message) for f in FAULTS[:3]]
    assert sheet["B6"].hyperlink.location == "'6. Expenditure'!S26"
    assert sheet["C7"].data_type == "s", "a message is no formula"
    assert sheet["B8"].hyperlink is None


def test_the_rest_is_as_it_was(data: bytes) -> None:
    before, after = (load_workbook(io.BytesIO(d)) for d in (data, annotate(data, [])))
    assert after.sheetnames == [SHEET, *before.sheetnames]
    assert after.worksheets[0]["A6"].value == "Nothing is to be mended."
    assert after.worksheets[0]["A3"].value is None
    for sheet in before:
        there = [[cell.value for cell in row] for row in sheet]
        assert [[cell.value for cell in row] for row in after[sheet.title]] == there


def test_a_sheet_of_that_name_and_one_that_is_not_there() -> None:
    book = Workbook()
    book.worksheets[0].title = SHEET.upper()
    again = load_workbook(io.BytesIO(annotate(saved(book), [Fault("Gone", "A1", "x")])))
    assert again.sheetnames == [f"{SHEET} 2", SHEET.upper()]


def test_a_merged_cell_is_marked_at_its_first() -> None:
    book = Workbook()
    book.worksheets[0].merge_cells("B2:D4")
    again = load_workbook(io.BytesIO(annotate(saved(book), [Fault("Sheet", "C3", "x")])))
    assert again["Sheet"]["B2"].comment.text == "x"


def test_lost_pictures_are_told() -> None:
    data = with_parts(saved(Workbook()), {"xl/media/image1.png": b"x"})
    sheet = load_workbook(io.BytesIO(annotate(data, []))).worksheets[0]
    assert sheet["A3"].value.startswith("Some pictures, shapes or rules")


DATE_OF_NO_DAY = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="d" s="1"/></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    "data",
    [
        b"no zip file",
        with_parts(saved(Workbook()), {"xl/workbook.xml": b"<broken"}),
        with_parts(saved(Workbook()), {"xl/worksheets/sheet1.xml": b"<broken"}),
        with_parts(saved(Workbook()), {"xl/styles.xml": b"<styleSheet><a/></styleSheet>"}),
        with_parts(saved(with_style()), {"xl/worksheets/sheet1.xml": DATE_OF_NO_DAY}),
    ],
    ids=["no zip", "workbook", "sheet", "styles", "date"],
)
def test_a_file_that_cannot_be_copied_gives_the_list_alone(data: bytes) -> None:
    book = load_workbook(io.BytesIO(annotate(data, FAULTS)))
    assert book.sheetnames[0] == SHEET
    assert book[SHEET]["A6"].value == "6. Expenditure"


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("My plan.xlsx", "My plan, not for submission.xlsx"),
        ("v1.2 plan.XLSX", "v1.2 plan, not for submission.xlsx"),
        ("plan", "plan, not for submission.xlsx"),
    ],
)
def test_its_name_says_what_it_is_not_for(name: str, copy: str) -> None:
    assert annotated_name(name) == copy


def test_libreoffice_opens_it(data: bytes, soffice: str, tmp_path: Path) -> None:
    source = tmp_path / "notes.xlsx"
    source.write_bytes(annotate(data, FAULTS))
    made = tmp_path / "made"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", made, source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    book = load_workbook(made / source.name)
    assert book.sheetnames[0] == SHEET
    assert FAULTS[0].message in book["6. Expenditure"]["S26"].comment.text
    assert "S26" in book[SHEET]["B6"].hyperlink.location
