"""Changes to the XML of a workbook made by others, each as small as it can be.

Nothing is parsed and written anew: what is not changed keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .cells import address, row_and_column

#: A cell: its attributes, and what is in it.
CELL = re.compile(r"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
#: Where a cell stands, among its attributes.
PLACE = re.compile(r'\br="([A-Z]+[0-9]+)"')
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_NUMBER = re.compile(r'\br="([0-9]+)"')
_SPANS = re.compile(r'\sspans="[^"]*"')
_ROWS = re.compile(r"<sheetData\s*/>|<sheetData>(.*?)</sheetData>", re.DOTALL)
_COLUMN = re.compile(r"<col\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(r'\b(\w+)="([^"]*)"')
_KEPT_VALUE = re.compile(
    r"(<c\s[^>]*?>)(<f\b[^>]*?(?:/>|>.*?</f>))<v\b[^>]*?(?:/>|>.*?</v>)", re.DOTALL
)
_TYPE = re.compile(r'\st="[^"]*"')
_CALCULATION = re.compile(r"<calcPr\b([^>]*?)\s*/>")
_ON_OPENING = re.compile(r'\sfullCalcOnLoad="[^"]*"')
# What may stand before the settings of calculation in a workbook, the last first.
_BEFORE = ("</definedNames>", "</externalReferences>", "</functionGroups>", "</sheets>")


def without_values(xml: str) -> str:
    """A sheet whose formulas stand there without what they amounted to."""
    return _KEPT_VALUE.sub(lambda found: _TYPE.sub("", found[1]) + found[2], xml)


def calculated_on_opening(xml: str) -> str:
    """The workbook's part, asking programs to work every formula out when they open it."""
    if found := _CALCULATION.search(xml):
        kept = _ON_OPENING.sub("", found[1])
        return xml.replace(found[0], f'<calcPr{kept} fullCalcOnLoad="1"/>', 1)
    end = next(end for end in _BEFORE if end in xml)
    return xml.replace(end, f'{end}<calcPr fullCalcOnLoad="1"/>', 1)


def with_cells(xml: str, places: Collection[str]) -> str:
    """A sheet that has these cells, empty where it did not, with the style of their column."""
    wanted: dict[int, list[int]] = {}
    for absent in set(places) - set(_places(xml)):
        row, column = row_and_column(absent)
        wanted.setdefault(row, []).append(column)
    if not wanted:
        return xml
    styles = list(_column_styles(xml))
    sheet = _ROWS.search(xml)
    assert sheet is not None, "every sheet has its rows"
    rows = dict(_rows(sheet[1] or ""))
    for row, columns in wanted.items():
        rows[row] = _with_cells(rows.get(row, f'<row r="{row}"/>'), row, columns, styles)
    written = "".join(rows[row] for row in sorted(rows))
    return f"{xml[: sheet.start()]}<sheetData>{written}</sheetData>{xml[sheet.end() :]}"


def _places(xml: str) -> Iterator[str]:
    for found in CELL.finditer(xml):
        if place := PLACE.search(found[1]):
            yield place[1]


def _rows(data: str) -> Iterator[tuple[int, str]]:
    """Each row with its number; one without stands below the row before."""
    last = 0
    for found in _ROW.finditer(data):
        number = _NUMBER.search(found[1])
        last = int(number[1]) if number else last + 1
        yield last, found[0]


def _with_cells(row: str, number: int, columns: list[int], styles: list[tuple[range, str]]) -> str:
    found = _ROW.fullmatch(row)
    assert found is not None, "rows come from the same pattern"
    cells = {}
    for cell in CELL.finditer(found[2] or ""):
        if place := PLACE.search(cell[1]):
            cells[row_and_column(place[1])[1]] = cell[0]
    for column in columns:
        style = next((style for span, style in styles if column in span), "")
        cells[column] = f'<c r="{address(number, column)}"{style}/>'
    return f"<row{_SPANS.sub('', found[1])}>{''.join(cells[c] for c in sorted(cells))}</row>"


def _column_styles(xml: str) -> Iterator[tuple[range, str]]:
    """The columns that have a style, and it as a cell's attribute."""
    for found in _COLUMN.finditer(xml):
        told = dict(_ATTRIBUTE.findall(found[1]))
        if "style" in told:
            yield range(int(told["min"]), int(told["max"]) + 1), f' s="{told["style"]}"'
