"""Running balances: income, spending and what is left of each source, year by year."""

from __future__ import annotations

from decimal import Decimal

from bcf.workbooks.cells import address
from bcf.workbooks.layout import Highlight
from bcf.workbooks.names import place_name
from schemes.models import FundingSource

from .boxes import BELOW_NOUGHT, LABEL, Boxes
from .figures import Figure, income_cell, income_formula, income_of, incomes, known, left, less

_HEADINGS = ("Income", "Expenditure", "Balance")
NO_SOURCE = "No source of funding chosen"


def spending_cell(source: str, year: str) -> str:
    """The name of the cell with a source's spending in a year."""
    return place_name("spending", source, year)


def draw_balances(boxes: Boxes, top: int) -> int:
    """Lay the box out from row `top`; gives its last row."""
    sources = list(boxes.section.sources.values())
    boxes.headings(top, boxes.lines.by_field["source"].label, _HEADINGS)
    first = top + 2
    for row, source in enumerate(sources, start=first):
        _draw_source(boxes, row, source)
    after = first + len(sources)
    _draw_without_source(boxes, after, first)
    _draw_all(boxes, after + 1, sources)
    _highlight(boxes, first, after + 1)
    return after + 1


def _draw_source(boxes: Boxes, row: int, source: FundingSource) -> None:
    boxes.sheet.text(row, LABEL, source.label, "label")
    balances = {}
    for year, column in boxes.years.items():
        income = income_of(boxes.exported, source, year)
        spending = boxes.totals.spending_of(source.key, year)
        label = f"${address(row, LABEL)}"
        paid = f"SUMIFS({boxes.lines.amount(year)},{boxes.lines.field('source')},{label})"
        name = spending_cell(source.key, year)
        _three(boxes, row, column, income_cell(source, year), income, paid, spending, name)
        balances[address(row, column + 2)] = left(income, spending)
    item = f"{source.label}: spending is within income"
    boxes.check(item, BELOW_NOUGHT, balances, "R-EXP-002")


def _draw_without_source(boxes: Boxes, row: int, first: int) -> None:
    boxes.sheet.text(row, LABEL, NO_SOURCE, "label")
    for year, column in boxes.years.items():
        above = f"{address(first, column + 1)}:{address(row - 1, column + 1)}"
        formula = f"ROUND(SUM({boxes.lines.amount(year)})-SUM({above}),2)"
        boxes.sheet.blank(row, [column, column + 2], "worked.money")
        spending = boxes.totals.spending_of("", year)
        boxes.figure(row, column + 1, formula, spending, spending_cell("none", year))


def _draw_all(boxes: Boxes, row: int, sources: list[FundingSource]) -> None:
    boxes.sheet.text(row, LABEL, "Total", "total.text")
    for year, column in boxes.years.items():
        income = incomes(boxes.exported, sources, year)
        spending = boxes.totals.spending(year)
        paid = f"SUM({boxes.lines.amount(year)})"
        came = income_formula(sources, year)
        name = spending_cell("all", year)
        _three(boxes, row, column, came, income, paid, spending, name, "total")


def _three(
    boxes: Boxes,
    row: int,
    column: int,
    came: str,
    income: Figure,
    paid: str,
    spending: Decimal,
    name: str,
    role: str = "worked",
) -> None:
    """Income, spending and the difference."""
    boxes.figure(row, column, came, known(income), role=role)
    boxes.figure(row, column + 1, paid, spending, name, role)
    formula = less(address(row, column), address(row, column + 1))
    boxes.figure(row, column + 2, formula, left(income, spending), role=role)


def _highlight(boxes: Boxes, first: int, last: int) -> None:
    """Red where a source is overspent, green where it is spent to the penny."""
    for column in boxes.years.values():
        top = address(first, column + 2)
        cells = f"{top}:{address(last, column + 2)}"
        boxes.sheet.highlights += [
            Highlight(cells, f"AND(ISNUMBER({top}),{top}<0)", "no"),
            Highlight(cells, f"AND(ISNUMBER({top}),{top}=0)", "yes"),
        ]
