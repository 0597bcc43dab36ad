"""A spreadsheet as a board might keep it, and what LibreOffice puts on the clipboard of it.

It holds the 80 lines of the made-up Exampleshire with everything that people do to a sheet:
a title, headings of their own in another order, merged cells, one year in thousands, pound
signs, commas, non-breaking spaces, nought as a dash, a minus at the end, two sub types that
no list has, a subtotal, a total, and a blank row.
"""

from __future__ import annotations

import csv
import subprocess
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bcf.submissions.models import Version
from tests.factories import section

LINES = Path(settings.BASE_DIR, "fixtures/examples/exampleshire-2023-25/expenditure.csv")
YEAR_1, YEAR_2 = "amount_2023-24", "amount_2024-25"

#: The sheet's own headings, and our columns.
HEADINGS = {
    "Scheme no.": "scheme_code",
    "Service line": "scheme_name",
    "Funding source": "source",
    "23/24 £000": YEAR_1,
    "Expenditure 2024-25": YEAR_2,
    "Category": "scheme_type",
    "Sub-type": "sub_type",
    "RAG": "",
    "Provider type": "provider",
    "AREA OF SPEND": "area_of_spend",
    "Please specify if \u2018Area of Spend\u2019 is \u2018other\u2019": "area_other",
    "Commissioned by": "commissioner",
    "NHS %": "nhs_share",
    "New/existing scheme": "new_or_existing",
    "Expected outputs 23/24": "output_2023-24",
    "Expected outputs 24/25": "output_2024-25",
    "Please specify if 'Scheme Type' is 'Other'": "scheme_type_other",
    "Description": "description",
}
ACCOUNTING = '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'
#: What the sheet calls two sub types, by their keys.
UNKNOWN = {
    "assistive-technologies-and-equipment.community-based-equipment": "Community equipment",
    "home-care-or-domiciliary-care.domiciliary-care-packages": "Dom care packages",
}
#: A line whose second year is nought, one with a minus at its end, one with hard spaces.
NOUGHT, MINUS, SPACES = 6, 9, 12


def plan_lines() -> list[dict[str, str]]:
    """The lines of the plan, as its own file has them."""
    with LINES.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    lines[NOUGHT][YEAR_2] = ""
    return lines


def make(version: Version, path: Path) -> Path:
    """Write the sheet; the version's section tells the labels of lists."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Exampleshire pooled fund, working copy"])
    sheet.append(list(HEADINGS))
    kind = section(version)
    lines = plan_lines()
    for number, line in enumerate(lines):
        sheet.append([_cell(kind, key, line, number) for key in HEADINGS.values()])
        if number == 19:
            _total(sheet, "Subtotal", lines[:20])
            sheet.append([])
    _total(sheet, "Total, all schemes", lines)
    _merge(sheet)
    for cells in sheet.iter_rows(min_row=3):
        cells[3].number_format = "#,##0.00###"
        cells[4].number_format = ACCOUNTING
    book.save(path)
    return path


def _cell(kind: Any, key: str, line: dict[str, str], number: int) -> object:
    """A cell as the sheet has it."""
    value = line[key] if key else "Green"
    if key == "sub_type" and value in UNKNOWN:
        return UNKNOWN[value]
    if key == YEAR_1:
        return Decimal(value) / 1000
    if key == YEAR_2:
        return _second_year(value, number)
    if key.startswith("output") and value:
        return Decimal(value)
    column = kind.column(key) if key else None
    return column.label_of(value) if column is not None and column.options else value or None


def _second_year(value: str, number: int) -> object:
    if number == MINUS:
        return f"{Decimal(value):,}-"
    if number == SPACES:
        return f" £{Decimal(value):,}".replace(",", "\u00a0")
    return Decimal(value or 0)


def _total(sheet: Worksheet, name: str, lines: list[dict[str, str]]) -> None:
    sums = [sum(Decimal(line[year] or 0) for line in lines) for year in (YEAR_1, YEAR_2)]
    sheet.append([None, name, None, sums[0] / 1000, sums[1]])


def _merge(sheet: Worksheet) -> None:
    """Merge the id and the name of a scheme with more than one line."""
    rows = [row for row in range(3, sheet.max_row) if sheet.cell(row, 1).value]
    for _, found in groupby(rows, key=lambda row: sheet.cell(row, 1).value):
        same = list(found)
        if len(same) > 1:
            for column in (1, 2):
                sheet.merge_cells(
                    start_row=same[0], end_row=same[-1], start_column=column, end_column=column
                )


def clipboard(soffice: str, path: Path, folder: Path) -> tuple[str, str]:
    """The sheet as text with tabs and as HTML, as LibreOffice copies it."""
    made = folder / "made"
    text = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true"
    for kind in (text, "html"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", made, path]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (
        (made / f"{path.stem}.csv").read_text("utf-8"),
        (made / f"{path.stem}.html").read_text("utf-8"),
    )
