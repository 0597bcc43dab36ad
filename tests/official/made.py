"""A made-up official file, with everything that programs are known to lose from one.

Its sheets, headings and words are not those of the workbooks built here.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bcf.submissions.sections import SectionKind
from bcf.tables import Column
from bcf.workbooks.parts import Part, read_parts, write_parts
from tests.workbooks.saving import saved

FRONT, POOL, SPENDING, SUMS, LISTS = "Front page", "Pool (£)", "Schemes & spend", "Sums", "Words"
REQUIREMENTS = "What is required"
#: The first row of schemes, the number of rows, and the first column.
TOP, ROOM, LEFT = 10, 120, 3
HEADINGS = {
    "scheme_code": "Scheme ID",
    "scheme_name": "Name of scheme",
    "description": "Brief description of scheme",
    "scheme_type": "Scheme Type",
    "sub_type": "Sub Types",
    "scheme_type_other": "Please specify if 'Scheme Type' is 'Other'",
    "output_2023-24": "Expected outputs 2023/24",
    "output_2024-25": "Expected outputs 2024/25",
    "unit": "Units",
    "area_of_spend": "Area of Spend",
    "area_other": "Please specify if 'Area of Spend' is 'other'",
    "commissioner": "Commissioner",
    "nhs_share": "% NHS (if Joint Commissioner)",
    "provider": "Provider",
    "source": "Source of Funding",
    "new_or_existing": "New/ Existing Scheme",
    "amount_2023-24": "Expenditure 23/24 (£)",
    "amount_2024-25": "Expenditure 24/25 (£)",
}
#: What this file calls some of the edition's entries.
RENAMED = {"DFG": "Disabled Facilities Grant", "Joint": "Jointly commissioned"}
#: And the entry that several scheme types have.
OTHER_SUB_TYPE = "Something else, please describe"
_OPEN = Protection(locked=False)


def official_file(
    spending: SectionKind, income: SectionKind, cover: SectionKind, conditions: SectionKind
) -> bytes:
    """The file, for the sections of a plan of 2023-25."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _front(book.create_sheet(FRONT), cover)
    _pool(book.create_sheet(POOL), _labels(spending, "source"))
    _lists(book, spending)
    _spending(book.create_sheet(SPENDING, 2), spending)
    _sums(book.create_sheet(SUMS, 3))
    _requirements(book.create_sheet(REQUIREMENTS), conditions)
    for sheet in book:
        sheet.protection.sheet = True
        sheet.protection.password = "fictional"
    return _with_the_rest(saved(book))


def _front(sheet: Worksheet, cover: SectionKind) -> None:
    rich = CellRichText("Fill in ", TextBlock(InlineFont(b=True), "every yellow cell"))
    sheet["B1"] = rich
    for row, column in enumerate(cover.workbook_columns, start=4):
        sheet.cell(row, 2, column.label)
        sheet.cell(row, 5).protection = _OPEN
    sheet.merge_cells("B2:E2")


def _requirements(sheet: Worksheet, conditions: SectionKind) -> None:
    """A row for each requirement, which the file itself names."""
    for place, column in enumerate(conditions.workbook_columns, start=2):
        sheet.cell(6, place, column.label)
        for number, option in enumerate(conditions.column("requirement").options, start=7):
            if column.given:
                sheet.cell(number, place, option.label.upper())
            elif column.is_typed:
                sheet.cell(number, place).protection = _OPEN


def _pool(sheet: Worksheet, sources: Iterable[str]) -> None:
    for row, label in enumerate(sources, start=5):
        sheet.cell(row, 3, label)
        for column in (5, 6):
            sheet.cell(row, column).protection = _OPEN
            sheet.cell(row, column).number_format = "#,##0"
    sheet.cell(row + 2, 3, "Total")
    sheet.cell(row + 2, 5, f"=SUM(E5:E{row})")


def in_file(key: str, label: str) -> str:
    """What this file calls an entry of a column's list."""
    if (key, label) == ("sub_type", "Other"):
        return OTHER_SUB_TYPE
    return RENAMED.get(label, label)


def _labels(section: SectionKind, field: str) -> list[str]:
    return [in_file(field, option.label) for option in _column(section, field).options]


def _column(section: SectionKind, field: str) -> Column:
    (column,) = (column for column in section.columns if column.field == field)
    return column


def _lists(book: Workbook, spending: SectionKind) -> None:
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "veryHidden"
    for place, key in enumerate(("scheme_type", "source", "commissioner"), start=1):
        labels = _labels(spending, key)
        for row, label in enumerate(labels, start=1):
            sheet.cell(row, place, label)
        letter = sheet.cell(1, place).column_letter
        target = f"'{LISTS}'!${letter}$1:${letter}${len(labels)}"
        book.defined_names[f"L_{key}"] = DefinedName(f"L_{key}", attr_text=target)
    _sub_types(book, spending)


def _sub_types(book: Workbook, spending: SectionKind) -> None:
    """A list for each scheme type, named by the type's place."""
    sheet = book[LISTS]
    types, subs = (_column(spending, key).options for key in ("scheme_type", "sub_type"))
    for place, kind in enumerate(types, start=1):
        labels = [sub.label for sub in subs if sub.parent == kind.key]
        for row, label in enumerate(labels, start=1):
            sheet.cell(row, 10 + place, in_file("sub_type", label))
        letter = get_column_letter(10 + place)
        target = f"'{LISTS}'!${letter}$1:${letter}${len(labels) or 1}"
        book.defined_names[f"SUB_{place}"] = DefinedName(f"SUB_{place}", attr_text=target)


def _spending(sheet: Worksheet, spending: SectionKind) -> None:
    keys = list(HEADINGS)
    for place, key in enumerate(keys, start=LEFT):
        sheet.cell(TOP - 1, place, HEADINGS[key]).font = Font(bold=True)
        for row in range(TOP, TOP + ROOM):
            cell = sheet.cell(row, place)
            cell.protection = _OPEN
            if key == "nhs_share":
                cell.number_format = "0%"
    amount = sheet.cell(TOP, LEFT + keys.index("amount_2023-24")).column_letter
    check = LEFT + len(keys)
    sheet.cell(TOP - 1, check, "Row check")
    for row in range(TOP, TOP + ROOM):
        sheet.cell(row, check, f'=IF({amount}{row}="","","Yes")')
    for key in ("scheme_type", "source", "commissioner"):
        letter = sheet.cell(TOP, LEFT + keys.index(key)).column_letter
        rule = DataValidation(type="list", formula1=f"L_{key}")
        rule.add(f"{letter}{TOP}:{letter}{TOP + ROOM - 1}")
        sheet.add_data_validation(rule)
    for row in range(TOP, TOP + ROOM):
        source = f'INDIRECT("SUB_"&MATCH(${_letter("scheme_type")}{row},L_scheme_type,0))'
        rule = DataValidation(type="list", formula1=source)
        rule.add(f"{_letter('sub_type')}{row}")
        sheet.add_data_validation(rule)
    yellow = PatternFill(bgColor="FFFF00")
    cells = f"{amount}{TOP}:{amount}{TOP + ROOM - 1}"
    sheet.conditional_formatting.add(cells, FormulaRule([f'{amount}{TOP}=""'], fill=yellow))
    sheet.freeze_panes = f"E{TOP}"


def _sums(sheet: Worksheet) -> None:
    letter = _letter("amount_2023-24")
    cells = f"'{SPENDING}'!{letter}{TOP}:{letter}{TOP + ROOM - 1}"
    sheet["B2"], sheet["C2"] = "All planned spending", f"=SUM({cells})"
    sheet["B3"], sheet["C3"] = "Schemes", f"=COUNT({cells})"


def _letter(key: str) -> str:
    return get_column_letter(LEFT + list(HEADINGS).index(key))


# What openpyxl does not write, put in by hand.

_X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft'
    '.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas'
    '.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1">'
    "<x14:formula1><xm:f>Words!$B$1:$B$5</xm:f></x14:formula1><xm:sqref>C1</xm:sqref>"
    '</x14:dataValidation></x14:dataValidations></ext><ext uri="{78C0D931-6437-407d-A8EE-'
    'F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    "<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="
    '"http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" '
    'id="{DA7ABA51-AAAA-BBBB-0001-000000000001}"><x14:dataBar><x14:cfvo type="autoMin"/>'
    '<x14:cfvo type="autoMax"/><x14:negativeFillColor rgb="FFFF0000"/><x14:axisColor '
    'rgb="FF000000"/></x14:dataBar></x14:cfRule><xm:sqref>E5:E9</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp><xdr:nvSpPr>"
    '<xdr:cNvPr id="2" name="TextBox 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
    "<a:t>Ask your better care manager</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
    "</xdr:twoCellAnchor><xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col><xdr:colOff>0"
    "</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    '<xdr:ext cx="95250" cy="95250"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="Logo"/>'
    "<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip "
    f'xmlns:r="{_OFFICE}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
)
_TYPES = (
    '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument'
    '.spreadsheetml.printerSettings"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/xl/drawings/drawing9.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.drawing+xml"/>'
)


def _with_the_rest(book: bytes) -> bytes:
    """Both newer kinds of rules, a text box, a picture, a printer's settings, custom XML."""
    parts = {part.name: part.unpack() for part in read_parts(book)}
    front, pool = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
    parts[pool] = parts[pool].replace(b"</worksheet>", f"{_X14}</worksheet>".encode())
    drawing = f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>'
    parts[front] = parts[front].replace(b"</worksheet>", drawing.encode())
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"<Override", f"{_TYPES}<Override".encode(), 1)
    parts |= {
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(
            ("drawing", "../drawings/drawing9.xml"),
            ("printerSettings", "../printerSettings/printerSettings1.bin"),
        ),
        "xl/drawings/drawing9.xml": _DRAWING.encode(),
        "xl/drawings/_rels/drawing9.xml.rels": _relations(("image", "../media/image1.png")),
        "xl/media/image1.png": _picture(),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "customXml/item1.xml": b'<label xmlns="urn:made-up">OFFICIAL</label>',
    }
    return write_parts(Part.pack(name, data) for name, data in parts.items())


def _relations(*targets: Sequence[str]) -> bytes:
    links = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(links)}</Relationships>'.encode()


def _picture() -> bytes:
    """A blue dot as a PNG."""
    header = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x12\x43\x6d")), (b"IEND", b""))
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)
