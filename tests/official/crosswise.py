"""A made-up official file whose tables are laid crosswise."""

import datetime

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

PLACES, AIMS = "Places & people", "Aims"
SOCIAL = "Social support (including VCS) (pathway 0)"
#: What this file calls it.
VOLUNTEERS = "Help from volunteers"
SERVICES = (
    VOLUNTEERS,
    "Reablement at home (Pathway 1)",
    "Rehabilitation at home (pathway 1)",
    "Short term domiciliary care (pathway 1)",
    "Reablement in a bedded setting (pathway 2)",
    "Rehabilitation in a bedded setting (pathway 2)",
    "Short-term residential/nursing care for someone likely to require a longer-term care home"
    " placement (pathway 3)",
)
METRICS = (
    *("Falls", "Avoidable admissions", "Discharge to usual place of residence"),
    *("Reablement", "Residential admissions"),
)
#: The first rows of the blocks, below their headings.
DEMAND, CAPACITY, PARTS, WHOLES, TYPED = 7, 17, 5, 12, 19


def crossed_file() -> Workbook:
    """Services by months, which are days, with totals; metrics by quarters, in its own words."""
    book = Workbook()
    places = book.worksheets[0]
    places.title = PLACES
    days = [datetime.date(2023 + month // 12, month % 12 + 1, 1) for month in range(3, 15)]
    for title, top in (("Demand, in people", DEMAND), ("Capacity, in people", CAPACITY)):
        _block(places, title, top, 4, SERVICES, days)
        places.cell(top - 1, 16, "Total")
        for row in range(top, top + len(SERVICES)):
            places.cell(row, 16, f"=SUM(D{row}:O{row})")
    aims = book.create_sheet(AIMS)
    quarters = ["Q1", "Quarter 2", "2023/24 Q3", "Q4 2023-24", "Year 2023-24"]
    for title, top in (("Upper", PARTS), ("Lower", WHOLES), ("Plan", TYPED)):
        _block(aims, title, top, 3, METRICS, quarters)
    for sheet in book:
        sheet.protection.sheet = True
    return book


def _block(
    sheet: Worksheet,
    title: str,
    top: int,
    left: int,
    rows: tuple[str, ...],
    columns: list[datetime.date] | list[str],
) -> None:
    sheet.cell(top - 1, 2, title)
    for place, heading in enumerate(columns, start=left):
        sheet.cell(top - 1, place, heading)
    for number, name in enumerate(rows, start=top):
        sheet.cell(number, 2, name)
        for place in range(left, left + len(columns)):
            sheet.cell(number, place).protection = Protection(locked=False)
