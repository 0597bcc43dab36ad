import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from bcf.workbooks.cells import row_and_column
from bcf.workbooks.markup import calculated_on_opening
from bcf.workbooks.parts import Part, read_parts, write_parts
from bcf.workbooks.patch import Filling, Template, sheet_paths
from tests.workbooks.saving import saved

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
    return saved(book)


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


@pytest.mark.parametrize("place", ["Z99", "A3", "D2", "B1"])
def test_a_cell_that_is_not_there_is_made(blank, place):
    """Below all rows, in a row that is not there, and between the cells of a row."""
    filled = Template(blank, {"Lines & more": {"B2", place}}).fill(
        {"Lines & more": Filling({place: "here"})}
    )
    sheet = load_workbook(io.BytesIO(filled), data_only=True)["Lines & more"]
    assert sheet[place].value == "here"
    assert sheet["A1"].value == "Amount"
    xml = _by_name(read_parts(filled))["xl/worksheets/sheet1.xml"]
    places = [row_and_column(place) for place in re.findall(r'<c r="([A-Z]+[0-9]+)"', xml)]
    assert places == sorted(set(places))


def test_a_cell_that_is_made_has_the_style_of_its_column():
    book = Workbook()
    sheet = book.active
    sheet.column_dimensions["C"].font = Font(bold=True)
    data = saved(book)
    filled = Template(data, {sheet.title: {"C5"}}).fill({sheet.title: Filling({"C5": 1})})
    assert load_workbook(io.BytesIO(filled))[sheet.title]["C5"].font.b is True


class TestForgetting:
    """A book whose values are as its author's program left them: B1 is 5, B4 is ten."""

    @pytest.fixture
    def book(self, blank):
        made = Template(blank, {"Lines & more": {"B1", "B4"}})
        return made.fill({"Lines & more": Filling({"B1": 5, "B4": "ten"})})

    def fill(self, book, values):
        template = Template(book, CELLS, forget=True)
        return template.fill({"Lines & more": Filling(values)} if values else {})

    def test_only_given_values_stand_beside_formulas(self, book):
        filled = self.fill(book, {"B2": 480, "B4": 960})
        values = load_workbook(io.BytesIO(filled), data_only=True)["Lines & more"]
        formulas = load_workbook(io.BytesIO(filled))["Lines & more"]
        assert (values["B1"].value, values["B4"].value) == (None, 960)
        assert (formulas["B1"].value, formulas["B4"].value) == ("=SUM(B2:B3)", "=B2*2")

    def test_a_sheet_that_nothing_fills_forgets_too(self, book):
        values = load_workbook(io.BytesIO(self.fill(book, {})), data_only=True)["Lines & more"]
        assert (values["B1"].value, values["B4"].value) == (None, None)

    def test_it_is_worked_out_when_it_is_opened(self, book):
        assert load_workbook(io.BytesIO(self.fill(book, {}))).calculation.fullCalcOnLoad is True

    def test_the_rest_is_as_it_was(self, book):
        unasked = _with_part(book, ' fullCalcOnLoad="1"', "", "xl/workbook.xml")
        pairs = zip(read_parts(unasked), read_parts(self.fill(unasked, {"B2": 1})), strict=True)
        changed = {old.name for old, new in pairs if old != new}
        assert changed == {SHEET, "xl/workbook.xml"}

    def test_what_a_formula_is_marked_as_stays(self, blank):
        marked = _with_part(blank, '<c r="B4"', '<c cm="1" r="B4"')
        filled = self.fill(marked, {"B4": 960})
        assert re.search(r'<c r="B4" s="0" cm="1"><f>', _by_name(read_parts(filled))[SHEET])


SHEET = "xl/worksheets/sheet1.xml"


def _with_part(book, old, new, changed=SHEET):
    parts = [
        Part.pack(part.name, part.unpack().replace(old.encode(), new.encode()))
        if part.name == changed
        else part
        for part in read_parts(book)
    ]
    assert parts != read_parts(book)
    return write_parts(parts)


@pytest.mark.parametrize(
    ("workbook", "asked"),
    [
        ('<sheets/></sheets><calcPr calcId="191029"/>', '<calcPr calcId="191029" {}/>'),
        ('<sheets></sheets><calcPr calcId="1" fullCalcOnLoad="0"/>', '<calcPr calcId="1" {}/>'),
        ("<sheets></sheets><extLst/>", "</sheets><calcPr {}/><extLst/>"),
        (
            "<sheets></sheets><definedNames></definedNames><oleSize/>",
            "</definedNames><calcPr {}/><oleSize/>",
        ),
    ],
)
def test_the_setting_stands_where_programs_look_for_it(workbook, asked):
    assert asked.format('fullCalcOnLoad="1"') in calculated_on_opening(workbook)


def test_sheets_are_found_by_name(blank):
    paths = sheet_paths({part.name: part for part in read_parts(blank)})
    assert paths == {
        "Lines & more": "xl/worksheets/sheet1.xml",
        "Other": "xl/worksheets/sheet2.xml",
    }
