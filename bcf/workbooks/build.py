"""The blank of a workbook, built once for each shape and kept in the process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast
from xml.sax.saxutils import escape as escape_markup

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .cells import address, escape, letter
from .layout import ROW_HEIGHT, Book, BookShape, Fixed, Grid, SheetShape, Validation
from .parts import Part, read_parts, write_parts
from .patch import Filling, Template
from .styles import HIGHLIGHTS, all_styles

A3 = "8"
_MESSAGES = {
    "list": ("Not in the list", "Choose an entry from the list of this cell."),
    "decimal": ("Not an amount", "Type a number that is 0 or more, in full: 480000."),
    "share": ("Not a share", "Type a percentage from 0% to 100%."),
    "date": ("Not a date", "Type a date such as 28/06/2023."),
    "text": ("Too long", "Shorten the text: at most {limit} characters fit here."),
}
_TYPES: dict[str, Any] = {
    "list": "list",
    "decimal": "decimal",
    "share": "decimal",
    "date": "date",
    "text": "textLength",
}
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
    "</cp:coreProperties>"
)


class Blank:
    """A compiled blank and the styles that a fill may give to its cells."""

    def __init__(self, shape: BookShape) -> None:
        book = Workbook()
        book.remove(book.worksheets[0])
        self.styles = _Styles(book)
        for sheet in shape.sheets:
            _draw(book.create_sheet(sheet.name), sheet, self.styles)
        for name, target in shape.names:
            book.defined_names[name] = DefinedName(name, attr_text=target)
        book.security = WorkbookProtection(lockStructure=True)
        formulas = {sheet.name: list(_formulas(sheet)) for sheet in shape.sheets}
        self.empty = Template(_saved(book, shape.title), formulas).fill(
            {sheet: Filling(dict.fromkeys(places, "")) for sheet, places in formulas.items()}
        )
        self.template = Template(self.empty, {s.name: set(_own(s)) for s in shape.sheets})

    def fill(self, book: Book) -> bytes:
        """The workbook of one board."""
        return self.template.fill(
            {
                sheet.name: Filling(
                    sheet.values,
                    {place: self.styles.index(style) for place, style in sheet.styles.items()},
                )
                for sheet in book.sheets.values()
                if sheet.values
            }
        )


@lru_cache(maxsize=32)
def blank(shape: BookShape) -> Blank:
    """The blank of this shape."""
    return Blank(shape)


class _Styles:
    """Every style, known to the workbook in one order, whichever of them it uses."""

    def __init__(self, book: Workbook) -> None:
        swatch = book.create_sheet("swatch")
        self.looks: dict[str, tuple[Any, int]] = {}
        for name, look in all_styles().items():
            cell: Any = swatch.cell(1, len(self.looks) + 1)
            for part, value in look.items():
                setattr(cell, part, value)
            self.looks[name] = (cell._style, cell.style_id)
        book.remove(swatch)

    def set(self, cell: Any, name: str) -> None:
        """Give a cell of the workbook a style."""
        cell._style = self.looks[name][0]

    def index(self, name: str) -> int:
        """The number by which a sheet's XML refers to a style."""
        return self.looks[name][1]


def _own(sheet: SheetShape) -> Iterator[str]:
    """The addresses of the cells that take a board's own values."""
    yield from (place for place, fixed in sheet.cells if fixed.own)
    for grid in sheet.grids:
        for row in range(grid.row, grid.last + 1):
            for offset in range(len(grid.columns)):
                yield address(row, grid.column + offset)


def _formulas(sheet: SheetShape) -> Iterator[str]:
    """The addresses of the formulas, which amount to nothing unless a fill says otherwise."""
    yield from (place for place, fixed in sheet.cells if fixed.formula)
    for grid in sheet.grids:
        for offset, column in enumerate(grid.columns):
            if column.formula:
                letters = letter(grid.column + offset)
                yield from (f"{letters}{row}" for row in range(grid.row, grid.last + 1))


def _draw(worksheet: Worksheet, sheet: SheetShape, styles: _Styles) -> None:
    for place, fixed in sheet.cells:
        _draw_cell(worksheet, place, fixed, styles)
    for grid in sheet.grids:
        _draw_grid(worksheet, grid, styles)
    for validation in sheet.validations:
        worksheet.add_data_validation(_validation(validation))
    for highlight in sheet.highlights:
        rule = FormulaRule([highlight.formula], **HIGHLIGHTS[highlight.style])
        worksheet.conditional_formatting.add(highlight.cells, rule)
    _arrange(worksheet, sheet)


def _draw_cell(worksheet: Worksheet, place: str, fixed: Fixed, styles: _Styles) -> None:
    cell = worksheet[place]
    styles.set(cell, fixed.style)
    if fixed.formula:
        cell.value = f"={fixed.formula}"
    elif fixed.text:
        cell.value = escape(fixed.text)
        cell.data_type = "s"  # a heading that begins with = is a heading
    if fixed.link:
        cell.hyperlink = Hyperlink(ref=place, location=fixed.link)
        styles.set(cell, fixed.style)  # openpyxl gives links a style of its own


def _draw_grid(worksheet: Worksheet, grid: Grid, styles: _Styles) -> None:
    for row in range(grid.row, grid.last + 1):
        if grid.height:
            worksheet.row_dimensions[row].height = grid.height
        for offset, column in enumerate(grid.columns):
            cell = worksheet.cell(row, grid.column + offset)
            styles.set(cell, column.style)
            if column.formula:
                formula = column.formula.replace("{row}", str(row))
                cell.value = "=" + formula.replace("{above}", str(row - 1))


def _validation(wanted: Validation) -> DataValidation:
    rule = DataValidation(type=_TYPES[wanted.kind], showErrorMessage=True)
    # A list with empty rows at its end would let every entry pass if blanks were ignored.
    rule.allow_blank = wanted.kind != "list"
    match wanted.kind:
        case "list":
            rule.formula1 = wanted.formula
        case "decimal" | "date":
            rule.operator, rule.formula1 = "greaterThanOrEqual", "0"
        case "share":
            rule.operator, rule.formula1, rule.formula2 = "between", "0", "1"
        case "text":
            rule.operator, rule.formula1 = "lessThanOrEqual", str(wanted.limit)
    title, message = _MESSAGES[wanted.kind]
    rule.errorTitle, rule.error = title, message.format(limit=f"{wanted.limit:,}")
    if wanted.prompt:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = wanted.heading[:32], wanted.prompt[:255]
    rule.add(wanted.cells)
    return rule


def _arrange(worksheet: Worksheet, sheet: SheetShape) -> None:
    for column, width in sheet.widths:
        dimension = worksheet.column_dimensions[get_column_letter(column)]
        dimension.width, dimension.hidden = width or 9, not width
    for row, height in sheet.heights:
        worksheet.row_dimensions[row].height = height
    worksheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    worksheet.sheet_format.customHeight = True
    worksheet.sheet_state = sheet.state
    worksheet.freeze_panes = sheet.freeze or None
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = sheet.zoom
    worksheet.protection.sheet = True
    # "False" allows: a person may widen columns and rows of a protected sheet.
    worksheet.protection.formatColumns = worksheet.protection.formatRows = False
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A3
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_margins.left = worksheet.page_margins.right = 0.4
    worksheet.page_margins.top = worksheet.page_margins.bottom = 0.5
    footer = cast(HeaderFooterItem, worksheet.oddFooter)
    footer.left, footer.right = _HeaderFooterPart("&A"), _HeaderFooterPart("Page &P of &N")
    if sheet.repeat:
        worksheet.print_title_rows = f"{sheet.repeat}:{sheet.repeat}"


def _saved(book: Workbook, title: str) -> bytes:
    """The saved workbook, its properties without the hour, the person or the program."""
    file = io.BytesIO()
    book.save(file)
    core = _CORE.format(escape_markup(escape(title))).encode()
    parts = read_parts(file.getvalue())
    return write_parts(
        Part.pack(part.name, core) if part.name == "docProps/core.xml" else part for part in parts
    )
