"""Months, quarters and years as files write them: Apr-23, April 2023, 2023-24 Q1, Quarter 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bcf.tables import fold

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "sept(?:ember)?"),
    *("october", "november", "december"),
)
_SHORT = tuple(month[:3] for month in _MONTHS)
_APRIL = 4
_MONTH = re.compile(rf"\b({'|'.join((*_MONTHS, *_SHORT))})\b\W*(?:(?:20)?([0-9]{{2}})\b)?")
_QUARTER = re.compile(r"\bq(?:uarter|tr)? ?([1-4])\b")
_YEARS = re.compile(r"(?<![0-9])(?:20)?([0-9]{2}) ?[-/\u2013] ?(?:20)?([0-9]{2})(?![0-9])")


class Period(NamedTuple):
    """A part of a financial year: "q1" or "apr", nothing for all of it; and the year, if told."""

    part: str
    year: str


def period_of(text: str) -> Period | None:
    """The period that a text names; None where it names none."""
    words, year = fold(text), ""
    for found in _YEARS.finditer(words):
        if (int(found[1]) + 1) % 100 == int(found[2]):
            words, year = words.replace(found[0], " "), _financial(int(found[1]))
            break
    if month := _MONTH.search(words):
        part = month[1][:3]
        before = _SHORT.index(part) + 1 < _APRIL
        said = _financial(int(month[2]) - before) if month[2] else ""
        return Period(part, year or said)
    if quarter := _QUARTER.search(words):
        return Period(f"q{quarter[1]}", year)
    return Period("", year) if year else None


def _financial(year: int) -> str:
    return f"20{year:02}-{(year + 1) % 100:02}"


def periods_called(ours: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """What a file calls each of our periods, as far as it can be told.

    One that names no year is ours where only one of our years has such a part.
    """
    theirs = [(word, period) for word in words if (period := period_of(word))]
    own = {text: period for text in ours if (period := period_of(text))}
    parts = Counter(period.part for period in own.values())
    found: dict[str, str] = {}
    for text, period in own.items():
        alike = [period, Period(period.part, "")] if parts[period.part] == 1 else [period]
        for word, other in theirs:
            if other in alike:
                found.setdefault(text, word)
    return found
