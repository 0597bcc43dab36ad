"""What the page of an official file shows: each place of its map, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bcf.pastes.headings import name_of
from bcf.submissions.sections import section_of
from bcf.tables import Column, Kind
from bcf.workbooks.models import MappedArea, MappedColumn, OfficialFile
from bcf.workbooks.official import known_figures

from .crossed import Crossed, cells_of, crossings
from .forms import ROOM, MapForm
from .maps import lists_of, new_headings, offers, unlabelled, whole_percents
from .structure import Structure

UNREAD = "Its list cannot be read here, for it follows another cell. Our own words go in."
SHARE = "The file does not say how it has shares. A share of 25 % goes in as 0.25."
FOUND, OTHER_WORDS, MISSING, LEFT_OUT = "found", "other words", "missing", "left out"


class Entry(NamedTuple):
    """An entry of a list that the file calls otherwise; somebody has to say how."""

    name: str
    label: str
    offered: Sequence[str]
    likely: str


@dataclass(frozen=True, slots=True)
class Place:
    """One column of an area. `note` is what a person should know of its list."""

    mapped: MappedColumn
    column: Column
    state: str
    typed: str
    error: str
    entries: Sequence[Entry]
    note: str

    @property
    def open(self) -> bool:
        """Whether a person has something to say of it."""
        return self.state == MISSING or bool(self.entries) or bool(self.error)


@dataclass(frozen=True, slots=True)
class Shown:
    """One area of the map."""

    area: MappedArea
    title: str
    places: Sequence[Place]
    error: str
    new: Sequence[str]
    crossings: Sequence[Crossed]

    @property
    def to_answer(self) -> int:
        """How many of its places need a person."""
        return sum(place.open for place in self.places) + self.uncalled

    @property
    def uncalled(self) -> int:
        """How many of its rows and columns nobody has found."""
        return sum(not each.called for each in self.crossings)


def shown(file: OfficialFile, forms: Sequence[MapForm], structure: Structure) -> list[Shown]:
    """Each area of the map, as the forms have it."""
    return [_shown(file, form, structure) for form in forms]


def _shown(file: OfficialFile, form: MapForm, structure: Structure) -> Shown:
    area = form.area
    section = section_of(file.collection, area.section)
    held = [section.column(key).label_of(value) for key, value in area.where.items()]
    places = [
        _place(file, form, column, section.column(column.column), structure, held)
        for column in area.columns.all()
    ]
    title = ": ".join([section.title, *held])
    new = [f"{heading.text} ({heading.cell})" for heading in new_headings(area, structure)]
    error = form.errors.get(ROOM, "")
    return Shown(area, title, places, error, new, crossings(area, structure))


def _place(
    file: OfficialFile,
    form: MapForm,
    mapped: MappedColumn,
    column: Column,
    structure: Structure,
    held: Sequence[str],
) -> Place:
    """A place; what its rows have in common (`held`) names it as well as its own label."""
    typed = form.typed.get(mapped.pk, mapped.cell)
    entries = [
        Entry(f"label-{mapped.pk}-{each.key}", *each[1:])
        for each in unlabelled(file, form.area, mapped, structure)
    ]
    error, note = form.errors.get(mapped.pk, ""), _note(form.area, mapped, column, structure)
    state = _state(mapped, [column.label, *held])
    return Place(mapped, column, state, typed, error, entries, note)


def _note(area: MappedArea, mapped: MappedColumn, column: Column, structure: Structure) -> str:
    """What of its cells cannot be told from the file."""
    if mapped.cell and whole_percents(area, mapped, structure) is None:
        return SHARE
    if column.kind is not Kind.CHOICE or lists_of(area, mapped, structure) is None:
        return ""
    groups = offers(area, mapped, structure)
    if not any(entries for _, entries in groups):
        return UNREAD
    leader = section_of(area.file.collection, area.section).column(column.follows or column.key)
    without = [leader.label_of(options[0].parent) for options, entries in groups if not entries]
    told = f"No list was found for {', '.join(without)}. Our own words go in there."
    return told if without else ""


def _state(mapped: MappedColumn, labels: Sequence[str]) -> str:
    if mapped.left_out:
        return LEFT_OUT
    if not mapped.cell:
        return MISSING
    known = {name_of(label) for label in labels}
    return FOUND if name_of(mapped.heading) in known else OTHER_WORDS


def tally(areas: Sequence[Shown], structure: Structure) -> dict[str, Any]:
    """The counts at the top of the page."""
    counted = Counter(place.state for area in areas for place in area.places)
    mapped = sum(_cells(area) for area in areas)
    return {
        "found": counted[FOUND],
        "other_words": counted[OTHER_WORDS],
        "missing": counted[MISSING],
        "left_out": counted[LEFT_OUT],
        "new": sum(len(area.new) for area in areas),
        "inputs": sum(len(sheet.inputs) for sheet in structure.sheets.values()),
        "mapped": mapped,
        "to_answer": sum(area.to_answer for area in areas),
        "asked": sum(len(area.places) + len(area.crossings) for area in areas),
    }


def _cells(area: Shown) -> int:
    placed = sum(bool(place.mapped.cell) for place in area.places)
    if area.area.crossed:
        return placed * cells_of(area.area)
    return placed if area.area.answers else placed * area.area.room


def figures_of(file: OfficialFile) -> list[tuple[int, str, str]]:
    """The formulas whose values are known: id, place and words."""
    known = known_figures(file.collection)
    return [
        (figure.pk, f"{figure.sheet}, {figure.cell}", known[figure.figure].label)
        for figure in file.figures.all()
    ]
