"""The schemes that a text names by their IDs: "scheme 8", "schemes 8, 10 and 12"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

#: An ID as boards write them: "8", "12a", "BCF-014", "3.1"; a year is none.
_ID = r"(?!20\d\d\b)[A-Za-z]{0,6}[-_]?\d{1,4}(?:\.\d{1,3})?[a-z]?\b"
_AND = r"\s*(?:,\s*(?:and|or)\s|,|/|&|-|\u2013|\band\b|\bor\b|\bto\b)\s*"
_NAMED = re.compile(
    rf"\bschemes?\s+(?:(?:ids?|numbers?|no\.?|nos\.?)\s+)?(?P<ids>{_ID}(?:{_AND}{_ID})*)",
    re.IGNORECASE,
)
_ONE = re.compile(_ID)

#: What the database looks for first: every text that names one.
HINT = r"\yschemes?\s+(ids?\s+|numbers?\s+|nos?\.?\s+)?[a-z]{0,6}[-_]?[0-9]"


class Named(NamedTuple):
    """An ID in a text: from which character to which it stands, and the ID as it is written."""

    start: int
    end: int
    code: str


def named(text: str) -> Iterator[Named]:
    """Each ID that a text names, in its order. Of "schemes 8 to 12" it is the first and last."""
    for found in _NAMED.finditer(text):
        for one in _ONE.finditer(text, *found.span("ids")):
            yield Named(one.start(), one.end(), one[0])
