"""Numbers as people write them."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from .errors import CellError

_GROUPED = re.compile(r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_SHORTHAND = re.compile(r"[0-9.,]+ ?(k|m|bn|million|thousand)", re.IGNORECASE)

#: Digits kept after the point, in every numeric cell.
DECIMALS = 2
_LAST_DIGIT = Decimal(1).scaleb(-DECIMALS)
#: The largest figure a cell holds: ten digits before the point.
LARGEST = Decimal("9999999999.99")


@dataclass(frozen=True, slots=True)
class Figure:
    """A kind of figure in the words of its messages, and the sign people write with it."""

    noun: str
    how: str
    example: str
    sign: str = ""


AMOUNT = Figure("an amount", "Type pounds such as 480,000, or 0 for none.", "480,000", "£")
NUMBER = Figure("a number", "Type one such as 120.", "120")
SHARE = Figure("a share", "Type a number from 0 to 100, such as 55.", "55", "%")


def parse_number(raw: str, figure: Figure) -> Decimal | None:
    """Read a number that is not negative; blank and a lone dash are blank.

    Accepts the figure's sign, thousands commas or spaces (also non-breaking ones) and
    full-width digits. Nothing is rounded or clamped: what cannot be kept is refused with
    the reason.
    """
    text = _plain(raw)
    if text in ("", "-"):
        return None
    text = text.removeprefix(figure.sign).removesuffix(figure.sign).strip()
    if text == "-":  # as a spreadsheet's accounting format writes nought
        return None
    if not _PLAIN.fullmatch(text):
        if not _GROUPED.fullmatch(text):
            raise CellError(raw, f"{_quote(raw)} {_why_not(text, figure)}")
        text = text.replace(",", "").replace(" ", "")
    return _fit(raw, Decimal(text))


def _why_not(text: str, figure: Figure) -> str:
    """Why a text is no number that can be kept, and how to type it."""
    if _is_negative(text):
        return f"is below zero. {figure.noun.capitalize()} cannot be negative."
    if _SHORTHAND.fullmatch(text):
        return f"is shortened. Type it in full, such as {figure.example}."
    return f"is not {figure.noun}. {figure.how}"


def _plain(raw: str) -> str:
    """Full-width forms, every space and every dash as the keyboard has them.

    Only these are folded: wider rules would read 5² as 52.
    """
    if raw.isascii():
        return raw.strip()
    return "".join(map(_plain_character, raw)).translate(_DASHES).strip()


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.decomposition(character).startswith("<wide>"):
        return unicodedata.normalize("NFKC", character)
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Cf":  # marks of direction, joiners: nobody sees or types them
            return ""
    return character


def _is_negative(text: str) -> bool:
    bracketed = text.startswith("(") and text.endswith(")")
    dashed = text.startswith("-") or text.endswith("-")
    return (bracketed or dashed) and any(c.isdigit() for c in text)


def _fit(raw: str, number: Decimal) -> Decimal:
    """Refuse what would have to be rounded or would not fit."""
    if number > LARGEST:
        raise CellError(raw, f"{_quote(raw)} is too large. The largest is {LARGEST:,}.")
    exact = number.quantize(_LAST_DIGIT)
    if exact != number:
        allowed = f"at most {DECIMALS} digits after the point"
        raise CellError(raw, f"{_quote(raw)} is too exact. Type {allowed}.")
    return exact


def _quote(raw: str) -> str:
    shown = raw.strip()
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"
