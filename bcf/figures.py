"""How figures and dates are written: on pages, in messages, in e-mail.

Plain functions without Django, so that a rule's message and the page around it write the
same amount in the same way. Money is Decimal pounds; `None` is a figure nobody knows yet,
which is never written as nought.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

#: U+2212, as wide as a digit and read out as "minus".
MINUS = "\u2212"
UNKNOWN = "not known"
PENNY = Decimal("0.01")

Number = Decimal | int


def money(pounds: Number | None, pence: bool | None = None) -> str:
    """An amount that stands alone: £1,234,567, or £1,234.50.

    Pence are written when they are not nought. A table passes `pence` to write them in the
    whole column or nowhere.
    """
    if pounds is None:
        return UNKNOWN
    pounds = _to_the_penny(pounds)
    sign = MINUS if pounds < 0 else ""
    return f"{sign}£{amount(abs(pounds), pence)}"


def amount(pounds: Number | None, pence: bool | None = None) -> str:
    """An amount in a column whose heading ends in (£): 1,234,567. Blank when there is none."""
    if pounds is None:
        return ""
    pounds = _to_the_penny(pounds)
    with_pence = has_pence(pounds) if pence is None else pence
    return number(pounds, 2 if with_pence else 0)


def has_pence(pounds: Number | None) -> bool:
    """Whether an amount is not a whole number of pounds."""
    return pounds is not None and _to_the_penny(pounds) % 1 != 0


def number(value: Number | None, places: int | None = None) -> str:
    """A figure with commas: 1,234.5. Trailing noughts go unless `places` asks for them."""
    if value is None:
        return ""
    value = Decimal(value)
    if places is None:
        value = value.normalize()
    else:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = MINUS if value < 0 else ""
    return f"{sign}{abs(value):,f}"


def percent(value: Number | None, places: int = 1) -> str:
    """A number of per cent (92.5, not 0.925): 92.5%."""
    return UNKNOWN if value is None else f"{number(value, places)}%"


def length(text: str, most: int | None = None) -> str:
    """How long a text is: 214 words, 1,305 characters; of at most 2,000 where there is a limit."""
    limit = "" if most is None else f" of at most {most:,}"
    return f"{plural(len(text.split()), 'word')}, {plural(len(text), 'character')}{limit}"


def balance(left: Number | None) -> str:
    """Income less spending, as a word: £48,000 left, £12,500 over, £0."""
    return _difference(left, above="left", below="over")


def headroom(spare: Number | None) -> str:
    """Planned less required, as a word: £252,650 above, £87,323 short, £0."""
    return _difference(spare, above="above", below="short")


def _difference(value: Number | None, *, above: str, below: str) -> str:
    if value is None:
        return UNKNOWN
    size = money(abs(Decimal(value)))
    if value > 0:
        return f"{size} {above}"
    return f"{size} {below}" if value < 0 else size


def _to_the_penny(pounds: Number) -> Decimal:
    return Decimal(pounds).quantize(PENNY, ROUND_HALF_UP)


def plural(count: int, one: str, many: str = "") -> str:
    """A count and its noun: 1 line, 18 lines, 2 entries."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{number(count)} {noun}"


def long_date(day: datetime.date) -> str:
    """What is due: Wednesday 28 June 2023."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def full_date(day: datetime.date) -> str:
    """A day of any year: 16 December 2022."""
    return f"{day.day} {day:%B} {day.year}"


def short_date(day: datetime.date) -> str:
    """A day in passing: 12 June."""
    return f"{day.day} {day:%B}"


def when(moment: datetime.datetime, now: datetime.datetime) -> str:
    """A past moment: a time only for today, a year only when it is another one.

    Both moments are in the reader's time zone.
    """
    if moment.date() == now.date():
        return f"today, {moment:%H:%M}"
    if moment.year == now.year:
        return short_date(moment)
    return full_date(moment)


def days_left(due: datetime.date, today: datetime.date) -> str:
    """What stands beside a due date: 14 days left, due today, 3 days late."""
    days = (due - today).days
    if days == 0:
        return "due today"
    return f"{plural(abs(days), 'day')} {'left' if days > 0 else 'late'}"
