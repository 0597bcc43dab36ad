"""The figures that the money's sheets show, and the words for what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from bcf.workbooks.exported import Exported
from bcf.workbooks.names import place_name
from schemes.models import FundingSource
from schemes.sums import totals_of
from schemes.totals import FundingRow, Totals, known_sum

NOT_KNOWN = "not known"
_PENNY = Decimal("0.01")

Figure = Decimal | None


def totals(exported: Exported) -> Totals:
    """The totals of the version, as its pages and its rules have them."""
    return totals_of(exported.version)


def known(amount: Figure) -> Decimal | str:
    """An amount for a cell. What is not known is never nought."""
    return NOT_KNOWN if amount is None else amount


def penny(amount: Decimal) -> Decimal:
    """An amount rounded as the ROUND of a formula rounds it."""
    return amount.quantize(_PENNY, ROUND_HALF_UP)


def income_of(exported: Exported, source: FundingSource, year: str) -> Figure:
    """A source's income; None while an amount is missing.

    A line in which nothing stands yet cannot be told from a spare row of the sheet, so it
    is left out of the sum there.
    """
    plan = totals(exported)
    lines = [row for row in plan.rows if row.source == source.key and not row.breakdown]
    begun = [row for row in lines if _begun(row)]
    if source.mandatory and not begun:
        return None
    return known_sum(row.amounts.get(year) for row in begun)


def _begun(row: FundingRow) -> bool:
    return bool(row.contributor or row.comment or row.amounts)


def incomes(exported: Exported, sources: Iterable[FundingSource], year: str) -> Figure:
    """The income of several sources; None while one of them is not known."""
    return known_sum(income_of(exported, source, year) for source in sources)


def income_cell(source: FundingSource, year: str) -> str:
    """The name of the cell with a source's income in a year."""
    return place_name("income", source.key, "total", year)


def income_formula(sources: Iterable[FundingSource], year: str) -> str:
    """The income of several sources, or that it is not known."""
    cells = [income_cell(source, year) for source in sources]
    together = ",".join(cells)
    return f'IF(COUNT({together})={len(cells)},SUM({together}),"{NOT_KNOWN}")'


def less(income: str, spending: str) -> str:
    """Income less spending, two cells, to the penny."""
    return f'IF(ISNUMBER({income}),ROUND({income}-{spending},2),"{NOT_KNOWN}")'


def left(income: Figure, spending: Decimal) -> Decimal | str:
    """What `less` amounts to."""
    return NOT_KNOWN if income is None else penny(income - spending)
