import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from bcf.workbooks.parts import read_parts
from bcf.workbooks.patch import Filling, Template, sheet_paths

CELLS = {"Lines & more": {"B2", "B3", "B4"}}


@pytest.fixture
def blank():
    book = Workbook()
    sheet = book.active
    sheet.title = "Lines & more"
    sheet["A1"], sheet["B1"] = "Amount", "=SUM(B2:B3)"
    sheet["B2"].protection = Protection(locked=False)
    sheet["B3"].font = Font(bold=True)
    sheet["B4"] = "=B2*2"
    rule = DataValidation(type="list", formula1='"Yes,No"')
    rule.add("C2")
    sheet.add_data_validation(rule)
    sheet.protection.sheet = True
    book.create_sheet("Other")["A1"] = "Nothing to fill"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_only_the_cells_asked_for_change(blank):
    filled = Template(blank, CELLS).fill({"Lines & more": Filling({"B2": 480, "B4": 960})})
    before, after = read_parts(blank), read_parts(filled)
    assert [part.name for part in after] == [part.name for part in before]
    changed = [old.name for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["xl/worksheets/sheet1.xml"]
    old, new = (_unfilled(parts[changed[0]]) for parts in (_by_name(before), _by_name(after)))
    assert new == old


def _by_name(parts):
    return {part.name: part.unpack().decode() for part in parts}


def _unfilled(xml):
    """The sheet with what the two filled cells hold taken out."""
    cell = r'<c r="%s"[^>]*?(?:/>|>.*?</c>)'
    return re.sub(cell % "B4", "B4", re.sub(cell % "B2", "B2", xml))


def test_values_are_there_for_those_who_do_not_calculate(blank):
    filled = Template(blank, CELLS).fill({"Lines & more": Filling({"B2": 480, "B4": 960})})
    values = load_workbook(io.BytesIO(filled), data_only=True)["Lines & more"]
    formulas = load_workbook(io.BytesIO(filled))["Lines & more"]
    assert (values["B2"].value, values["B4"].value) == (480, 960)
    assert formulas["B4"].value == "=B2*2"
    assert formulas["B2"].protection.locked is False
    assert formulas.protection.sheet is True
    assert formulas.data_validations.dataValidation[0].sqref.ranges


def test_a_cell_may_be_given_the_style_of_another(blank):
    styled = load_workbook(io.BytesIO(blank))["Lines & more"]["B3"]
    filling = Filling({"B2": 480}, {"B2": styled.style_id})
    filled = Template(blank, CELLS).fill({"Lines & more": filling})
    assert load_workbook(io.BytesIO(filled))["Lines & more"]["B2"].font.b is True


def test_cells_without_a_value_keep_what_they_have(blank):
    filled = Template(blank, CELLS).fill({"Lines & more": Filling({"B2": None})})
    assert load_workbook(io.BytesIO(filled))["Lines & more"]["B4"].value == "=B2*2"
    assert Template(blank, CELLS).fill({}) == Template(blank, CELLS).fill({})


def test_a_cell_that_is_not_there_is_named(blank):
    with pytest.raises(KeyError, match="Z99"):
        Template(blank, {"Lines & more": {"B2", "Z99"}})


def test_sheets_are_found_by_name(blank):
    paths = sheet_paths({part.name: part for part in read_parts(blank)})
    assert paths == {
        "Lines & more": "xl/worksheets/sheet1.xml",
        "Other": "xl/worksheets/sheet2.xml",
    }
