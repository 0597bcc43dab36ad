"""Numbers as people write them."""

import re
import unicodedata
from decimal import Decimal

from .errors import CellError

_GROUPED = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_SHORTHAND = re.compile(r"[0-9.,]+ ?(k|m|bn|million|thousand)", re.IGNORECASE)

#: The largest figure a cell holds: ten digits before the point.
LARGEST = Decimal("9999999999.99")


def parse_number(raw: str, *, noun: str, example: str, decimals: int) -> Decimal | None:
    """Read a number that is not negative; blank and a lone dash are blank.

    Accepts a pound sign, thousands commas or spaces (also non-breaking ones) and full-width
    digits. Nothing is rounded or clamped: what cannot be kept is refused with the reason.
    """
    text = unicodedata.normalize("NFKC", raw).translate(_DASHES).strip()
    if text in ("", "-"):
        return None
    if _is_negative(text):
        raise CellError(raw, f"{_quote(raw)} is below zero. {noun} cannot be negative.")
    text = text.removeprefix("£").strip()
    if _SHORTHAND.fullmatch(text):
        raise CellError(raw, f"{_quote(raw)} is shortened. Type it in full, such as {example}.")
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    elif not _PLAIN.fullmatch(text):
        raise CellError(raw, f"{_quote(raw)} is not a number. Type one such as {example}.")
    return _fit(raw, Decimal(text), decimals)


def _is_negative(text: str) -> bool:
    bracketed = text.startswith("(") and text.endswith(")")
    return any(c.isdigit() for c in text) and (
        bracketed or text.lstrip("£ ").startswith("-") or text.endswith("-")
    )


def _fit(raw: str, number: Decimal, decimals: int) -> Decimal:
    """Refuse what would have to be rounded or would not fit."""
    if number > LARGEST:
        raise CellError(raw, f"{_quote(raw)} is too large. The largest is {LARGEST:,}.")
    exact = number.quantize(Decimal(1).scaleb(-decimals))
    if exact != number:
        allowed = f"at most {decimals} decimal places" if decimals else "whole numbers only"
        raise CellError(raw, f"{_quote(raw)} has too many decimal places: {allowed}.")
    return exact


def _quote(raw: str) -> str:
    shown = raw.strip()
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"
