"""The sentences of a text, and the figures in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

_THOUSANDS = r"\d{1,3}(?:,\d{3})+"
#: Pounds: "£320,000", "£1.25m", "£15k". The number ends where no more of it follows.
POUNDS = re.compile(
    rf"£\s?(?P<number>(?:{_THOUSANDS}|\d+)(?:\.\d+)?)(?![.,]?\d)"
    r"(?:\s?(?P<unit>k|thousand|m|million)\b|(?!\w|\s?(?:bn|billion)\b))",
    re.IGNORECASE,
)
#: Other figures: "592", "79.7%", "1,962.7". Years are none, nor are bare numbers below 100,
#: which may count anything.
FIGURES = re.compile(
    rf"(?<![\w.,£/:-])(?!20\d\d(?![.\d]))"
    rf"(?P<number>(?:{_THOUSANDS}|\d+)\.\d+|{_THOUSANDS}|\d{{3,}}|\d+(?=\s?%))"
    r"(?P<unit>)(?![.,]?\d|\w|[/:-]\w)"
)
_UNITS = {"": 1, "k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
#: A sentence ends before white space after its mark, or with its line.
_END = re.compile(r"(?<=[.!?])\s+|\n+")


class Sentence(NamedTuple):
    """A sentence of a text, and the character it begins at."""

    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in their order."""
    start = 0
    for found in _END.finditer(text):
        yield Sentence(start, text[start : found.start()])
        start = found.end()
    yield Sentence(start, text[start:])


@dataclass(frozen=True, slots=True)
class Quote:
    """A figure in a text: where its number stands, and as what it is written.

    `words` is the whole of it ("£1.25m"), `number` what stands there, counted in `unit`.
    """

    start: int
    end: int
    words: str
    number: str
    unit: int

    def fits(self, value: Decimal) -> bool:
        """Whether it is this value, as exactly as it is written."""
        return self._rounded(value) == Decimal(self.number.replace(",", ""))

    def written(self, value: Decimal) -> str:
        """The number of another value, written as this one is."""
        grouped = "," if "," in self.number or len(self.number.partition(".")[0]) < 4 else ""
        return f"{self._rounded(value):{grouped}f}"

    def _rounded(self, value: Decimal) -> Decimal:
        places = len(self.number.partition(".")[2])
        return (value / self.unit).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def quotes(sentence: Sentence, figures: re.Pattern[str]) -> Iterator[Quote]:
    """The figures of a sentence; a single digit is too rough to be known again."""
    for found in figures.finditer(sentence.words):
        start, end = (sentence.start + place for place in found.span("number"))
        if sum(map(str.isdigit, found["number"])) > 1:
            unit = _UNITS[(found["unit"] or "").lower()]
            yield Quote(start, end, found[0], found["number"], unit)
