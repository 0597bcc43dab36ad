"""The required minimums: what must be spent, what the lines plan, and what is missing.

A blank area of spend, commissioner or share leaves a planned sum open, as it does in the
rules: what it could add stands beside the national form's own columns.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bcf.workbooks.cells import address, quoted
from bcf.workbooks.layout import Highlight
from bcf.workbooks.names import place_name
from schemes import keys
from schemes.models import RequiredMinimum
from schemes.totals import MinimumSpend

from .boxes import ABOVE_NOUGHT, FIGURES, LABEL, Boxes
from .figures import NOT_KNOWN, known, penny
from .lines import Lines

_LABEL = "Required Spend"
_HEADINGS = ("Minimum Required Spend", "Planned Spend", "Under Spend")
_OPEN = "Not yet known"
_RULES = ("R-MIN-001", "R-MIN-003", "R-MIN-007")


class Towards(NamedTuple):
    """Formulas over the lines of one year: what counts, and what blank cells leave open."""

    planned: str
    open: str


def minimum_cell(what: str, minimum: str, year: str) -> str:
    """The name of a cell of the box; `what` is required, planned, open or under_spend."""
    return place_name(what, minimum, year)


def draw_minimums(boxes: Boxes, top: int) -> int:
    """Lay the box out from row `top`; gives its last row."""
    minimums = boxes.totals.frame.minimums
    boxes.headings(top, _LABEL, _HEADINGS)
    for place, year in enumerate(boxes.years):
        column = _open_column(boxes, place)
        boxes.sheet.text(top, column, year, "figure_band")
        boxes.sheet.text(top + 1, column, _OPEN, "figure_heading")
    for row, minimum in enumerate(minimums, start=top + 2):
        _draw_minimum(boxes, row, minimum)
    return top + 1 + len(minimums)


def _open_column(boxes: Boxes, place: int) -> int:
    return FIGURES + 3 * len(boxes.years) + place


def _draw_minimum(boxes: Boxes, row: int, minimum: RequiredMinimum) -> None:
    boxes.sheet.text(row, LABEL, minimum.label, "label")
    unders = {}
    spends = [spend for spend in boxes.totals.minimums() if spend.minimum == minimum]
    for place, spend in enumerate(spends):
        column, open_column = boxes.years[spend.year], _open_column(boxes, place)
        unders[address(row, column + 2)] = _draw_year(boxes, row, column, open_column, spend)
    item = f"{minimum.label}: at least the minimum"
    boxes.check(item, ABOVE_NOUGHT, unders, *_RULES)


def _draw_year(
    boxes: Boxes, row: int, column: int, open_column: int, spend: MinimumSpend
) -> Decimal | str:
    """One minimum in one year; gives its under spend."""
    key, year = spend.minimum.key, spend.year
    planned, open_, under = planned_figures(spend)
    source = boxes.section.sources[keys.MIN_NHS].label
    formulas = _towards(boxes.lines, source, key, year)
    boxes.sheet.value(row, column, known(spend.required), "locked.money")
    boxes.book.name_cell(minimum_cell("required", key, year), boxes.sheet, row, column)
    boxes.figure(row, column + 1, formulas.planned, planned, minimum_cell("planned", key, year))
    boxes.figure(row, open_column, formulas.open, open_, minimum_cell("open", key, year))
    cells = [address(row, number) for number in (column, column + 1, open_column)]
    name = minimum_cell("under_spend", key, year)
    boxes.figure(row, column + 2, _under_spend(*cells), under, name)
    place = address(row, column + 2)
    boxes.sheet.highlights += [
        Highlight(place, f"AND(ISNUMBER({place}),{place}>0)", "no"),
        Highlight(place, f"AND(ISNUMBER({place}),{place}=0)", "yes"),
    ]
    return under


def _towards(lines: Lines, source: str, minimum: str, year: str) -> Towards:
    """What the lines of `source` (its label) count towards a minimum in a year."""
    area, amounts = lines.field("area_of_spend"), lines.amount(year)
    paid = f"({lines.field('source')}={quoted(source)})"
    if minimum == keys.SOCIAL_CARE_MINIMUM:
        social_care = quoted(lines.label("area_of_spend", keys.SOCIAL_CARE))
        return Towards(
            _sum(f"{paid}*({area}={social_care})", amounts),
            _sum(f"{paid}*(LEN({area})=0)", amounts),
        )
    acute = quoted(lines.label("area_of_spend", keys.ACUTE))
    least, most = _nhs_share(lines)
    counted = f"{paid}*({area}<>{acute})"
    sure = f"(LEN({area})>0)*({least})"
    return Towards(_sum(f"{counted}*{sure}", amounts), _sum(f"{counted}*({most}-{sure})", amounts))


def _nhs_share(lines: Lines) -> tuple[str, str]:
    """The least and the most of each line that the NHS may commission, as parts of 1."""
    commissioner, share = lines.field("commissioner"), lines.field("nhs_share")
    nhs, council, joint = (
        f"({commissioner}={quoted(lines.label('commissioner', key))})"
        for key in (keys.NHS, keys.COUNCIL, keys.JOINT)
    )
    return f"{nhs}+{joint}*{share}", f"1-{council}-{joint}*(LEN({share})>0)*(1-{share})"


def _sum(what: str, amounts: str) -> str:
    return f"ROUND(SUMPRODUCT({what},{amounts}),2)"


def _under_spend(required: str, planned: str, open_: str) -> str:
    """How far it falls short; not known while blank cells could turn the answer."""
    short = f"ROUND({required}-{planned}-{open_},2)"
    return (
        f'IF(NOT(ISNUMBER({required})),"{NOT_KNOWN}",IF({planned}>={required},0,'
        f'IF({short}>0,{short},"{NOT_KNOWN}")))'
    )


def planned_figures(spend: MinimumSpend) -> tuple[Decimal, Decimal, Decimal | str]:
    """What the formulas amount to: planned, left open, under spend."""
    planned = penny(spend.planned.low)
    open_ = penny(spend.planned.high - spend.planned.low)
    if spend.required is None:
        return planned, open_, NOT_KNOWN
    if planned >= spend.required:
        return planned, open_, Decimal(0)
    short = penny(spend.required - planned - open_)
    return planned, open_, short if short > 0 else NOT_KNOWN
