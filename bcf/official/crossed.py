"""Crossed tables on the map's page: what the file calls our groups and periods, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bcf.pastes.headings import name_of
from bcf.submissions.sections import SectionKind, section_of
from bcf.tables import Column, fold
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.cells import address
from bcf.workbooks.crossed import (
    GROUP,
    PERIOD,
    Block,
    Crossing,
    block_at,
    crossing_of,
    word_of,
)
from bcf.workbooks.models import MappedArea

from .periods import periods_called
from .structure import Structure

#: Chosen where the file has no such row or column.
NONE = "="
AXES = (GROUP, PERIOD)
#: A row with fewer periods is not one of headings.
_LEAST = 2


class Crossed(NamedTuple):
    """A group or a period of ours, what the file calls it, and the words it may be.

    `called` is empty while nobody has said it, and `NONE` where the file has none.
    """

    name: str
    axis: str
    label: str
    called: str
    offered: Sequence[str]


def crossed_area(section: SectionKind) -> Area | None:
    """A crossed table for the rows of a section, its blocks not yet found."""
    crossing = crossing_of(section, {})
    if crossing is None:
        return None
    typed = [column.key for column in section.workbook_columns if column.is_typed]
    anchors = dict.fromkeys(typed, Anchor())
    return Area(section.key, section.key, "", anchors, room=1, crossing=crossing)


def draft_crossed(section: SectionKind, structure: Structure) -> Area | None:
    """The crossed table of a section, where the words around its blocks are ours."""
    area = crossed_area(section)
    if area is None or area.crossing is None:
        return None
    for sheet in structure.visible:
        if found := _Sheet(section, area.crossing, structure, sheet).blocks():
            room = next(iter(found.values())).rows
            anchors = {key: each.anchor for key, each in found.items() if each.rows == room}
            return replace(area, sheet=sheet, anchors={**area.anchors, **anchors}, room=room)
    return None


class _Found(NamedTuple):
    anchor: Anchor
    rows: int


@dataclass
class _Sheet:
    """One sheet, searched for the blocks of a section."""

    section: SectionKind
    crossing: Crossing
    structure: Structure
    sheet: str

    def blocks(self) -> dict[str, _Found]:
        """By column key the block whose title names the column.

        Where several do, such as one for each provider, a person has to say which.
        """
        found: dict[str, list[_Found]] = {}
        ours = self.crossing.words(PERIOD)
        for number, row in enumerate(self.structure.outline.grid(self.sheet), start=1):
            words = [word_of(value) for value in row]
            periods = periods_called(ours, words).values()
            if len(set(periods)) >= _LEAST:
                left = min(words.index(word) for word in periods) + 1
                if named := self._named(number, left):
                    key, block = named
                    found.setdefault(key, []).append(block)
        return {key: blocks[0] for key, blocks in found.items() if len(blocks) == 1}

    def _named(self, headings: int, left: int) -> tuple[str, _Found] | None:
        """The column whose block stands below these headings; None where it is not ours."""
        rows, cell = self._rows(headings, left), address(headings + 1, left)
        block = block_at(self.structure.outline, self.sheet, cell, rows)
        known = _called(self.crossing, GROUP, list(block.rows))
        if not rows or 2 * len(known) < len(block.rows):
            return None
        title = fold(block.title or self.structure.beside(self.sheet, headings - 1, left))
        columns = (c for c in self.section.workbook_columns if c.is_typed)
        key = next((c.key for c in columns if _names(c, title)), "")
        return (key, _Found(Anchor("", block.title, cell), rows)) if key else None

    def _rows(self, headings: int, left: int) -> int:
        """How many rows below the headings have words beside them and take what people fill in."""
        inputs, row = self.structure.sheets[self.sheet].inputs, headings + 1
        while (row, left) in inputs and self.structure.beside(self.sheet, row, left):
            row += 1
        return row - headings - 1


def _names(column: Column, title: str) -> bool:
    return any(fold(words) in title for words in (column.label, column.heading))


def crossings(area: MappedArea, structure: Structure) -> list[Crossed]:
    """All that a person may say of a crossed table's rows and columns."""
    if not area.crossed:
        return []
    words, elsewhere = _words(area, structure), _elsewhere(area)
    return [
        Crossed(f"{axis}-{area.pk}-{number}", axis, label, _shown(area, axis, label), words[axis])
        for axis in AXES
        for number, label in enumerate(_crossing(area).words(axis))
        if words[axis] and (label in area.crossed[axis] or label not in elsewhere[axis])
    ]


def _shown(area: MappedArea, axis: str, label: str) -> str:
    said = area.crossed[axis]
    return (said[label] or NONE) if label in said else ""


def suggest_crossings(area: MappedArea, structure: Structure) -> None:
    """Keep what the words of the file tell; what they do not have any more is asked again."""
    words, elsewhere = _words(area, structure), _elsewhere(area)
    crossing = _crossing(area)
    for axis in AXES:
        said, there = area.crossed[axis], words[axis]
        said = {label: word for label, word in said.items() if not word or word in there}
        told = {label: word for label, word in elsewhere[axis].items() if word in there}
        area.crossed[axis] = {**_called(crossing, axis, there), **told, **said}
    area.save(update_fields=["crossed"])


def save_crossings(
    area: MappedArea, structure: Structure, data: Mapping[str, str], moved: bool
) -> None:
    """Keep what a person chose. After the table was moved, what it does not have is asked anew."""
    for each in crossings(area, structure):
        chosen = " ".join(data.get(each.name, "").split())
        if chosen == NONE or chosen in each.offered:
            area.crossed[each.axis][each.label] = "" if chosen == NONE else chosen
    if moved:
        area.crossed = {
            axis: {label: word for label, word in area.crossed[axis].items() if word}
            for axis in AXES
        }
    suggest_crossings(area, structure)


def _called(crossing: Crossing, axis: str, words: Sequence[str]) -> dict[str, str]:
    """What the file calls our groups or periods, as far as its words tell it."""
    ours = crossing.words(axis)
    if axis == PERIOD:
        return periods_called(ours, words)
    theirs = {name_of(word).words: word for word in words}
    names = {label: name_of(label).words for label in ours}
    return {label: theirs[name] for label, name in names.items() if name in theirs}


def _crossing(area: MappedArea) -> Crossing:
    crossing = crossing_of(section_of(area.file.collection, area.section), area.crossed)
    assert crossing is not None, "only such sections have crossed tables"
    return crossing


def _words(area: MappedArea, structure: Structure) -> dict[str, list[str]]:
    """What the blocks call their rows and their columns."""
    blocks = list(blocks_of(area, structure))
    rows = dict.fromkeys(word for block in blocks for word in block.rows)
    columns = dict.fromkeys(word for block in blocks for word in block.columns)
    return {GROUP: list(rows), PERIOD: list(columns)}


def blocks_of(area: MappedArea, structure: Structure) -> Iterator[Block]:
    """The blocks that have a place."""
    for mapped in area.columns.all():
        if mapped.cell:
            yield block_at(structure.outline, area.sheet, mapped.cell, area.room)


def cells_of(area: MappedArea) -> int:
    """How many cells each block of a crossed table has for us."""
    group, period = (area.crossed[axis] for axis in AXES)
    return sum(bool(group.get(g) and period.get(p)) for g, p in _crossing(area).rows.values())


def _elsewhere(area: MappedArea) -> dict[str, dict[str, str]]:
    """What other crossed tables of the section call what they have."""
    found: dict[str, dict[str, str]] = {axis: {} for axis in AXES}
    alike = area.file.areas.filter(section=area.section).exclude(pk=area.pk).exclude(crossed={})
    for other in alike:
        for axis in AXES:
            said = other.crossed[axis].items()
            found[axis] |= {label: word for label, word in said if word}
    return found
