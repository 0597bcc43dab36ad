"""What in a text looks as if it was still to be written, or was left over from another year.

A plan may rightly speak of earlier years: only headings and impossible spans are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

#: The most that is told of one text: the rest is found when these are mended.
MOST = 10
#: Longer lines are sentences, whatever they end with.
_LONGEST_HEADING = 100


class Why(StrEnum):
    """What is wrong with a piece of a text, as a sentence about it."""

    GAP = "is a gap that nobody has filled"
    SPAN = "is no span of years"
    HEADING = "is a heading of an earlier year"


class Leftover(NamedTuple):
    """A piece of a text, as it stands there, and why somebody should look at it."""

    words: str
    why: Why


#: `xx` as a word (with the word before it), what is to be confirmed, prompts and stars.
_GAP = re.compile(
    r"(?:\b\w{1,20} )?\bx{2,}\b|\btbc\b|\bto be confirmed\b|\bmore to come\b"
    r"|\[\s*insert\b[^\]\n]{0,60}\]?|\*{4,}",
    re.IGNORECASE,
)
#: Two years with a stroke between, but no date: "22/24", "2022/24".
_SPAN = re.compile(r"(?<![\d/])(?:20)?(\d\d)/(\d\d)(?![\d/])")
#: A year, or the first of a span: "2022", "2022-23", "22/23".
_YEAR = re.compile(r"\b20(\d\d)\b|(?<![\d/])(\d\d)/\d\d(?![\d/])")
_BEGINS_A_HEADING = re.compile(r"(?:\(?[0-9a-z]{1,3}[.)]\s*)*[A-Z]")
#: What the database looks for first: all that may hold one of the above. A heading is not
#: counted out here: PostgreSQL takes a tenth of a second to make a pattern of long counts.
HINT = (
    r"x{2,}|tbc|to be confirmed|more to come|\[\s*insert|\*{4,}|[0-9]{2}/[0-9]{2}"
    r"|20[0-9]{2}([^\n|]*[^\n.,;:?!|])?\n"
)


def unfinished(text: str, first: int, last: int) -> list[Leftover]:
    """What looks unfinished in a text of a plan, each piece once, in the order of the text.

    The plan is for the years from 1 April of `first` to 31 March of `last`, such as 2023, 2025.
    """
    found = dict.fromkeys(leftover for _, leftover in sorted(_all(text, first, last)))
    return list(found)[:MOST]


def _all(text: str, first: int, last: int) -> Iterator[tuple[int, Leftover]]:
    for gap in _GAP.finditer(text):
        yield gap.start(), Leftover(gap[0], Why.GAP)
    for span in _SPAN.finditer(text):
        if not _is_span(int(span[1]), int(span[2]), first, last):
            yield span.start(), Leftover(span[0], Why.SPAN)
    for place, line in _headings(text):
        years = [2000 + int(year[1] or year[2]) for year in _YEAR.finditer(line)]
        if years and max(years) < first:
            yield place, Leftover(line, Why.HEADING)


def _is_span(one: int, two: int, first: int, last: int) -> bool:
    """Whether two years follow each other, are the plan's own, or are no years of our time."""
    ours = (one, two) == (first % 100, last % 100)
    return two == one + 1 or ours or not (13 <= one <= 40 and 13 <= two <= 40)


def _headings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that head something, each with its place."""
    place = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if _is_heading(bare) and text[place + len(line) :].strip():
            yield place, bare
        place += len(line)


def _is_heading(line: str) -> bool:
    """A short line that begins like a title and ends like no sentence, list or row of a table."""
    ends = not line.endswith((".", ",", ";", ":", "?", "!"))
    plain = not {"|", "\t", "£"}.intersection(line)
    return len(line) <= _LONGEST_HEADING and ends and plain and bool(_BEGINS_A_HEADING.match(line))
