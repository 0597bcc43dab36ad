"""Cells as a sheet's XML holds them: their addresses, and how a value is written."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape as escape_markup

from openpyxl.utils import column_index_from_string, get_column_letter

#: What a cell may hold: text, a number, a day, or nothing.
Content = str | Decimal | int | datetime.date | None

#: Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_DAY_0 = datetime.date(1899, 12, 30)
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
# XML cannot hold these; it turns a carriage return into a line feed; and text that looks
# like the escape itself has to be escaped.
_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# One set of characters, which is searched for most quickly; few texts have any of them.
_TO_LOOK_AT = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@lru_cache(maxsize=1 << 16)
def address(row: int, column: int) -> str:
    """The address of a cell, such as B7, from its row and column (from 1)."""
    return f"{letter(column)}{row}"


def letter(column: int) -> str:
    """The letters of a column (from 1)."""
    return get_column_letter(column)


def column_number(letters: str) -> int:
    """The column (from 1) that has these letters. Raises ValueError past ZZZ."""
    return column_index_from_string(letters)


def row_and_column(place: str) -> tuple[int, int]:
    """The row and the column (from 1) of an address such as B7. Raises ValueError."""
    found = _ADDRESS.fullmatch(place)
    if found is None:
        raise ValueError(f"{place} is no address of a cell")
    return int(found[2]), column_number(found[1])


def escape(text: str) -> str:
    """Text as a cell keeps it: characters that XML forbids written as _xHHHH_."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescape(kept: str) -> str:
    """The text that `escape` kept."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), kept)


def quoted(text: str) -> str:
    """Text as a literal of a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def number(value: Decimal | int | datetime.date) -> str:
    """A number as a cell keeps it: seventeen figures, which Excel reads as its own number."""
    if isinstance(value, datetime.date):
        return str((value - _DAY_0).days)
    return repr(float(value)).removesuffix(".0") if value else "0"


def day(value: Decimal) -> str:
    """The day that a number stands for where days are kept as numbers; else the number."""
    try:
        return (_DAY_0 + datetime.timedelta(days=int(value))).isoformat()
    except (OverflowError, ValueError):  # far off, or no number
        return format(value, "f")


def cell_head(place: str, style: str, marks: str = "") -> str:
    """How a cell begins; `marks` are further attributes of a cell with a formula."""
    return f'<c r="{place}" s="{style}"{marks}'


def cell_xml(head: str, value: Content, formula: str = "") -> str:
    """One cell of a sheet, begun with `cell_head`.

    Text is always kept as text, whatever it begins with. `formula` is the whole element of
    a formula (`<f>…</f>`), beside which `value` is what it last amounted to.
    """
    if isinstance(value, str):
        text = escape_markup(escape(value)) if _TO_LOOK_AT.search(value) else value
        if formula:
            return f'{head} t="str">{formula}<v>{text}</v></c>'
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if value is None:
        return f"{head}>{formula}</c>" if formula else f"{head}/>"
    return f"{head}>{formula}<v>{number(value)}</v></c>"
