"""What differs between two official files: sheets, headings, lists, and what cells accept."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bcf.tables import fold

from .structure import Heading, Structure

#: A longer text is guidance, not a heading or a question.
_LONGEST = 160
#: How like two headings are that are one in other words.
_LIKENESS = 0.72


class Pair(NamedTuple):
    """A heading in both files: as it was, and as it is."""

    was: Heading
    now: Heading


@dataclass
class SheetChange:
    """What changed on a sheet that both files have, under these names."""

    was: str
    now: str
    found: int = 0
    moved: list[Pair] = field(default_factory=list)
    renamed: list[Pair] = field(default_factory=list)
    new: list[Heading] = field(default_factory=list)
    gone: list[Heading] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether there is more than the sheet's own name to tell."""
        return bool(self.moved or self.renamed or self.new or self.gone)

    @property
    def told(self) -> str:
        """The counts in words, without those that are nought."""
        counted = {
            "the same": self.found,
            "moved": len(self.moved),
            "in other words": len(self.renamed),
            "new": len(self.new),
            "gone": len(self.gone),
        }
        told = ", ".join(f"{count} {words}" for words, count in counted.items() if count)
        return told or "nothing on it"


class ListChange(NamedTuple):
    """A drop-down list of both files: what it offers more, and what no more."""

    sheet: str
    heading: str
    new: list[str]
    gone: list[str]


class RuleChange(NamedTuple):
    """What the cells under a heading accept: before, and now."""

    sheet: str
    heading: str
    was: str
    now: str


@dataclass
class Comparison:
    """What differs between two files."""

    new_sheets: list[str]
    gone_sheets: list[str]
    sheets: list[SheetChange]
    lists: list[ListChange]
    rules: list[RuleChange]


def compare(was: Structure, now: Structure) -> Comparison:
    """Compare an earlier official file with a later one."""
    pairs = dict(_pairs(was, now))
    return Comparison(
        [sheet for sheet in now.visible if sheet not in pairs.values()],
        [sheet for sheet in was.visible if sheet not in pairs],
        [_sheet(was, now, *pair) for pair in pairs.items()],
        list(_lists(was, now, pairs)),
        list(_rules(was, now, pairs)),
    )


def _pairs(was: Structure, now: Structure) -> Iterator[tuple[str, str]]:
    """The sheets that are one: of the same name, else with most words in common."""
    left = {sheet: {fold(place.text) for place in _places(now, sheet)} for sheet in now.visible}
    for sheet in was.visible:
        if sheet in left:
            del left[sheet]
            yield sheet, sheet
    for sheet in was.visible:
        if sheet not in now.visible and left:
            words = {fold(place.text) for place in _places(was, sheet)}
            best = max(left, key=lambda name: len(words & left[name]))
            if len(words & left[best]) * 2 > len(words):
                del left[best]
                yield sheet, best


def _places(structure: Structure, sheet: str) -> Iterator[Heading]:
    for number, row in enumerate(structure.outline.grid(sheet), start=1):
        for column, value in enumerate(row, start=1):
            if isinstance(value, str) and value.strip() and len(value) <= _LONGEST:
                yield Heading(value, number, column)


def _sheet(was: Structure, now: Structure, old: str, new: str) -> SheetChange:
    change = SheetChange(old, new)
    before, after = _by_words(_places(was, old)), _by_words(_places(now, new))
    for words, places in before.items():
        for place, other in zip(places, after.get(words, []), strict=False):
            if place[1:] == other[1:]:
                change.found += 1
            else:
                change.moved.append(Pair(place, other))
    gone = _left(before, after)
    fresh = _left(after, before)
    for pair in _renamed(gone, fresh):
        gone.remove(pair.was)
        fresh.remove(pair.now)
        change.renamed.append(pair)
    change.gone, change.new = gone, fresh
    return change


def _by_words(places: Iterable[Heading]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for place in places:
        found.setdefault(fold(place.text), []).append(place)
    return found


def _left(these: Mapping[str, list[Heading]], those: Mapping[str, list[Heading]]) -> list[Heading]:
    """The places that have no partner of the same words."""
    return [
        place for words, places in these.items() for place in places[len(those.get(words, [])) :]
    ]


def _renamed(gone: Iterable[Heading], fresh: Iterable[Heading]) -> Iterator[Pair]:
    """Headings in other words: the likeliest partner of each, taken once."""
    free = {fold(place.text): place for place in fresh}
    for place in list(gone):
        near = difflib.get_close_matches(fold(place.text), free, n=1, cutoff=_LIKENESS)
        if near:
            yield Pair(place, free.pop(near[0]))


def _lists(was: Structure, now: Structure, pairs: Mapping[str, str]) -> Iterator[ListChange]:
    for old, new in pairs.items():
        before, after = was.lists_by_heading(old), now.lists_by_heading(new)
        for heading, offered in after.items():
            if heading in before and before[heading] != offered:
                more = [entry for entry in offered if entry not in before[heading]]
                less = [entry for entry in before[heading] if entry not in offered]
                yield ListChange(new, heading, more, less)


def _rules(was: Structure, now: Structure, pairs: Mapping[str, str]) -> Iterator[RuleChange]:
    for old, new in pairs.items():
        before, after = was.rules_by_heading(old), now.rules_by_heading(new)
        for heading in {**before, **after}:
            if before.get(heading, "") != after.get(heading, ""):
                yield RuleChange(new, heading, before.get(heading, ""), after.get(heading, ""))
