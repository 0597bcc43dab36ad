"""Which of a section's columns a pasted column is: by its heading, else by its values."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bcf.tables import Column, Kind, fold

from .clipboard import Grid

SAME, CLOSE, BY_VALUES, UNLIKE = (
    "same heading",
    "close heading",
    "recognised by its values",
    "no column like it",
)
WORKED_OUT = "worked out here, never typed"
TAKEN = "another pasted column goes there"
CHOSEN = "you chose it"
IN_ORDER = "by its place"

#: How many of the first rows may hold the headings, and how like a close one is.
FIRST_ROWS = 6
LIKENESS = 0.82
#: How much of a column must be entries of a list for the list to be recognised by them.
MOSTLY, A_FEW = 0.8, 0.1


class Name(NamedTuple):
    """A heading without its case, spaces and punctuation, and the year that it speaks of."""

    words: str
    year: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A pasted column: its own heading, the key of ours (empty: left out), and why."""

    text: str
    key: str
    why: str


_YEAR = re.compile(r"(?:\bfy ?)?(?<![0-9])(?:20)?([0-9]{2}) ?[-/] ?(?:20)?([0-9]{2})(?![0-9])")
_NTH_YEAR = re.compile(r"\b(?:yr|year) ?([1-9])\b")
_THOUSANDS = re.compile(
    r"£ ?'?000(?:'?s)?\b|£ ?k\b|(?<![0-9.,])'?000(?:'?s)?\b|\bk£|\bthousands?\b"
)
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2019": "'"}
)


def says_thousands(heading: str) -> bool:
    """Whether a heading says that its amounts are thousands of pounds."""
    return _THOUSANDS.search(_plain(heading)) is not None


def name_of(heading: str, years: Sequence[str] = ()) -> Name:
    """A heading as it is compared. `years` are the section's own, for "Yr 1"."""
    text = _THOUSANDS.sub(" ", _plain(heading))
    year = ""
    for found in _YEAR.finditer(text):
        if (int(found[1]) + 1) % 100 == int(found[2]):
            year = f"20{found[1]}-{found[2]}"
            text = text.replace(found[0], " ")
            break
    nth = _NTH_YEAR.search(text)
    if not year and nth and int(nth[1]) <= len(years):
        year = years[int(nth[1]) - 1]
        text = text.replace(nth[0], " ")
    words = re.findall(r"[a-z0-9]+", text.replace("%", " percent "))
    return Name("".join(map(_singular, words)), year)


def _plain(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold().translate(_DASHES)
    return " ".join(folded.split())


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Names:
    """What a section's columns may be called, the surest names first."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.years = list(dict.fromkeys(column.year for column in columns if column.year))
        self.once = Counter(column.field for column in columns)
        self.ranks = [self._labels(), self._synonyms()]

    def _labels(self) -> dict[Name, list[Column]]:
        """By label, short label and key. A year alone means pounds before anything else."""
        known: dict[Name, list[Column]] = {}
        for spelling in ("label", "short_label", "key"):
            for column in sorted(self.columns, key=lambda c: c.kind is not Kind.MONEY):
                for name in self._names(column, getattr(column, spelling)):
                    _enter(known, name, column)
        return known

    def _synonyms(self) -> dict[Name, list[Column]]:
        known: dict[Name, list[Column]] = {}
        for field, heading in synonyms():
            for column in self.columns:
                if field in (column.field, column.key):
                    for name in self._names(column, heading):
                        _enter(known, name, column)
        return known

    def _names(self, column: Column, heading: str) -> Iterable[Name]:
        """The heading with the column's year, and without it where only one year is asked."""
        name = name_of(heading, self.years)
        if column.year:
            yield Name(name.words, column.year)
        if not column.year or self.once[column.field] == 1:
            yield Name(name.words, name.year)

    def own(self, heading: str) -> list[Column]:
        """The columns that have this heading here."""
        return self._named(heading, self.ranks[:1])

    def exact(self, heading: str) -> list[Column]:
        """The columns that a heading may mean, the likeliest first."""
        return self._named(heading, self.ranks)

    def _named(self, heading: str, ranks: Iterable[dict[Name, list[Column]]]) -> list[Column]:
        name = name_of(heading, self.years)
        found = [column for known in ranks for column in known.get(name, ())]
        return [c for c in found if c.kind is Kind.MONEY] or found if "£" in heading else found

    def close(self, heading: str) -> list[Column]:
        """The columns with a heading much like it, of the same year."""
        name = name_of(heading, self.years)
        known: dict[str, list[Column]] = {}
        for rank in self.ranks:
            for each, columns in rank.items():
                if each.year == name.year and len(each.words) > 3:
                    known.setdefault(each.words, []).extend(columns)
        near = difflib.get_close_matches(name.words[:200], known, n=3, cutoff=LIKENESS)
        return [column for words in near for column in known[words]]


def _enter(known: dict[Name, list[Column]], name: Name, column: Column) -> None:
    entered = known.setdefault(name, [])
    if column not in entered and (name.words or name.year):
        entered.append(column)


@lru_cache(maxsize=1)
def synonyms() -> list[tuple[str, str]]:
    """Other headings of spreadsheets in use, by the field or key of the column they mean."""
    with Path(__file__).with_name("synonyms.csv").open(encoding="utf-8", newline="") as file:
        return [(row["field"], row["heading"]) for row in csv.DictReader(file)]


def heading_row(grid: Grid, columns: Sequence[Column], least: int = 2) -> int | None:
    """The row of the headings, among the first ones; None where there is none.

    It has at least `least` headings that we know.
    """
    names = Names(columns)
    known = [_known(row, names) for row in grid[:FIRST_ROWS]]
    most = max(known, default=0)
    return known.index(most) if most >= least else None


def _known(row: Sequence[str], names: Names) -> int:
    """How many different columns a row's cells name."""
    return len({found[0].key for cell in row if (found := names.exact(cell))})


def recognise(headings: Sequence[str], below: Grid, columns: Sequence[Column]) -> list[Heading]:
    """What each pasted column is. Each of ours is given once, to the heading most like it."""
    names = Names(columns)
    cells = [[row[place] for row in below] for place in range(len(headings))]
    given: dict[int, Heading] = {}
    _give(given, headings, cells, names.own, SAME)
    _give(given, headings, cells, names.exact, CLOSE)
    _give(given, headings, cells, names.close, CLOSE)
    for place, text in enumerate(headings):
        if place not in given:
            used = {heading.key for heading in given.values()}
            column = _by_values(cells[place], [c for c in columns if c.key not in used])
            known = TAKEN if names.exact(text) else UNLIKE
            given[place] = (
                Heading(text, column.key, BY_VALUES) if column else Heading(text, "", known)
            )
    return [_typed(given[place], columns) for place in range(len(headings))]


def _give(
    given: dict[int, Heading],
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    candidates: Callable[[str], list[Column]],
    why: str,
) -> None:
    """Give each heading one of its candidates that no other has: who has least choice first."""
    used = {heading.key for heading in given.values()}
    offers = {p: candidates(text) for p, text in enumerate(headings) if p not in given}
    for place in sorted(offers, key=lambda p: (len(offers[p]), p)):
        free = [column for column in offers[place] if column.key not in used]
        if free:
            fitting = _by_values(cells[place], free, A_FEW) if len(free) > 1 else None
            column = fitting or free[0]
            given[place] = Heading(headings[place], column.key, why)
            used.add(column.key)


def _typed(heading: Heading, columns: Sequence[Column]) -> Heading:
    """A computed column is known by its heading, and left out."""
    computed = {column.key for column in columns if column.computed}
    return Heading(heading.text, "", WORKED_OUT) if heading.key in computed else heading


def _by_values(
    cells: Sequence[str], columns: Sequence[Column], least: float = MOSTLY
) -> Column | None:
    """The one list that has most of the cells, and at least this share of them."""
    filled = [fold(cell) for cell in cells if cell.strip()]
    shares: dict[str, float] = {}
    for column in columns:
        if column.kind is Kind.CHOICE and not column.computed:
            entries = {fold(option.label) for option in column.options}
            share = sum(cell in entries for cell in filled) / max(len(filled), 1)
            if share >= least:
                shares[column.key] = share
    best = [key for key, share in shares.items() if share == max(shares.values())]
    return next((c for c in columns if best == [c.key]), None)


def in_order(grid: Grid, columns: Sequence[Column], table: Sequence[Column]) -> list[Heading]:
    """Columns without headings: as the section has them, where their number fits, else by values.

    `table` are the columns of the section's page, which leave the longer texts out. A national
    sheet leaves out what is kept here alone.
    """
    width = len(grid[0]) if grid else 0
    orders = (columns, table, [column for column in columns if not column.computed])
    national = ([column for column in order if column.in_workbook] for order in orders)
    for order in (*national, *orders):
        if len(order) == width:
            return [_typed(Heading("", column.key, IN_ORDER), columns) for column in order]
    return recognise([""] * width, grid, columns)


def from_column(width: int, first: str, table: Sequence[Column]) -> list[Heading]:
    """The columns of a block that lands at one of a table: that one and those right of it."""
    keys = [column.key for column in table]
    start = keys.index(first)
    right = [Heading("", key, IN_ORDER) for key in keys[start : start + width]]
    beyond = [Heading("", "", "beyond the last column")] * (width - len(right))
    return [_typed(heading, table) for heading in [*right, *beyond]]
