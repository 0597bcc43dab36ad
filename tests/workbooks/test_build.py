import io
import re

import pytest
from openpyxl import load_workbook

from bcf.workbooks.build import blank
from bcf.workbooks.layout import Book, GridColumn, Highlight, Validation, height_of
from tests.workbooks.reading import Book as Reader


def declare(title="A title", amount=480, lock=False, heading="Amount"):
    book = Book(title)
    book.sheet("Checklist")
    sheet = book.sheet("1. Money")
    sheet.text(1, 2, heading, "heading")
    sheet.value(2, 2, amount, "input.money", locked=lock)
    sheet.formula(3, 2, "B2*2", amount * 2, "total.money")
    sheet.grid(5, 2, [GridColumn("input.text"), GridColumn("worked.money", "B2+{row}")], 3)
    sheet.put("B5", "=1+1")
    sheet.put("C5", amount + 5)
    sheet.widths = {1: 0, 2: 30}
    sheet.freeze = "C3"
    sheet.repeat = 1
    sheet.validations.append(Validation("B2", "decimal", prompt="Pounds", heading="Amount"))
    sheet.highlights.append(Highlight("B2", "LEN(B2)=0", "missing"))
    book.name("money", sheet, "B2")
    return book


def export(book):
    return blank(book.shape()).fill(book)


def test_boards_share_a_blank_whatever_their_values():
    first, second = declare(amount=1), declare(amount=2, lock=True)
    assert blank(first.shape()) is blank(second.shape())
    assert export(second) == type(blank(second.shape()))(second.shape()).fill(second)


def test_what_differs_for_all_boards_makes_another_blank():
    assert blank(declare().shape()) is not blank(declare(heading="Sum").shape())


def test_values_styles_and_formulas():
    read = Reader(export(declare()))
    assert read.values.sheetnames == ["1. Money", "Checklist"]
    assert read.value("1. Money", "B3") == 960
    sheet = read.formulas["1. Money"]
    assert sheet["B3"].value == "=B2*2"
    assert sheet["C6"].value == "=B2+6"
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")
    assert read.named("money") == 480
    assert sheet["B2"].protection.locked is False
    assert sheet["B3"].protection.locked is True


def test_formulas_amount_to_nothing_until_they_are_filled():
    book = declare()
    book.sheets["1. Money"].formula(4, 2, 'IF(B2>0,"","none")', "", "worked.text")
    xml = Reader(export(book)).part("xl/worksheets/sheet1.xml")
    nothing = rb'<c r="%s" s="[0-9]+" t="str"><f>[^<]+</f><v></v></c>'
    assert [place for place in (b"B3", b"B4", b"C5", b"C6") if re.search(nothing % place, xml)] == [
        b"B4",
        b"C6",
    ]


def test_a_filled_in_cell_is_grey_and_locked():
    sheet = load_workbook(io.BytesIO(export(declare(lock=True))))["1. Money"]
    assert sheet["B2"].protection.locked is True
    assert sheet["B2"].fill.start_color.rgb.endswith("E4E7E9")
    open_ = load_workbook(io.BytesIO(export(declare())))["1. Money"]["B2"]
    assert open_.fill.start_color.rgb.endswith("FFF8CC")


def test_what_sheets_are_made_of():
    read = Reader(export(declare()))
    sheet = read.formulas["1. Money"]
    assert sheet.protection.sheet is True
    assert read.formulas.security.lockStructure
    assert sheet.freeze_panes == "C3"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$1:$1"
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.operator, rule.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert (rule.promptTitle, rule.prompt) == ("Amount", "Pounds")
    assert [str(f.sqref) for f in sheet.conditional_formatting] == ["B2"]
    assert b'fullCalcOnLoad="1"' in read.part("xl/workbook.xml")


def test_nothing_tells_who_made_it_or_when():
    read = Reader(export(declare(title="Tom & Jerry's <plan>")))
    core = read.part("docProps/core.xml").decode()
    assert "Tom &amp; Jerry" in core
    assert "created" not in core
    assert "creator" not in core
    assert read.formulas.properties.title == "Tom & Jerry's <plan>"


@pytest.mark.parametrize("heading", ["=1+1", "+A1", "bell\x07", " _x000D_ "])
def test_a_heading_is_a_heading_whatever_it_begins_with(heading):
    read = Reader(export(declare(heading=heading)))
    assert read.formulas["1. Money"]["B1"].data_type == "s"
    assert read.value("1. Money", "B1") == heading


def test_heights_grow_with_the_text():
    assert height_of("short", 80) == 17
    assert height_of("x" * 200, 80) > height_of("x" * 100, 80) > 17
    assert height_of("one\ntwo\nthree", 80) == 13 * 3 + 4
