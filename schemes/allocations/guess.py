"""Where a list probably has its headings and columns, so that people only confirm."""

from __future__ import annotations

import re

from bcf.pastes.headings import says_thousands
from bcf.pastes.rows import figure_of
from bcf.workbooks.cells import letter

from .listing import Rows
from .reading import AMOUNT, AUTHORITY, DISTRICT, NHS_BODY

_CODE = re.compile(r"E\d{8}")
#: What headings say of each column; codes are matched before names.
_WORDS = {
    DISTRICT: ("district",),
    NHS_BODY: ("icb", "ccg", "integrated care", "clinical commissioning"),
    AUTHORITY: ("authority", "council", "board", "hwb", "ons code"),
}


def head_of(rows: Rows) -> int:
    """The number of the row of headings: the one above the first that has a name and an amount."""
    for number, row in enumerate(rows, start=1):
        amounts = [cell for cell in row if figure_of(cell) is not None]
        if amounts and any(cell and figure_of(cell) is None for cell in row):
            return max(number - 1, 1)
    return 1


def columns_of(rows: Rows, head: int) -> list[tuple[str, str]]:
    """Each column by its place, with its letters and heading."""
    heads = rows[head - 1] if head <= len(rows) else []
    width = max(map(len, rows), default=0)
    return [
        (str(place), f"{letter(place + 1)}: {heads[place] if place < len(heads) else ''}".strip())
        for place in range(width)
    ]


def guess(rows: Rows, head: int, year: str = "") -> dict[str, int]:
    """The columns that are recognised, by what stands in them."""
    found: dict[str, int] = {}
    below = rows[head:]
    for place, heading in enumerate(rows[head - 1] if rows else []):
        texts = [row[place] for row in below if place < len(row) and row[place]]
        what = _what(heading.lower(), texts)
        if what and (what not in found or (what == AMOUNT and year and year in heading)):
            found[what] = place
    return found


def _what(heading: str, texts: list[str]) -> str:
    if texts and all(_CODE.fullmatch(text) for text in texts):
        return AUTHORITY
    if texts and sum(figure_of(text) is not None for text in texts) * 2 > len(texts):
        return AMOUNT
    return next((w for w, words in _WORDS.items() if any(x in heading for x in words)), "")


def in_thousands(rows: Rows, head: int, place: int) -> bool:
    """Whether the heading of a column says that its amounts are thousands."""
    heads = rows[head - 1] if head <= len(rows) else []
    return place < len(heads) and says_thousands(heads[place])
