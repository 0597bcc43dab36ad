"""What Excel is known to refuse or to repair: none of it is in a workbook of ours."""

import io
import re
import zipfile
from xml.etree.ElementTree import fromstring

import pytest

from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON, export

pytestmark = pytest.mark.usefixtures("examples")

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: The order of a sheet's elements, which Excel insists on.
ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
    *("sheetProtection", "conditionalFormatting", "dataValidations", "hyperlinks"),
    *("printOptions", "pageMargins", "pageSetup", "headerFooter"),
)


@pytest.fixture(params=[BCP, EXAMPLESHIRE, SAMPLETON], ids=["bcp", "exampleshire", "sampleton"])
def book(request, examples):
    return export(request.param)


def parts(book):
    archive = zipfile.ZipFile(io.BytesIO(book.data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def sheets(book):
    found = {n: fromstring(p) for n, p in parts(book).items() if n.startswith("xl/worksheets/s")}
    assert len(found) == len(book.formulas.sheetnames)
    return found


def test_every_part_is_well_formed_and_announced(book):
    every = parts(book)
    for data in every.values():
        fromstring(data)
    types = fromstring(every["[Content_Types].xml"])
    announced = {entry.get("PartName", "").lstrip("/") for entry in types}
    assert {
        name for name in every if name.endswith(".xml") and "_rels" not in name
    } <= announced | {"[Content_Types].xml"}


def test_elements_of_sheets_stand_in_their_order(book):
    for name, sheet in sheets(book).items():
        places = [ORDER.index(element.tag.removeprefix(MAIN)) for element in sheet]
        assert places == sorted(places), name


def test_each_cell_stands_once_and_in_order(book):
    for name, sheet in sheets(book).items():
        for row in sheet.iter(f"{MAIN}row"):
            columns = [re.sub("[0-9]", "", cell.get("r")) for cell in row]
            assert columns == sorted(set(columns), key=lambda c: (len(c), c)), name


def test_texts_and_formulas_are_short_enough(book):
    for sheet in sheets(book).values():
        for text in sheet.iter(f"{MAIN}t"):
            assert len(text.text or "") <= 32_767
        for formula in sheet.iter(f"{MAIN}f"):
            assert len(formula.text) <= 8192
        for rule in sheet.iter(f"{MAIN}dataValidation"):
            assert len(rule.findtext(f"{MAIN}formula1") or "") <= 255
            for attribute, most in (("promptTitle", 32), ("prompt", 255), ("error", 225)):
                assert len(rule.get(attribute) or "") <= most


def test_names_are_names(book):
    for name in book.formulas.defined_names:
        assert re.fullmatch(r"[a-z][a-z_]*_[A-Za-z0-9_]+", name), name
        assert len(name) <= 255
    for sheet in book.formulas:
        assert len(sheet.title) <= 31


def test_links_lead_to_cells_that_are_there(book):
    for sheet in book.formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    target, _, cells = cell.hyperlink.location.rpartition("!")
                    assert book.formulas[target.strip("'")][cells]


def test_styles_that_cells_name_are_there(book):
    styles = fromstring(parts(book)["xl/styles.xml"])
    count = len(styles.find(f"{MAIN}cellXfs"))
    for sheet in sheets(book).values():
        assert all(int(cell.get("s", 0)) < count for cell in sheet.iter(f"{MAIN}c"))
