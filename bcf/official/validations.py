"""What the cells of an official file accept, in both of the ways that a file may say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from defusedxml.ElementTree import fromstring
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

from bcf.workbooks.outline import Span

#: Where Excel since 2010 keeps a rule that names another sheet; openpyxl does not read it.
_NEWER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_EXCEL = "http://schemas.microsoft.com/office/excel/2006/main"


class Validation(NamedTuple):
    """A rule for some cells: its type, such as list or decimal, and the limits of it."""

    type: str
    operator: str
    limits: tuple[str, ...]
    spans: list[Span]

    @property
    def source(self) -> str:
        """Where a drop-down list has its entries; empty for any other rule."""
        return self.limits[0].removeprefix("=") if self.type == "list" and self.limits else ""

    def covers(self, row: int, column: int) -> bool:
        """Whether it is a rule for this cell."""
        return any(s.top <= row <= s.bottom and s.left <= column <= s.right for s in self.spans)

    @property
    def words(self) -> str:
        """The rule as it is compared."""
        return " ".join(part for part in (self.type, self.operator, *self.limits) if part)


def validations(sheet: Worksheet, xml: bytes) -> Iterator[Validation]:
    """Every rule of a sheet, which is given as read and as it stands in the file."""
    for rule in sheet.data_validations.dataValidation:
        limits = (rule.formula1, rule.formula2)
        yield _made(sheet, rule.type, rule.operator, limits, rule.sqref)
    if _NEWER.encode() not in xml:
        return
    for rule in fromstring(xml).iter(f"{{{_NEWER}}}dataValidation"):
        first, second = (f"{{{_NEWER}}}formula{number}/{{{_EXCEL}}}f" for number in (1, 2))
        limits = (rule.findtext(first), rule.findtext(second))
        cells = MultiCellRange(rule.findtext(f"{{{_EXCEL}}}sqref") or "")
        yield _made(sheet, rule.get("type"), rule.get("operator"), limits, cells)


def _made(
    sheet: Worksheet,
    kind: str | None,
    operator: str | None,
    limits: tuple[str | None, ...],
    cells: MultiCellRange,
) -> Validation:
    spans = [Span(sheet.title, r.min_row, r.min_col, r.max_row, r.max_col) for r in cells.ranges]
    return Validation(kind or "", operator or "", tuple(str(x) for x in limits if x), spans)
