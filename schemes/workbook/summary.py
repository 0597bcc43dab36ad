"""The summary: income against spending, and the required minimums."""

from __future__ import annotations

from decimal import Decimal

from bcf.workbooks.cells import address
from bcf.workbooks.heads import TOP
from bcf.workbooks.layout import Sheet
from bcf.workbooks.lists import Lists
from schemes.totals import MinimumSpend

from .balances import spending_cell
from .boxes import Boxes
from .crossings import FIRST, LABEL, draw_headings
from .figures import (
    NOT_KNOWN,
    Figure,
    income_cell,
    income_formula,
    income_of,
    incomes,
    known,
    left,
    less,
)
from .minimums import minimum_cell, planned_figures
from .spending import draw_areas, draw_schemes

SHEET = "3. Summary"
_WIDTH, _LABEL_WIDTH = 17.0, 62.0
_AGAINST = ("Income", "Expenditure", "Difference")
_MINIMUMS = ("Year", "Minimum", "Year before", "Uplift", "Increase", "Planned", "Under spend")


def draw_summary(boxes: Boxes, lists: Lists) -> None:
    """Lay the sheet out. Everything on it is worked out from the other sheets."""
    sheet = boxes.book.sheet(SHEET)
    sheet.widths |= {1: 0, LABEL: _LABEL_WIDTH}
    sheet.widths |= dict.fromkeys(range(FIRST, FIRST + 9), _WIDTH)
    sheet.freeze = "C3"
    row = _draw_against(boxes, sheet, TOP)
    row = _draw_minimums(boxes, sheet, row + 2)
    for year in boxes.years:
        row = draw_areas(boxes, sheet, row + 2, year)
    draw_schemes(boxes, lists, sheet, row + 2)


# Income against spending.


def _draw_against(boxes: Boxes, sheet: Sheet, top: int) -> int:
    """Income, spending and their difference by source; gives the last row."""
    years = list(boxes.years)
    numbers = [f" Yr {number}" for number in range(1, len(years) + 1)] if len(years) > 1 else [""]
    headings = [f"{word}{number}" for word in _AGAINST for number in numbers]
    draw_headings(sheet, top, "Income and expenditure", "Funding Sources", headings)
    sources = list(boxes.section.sources.values())
    for row, source in enumerate(sources, start=top + 2):
        sheet.text(row, LABEL, source.label, "label")
        for place, year in enumerate(years):
            income = income_of(boxes.exported, source, year)
            spending = boxes.totals.spending_of(source.key, year)
            cells = (income_cell(source, year), spending_cell(source.key, year))
            _draw_pair(sheet, row, (place, len(years)), cells, (income, spending))
    last = top + 2 + len(sources)
    sheet.text(last, LABEL, "Total", "total.text")
    for place, year in enumerate(years):
        figures = (incomes(boxes.exported, sources, year), boxes.totals.spending(year))
        cells = (income_formula(sources, year), spending_cell("all", year))
        _draw_pair(sheet, last, (place, len(years)), cells, figures, "total.money")
    return last


def _draw_pair(
    sheet: Sheet,
    row: int,
    place: tuple[int, int],
    cells: tuple[str, str],
    figures: tuple[Figure, Decimal],
    style: str = "worked.money",
) -> None:
    """Income, spending and difference of one year, `place` of so many."""
    year, years = place
    first, second, third = (FIRST + word * years + year for word in range(3))
    income, spending = figures
    sheet.formula(row, first, cells[0], known(income), style)
    sheet.formula(row, second, cells[1], spending, style)
    difference = less(address(row, first), address(row, second))
    sheet.formula(row, third, difference, left(income, spending), style)


# Required minimums.


def _draw_minimums(boxes: Boxes, sheet: Sheet, top: int) -> int:
    """Each minimum in each year, against the year before and the plan; gives the last row."""
    draw_headings(sheet, top, "Required minimums", "Required Spend", _MINIMUMS)
    sheet.text(top + 1, FIRST, _MINIMUMS[0], "heading")
    row = top + 1
    for spend in boxes.totals.minimums():
        row += 1
        sheet.text(row, LABEL, spend.minimum.label, "label")
        _draw_minimum(sheet, row, spend)
    return row


def _draw_minimum(sheet: Sheet, row: int, spend: MinimumSpend) -> None:
    published = spend.published
    before = published.previous if published else None
    uplift = published.uplift if published else None
    raised = spend.required - before if spend.required is not None and before is not None else None
    planned, open_, under = planned_figures(spend)
    minimum, year_before = address(row, FIRST + 1), address(row, FIRST + 2)
    both = f"COUNT({minimum},{year_before})=2"
    cell = {
        what: minimum_cell(what, spend.minimum.key, spend.year)
        for what in ("required", "planned", "open", "under_spend")
    }
    sheet.text(row, FIRST, spend.year, "worked.text")
    sheet.formula(row, FIRST + 1, cell["required"], known(spend.required), "worked.money")
    sheet.value(row, FIRST + 2, known(before), "locked.money")
    part = None if uplift is None else uplift.scaleb(-2)
    sheet.value(row, FIRST + 3, known(part), "locked.percent")
    raise_ = f'IF({both},{minimum}-{year_before},"{NOT_KNOWN}")'
    sheet.formula(row, FIRST + 4, raise_, known(raised), "worked.money")
    settled = f'IF({cell["open"]}=0,{cell["planned"]},"{NOT_KNOWN}")'
    sheet.formula(row, FIRST + 5, settled, NOT_KNOWN if open_ else planned, "worked.money")
    sheet.formula(row, FIRST + 6, cell["under_spend"], under, "worked.money")
