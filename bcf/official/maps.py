"""The map of an official file while it is a draft: made, and changed by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction

from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.sections import section_of, sections_of
from bcf.tables import Column, Kind, Option
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.cells import address, row_and_column
from bcf.workbooks.kinds import kind_of
from bcf.workbooks.models import MappedArea, MappedColumn, MappedLabel, OfficialFile

from .crossed import AXES, suggest_crossings
from .drafting import draft, entries_called
from .structure import Heading, Structure


@lru_cache(maxsize=4)
def structure_of(pk: int) -> Structure:
    """How an uploaded file is made; its bytes never change."""
    return Structure(bytes(OfficialFile.objects.only("data").get(pk=pk).data))


@transaction.atomic
def learn(
    collection: Collection, name: str, data: bytes, sha256: str, structure: Structure, by: User
) -> OfficialFile:
    """Keep an uploaded file with a first map of it."""
    file = OfficialFile.objects.create(
        collection=collection,
        name=name,
        data=data,
        size=len(data),
        sha256=sha256,
        uploaded_by=by,
    )
    for area in draft(collection, structure):
        add_area(file, area, structure)
    return file


def add_area(file: OfficialFile, area: Area, structure: Structure) -> MappedArea:
    """Put an area at the end of a file's map, with what its lists call our entries."""
    last = file.areas.order_by("-position").values_list("position", flat=True).first()
    made = file.areas.create(
        position=(last or 0) + 1,
        section=area.section,
        sheet=area.sheet,
        where=dict(area.where),
        title=area.title,
        room=area.room,
        answers=area.answers,
        crossed={axis: {} for axis in AXES} if area.crossing else {},
    )
    found = any(anchor.cell for anchor in area.anchors.values())
    columns = [
        MappedColumn(
            area=made,
            column=key,
            name=anchor.name,
            heading=anchor.heading,
            cell=anchor.cell,
            # Beside the name of a source stand its amounts and nothing else.
            left_out=bool(area.where and area.answers and found and not anchor.cell),
        )
        for key, anchor in area.anchors.items()
    ]
    for column in MappedColumn.objects.bulk_create(columns):
        suggest(made, column, structure)
    if area.crossing:
        suggest_crossings(made, structure)
    return made


def suggest(area: MappedArea, mapped: MappedColumn, structure: Structure) -> None:
    """Keep what a column's first cell tells: what its list calls our entries, how it has shares."""
    _suggest_labels(area, mapped, structure)
    if whole_percents(area, mapped, structure):
        mapped.whole_percents = True
        mapped.save(update_fields=["whole_percents"])


def whole_percents(area: MappedArea, mapped: MappedColumn, structure: Structure) -> bool | None:
    """Whether a column's cells hold shares as whole percents; None where the file is silent."""
    if _column(area, mapped).kind is not Kind.PERCENT:
        return False
    if not mapped.cell or area.sheet not in structure.sheets:
        return None
    return structure.whole_percents(area.sheet, *row_and_column(mapped.cell))


def _suggest_labels(area: MappedArea, mapped: MappedColumn, structure: Structure) -> None:
    column = _column(area, mapped)
    keys = {"file": area.file, "section": area.section, "column": mapped.column}
    labels = [
        MappedLabel(**keys, entry=entry, label=label)
        for options, entries in offers(area, mapped, structure)
        for entry, label in entries_called(column.with_options(options), entries).items()
    ]
    MappedLabel.objects.bulk_create(labels, ignore_conflicts=True)


def offers(
    area: MappedArea, mapped: MappedColumn, structure: Structure
) -> list[tuple[tuple[Option, ...], list[str]]]:
    """Our entries, and what the file's list offers for them.

    A list that follows another one offers something else for each group of them. No groups
    where the file has no list that can be read.
    """
    column, lists = _column(area, mapped), lists_of(area, mapped, structure)
    if not lists:
        return []
    if not column.follows or "" in lists:
        return [(column.options, offered(area, mapped, structure))]
    leader = area.file.labels.filter(section=area.section, column=column.follows)
    called = dict(leader.values_list("entry", "label"))
    groups: dict[str, tuple[Option, ...]] = {}
    for option in column.options:
        groups[option.parent] = (*groups.get(option.parent, ()), option)
    return [(some, lists.get(called.get(parent, ""), [])) for parent, some in groups.items()]


def lists_of(
    area: MappedArea, mapped: MappedColumn, structure: Structure
) -> Mapping[str, list[str]] | None:
    """What the file's lists offer in a column, by what the cell says that they follow.

    None where it has none; empty where it has one that cannot be read. The rows that the
    edition names are called by the words in the column's own cells.
    """
    if not mapped.cell or area.sheet not in structure.sheets:
        return None
    if _column(area, mapped).given:
        return {"": structure.texts_below(area.sheet, *row_and_column(mapped.cell), area.room)}
    return structure.lists_of(area.sheet, *row_and_column(mapped.cell))


def offered(area: MappedArea, mapped: MappedColumn, structure: Structure) -> list[str]:
    """All that the file's list offers in a column; nothing where it has none to be read."""
    lists = lists_of(area, mapped, structure) or {}
    return list(dict.fromkeys(entry for entries in lists.values() for entry in entries))


def _column(area: MappedArea, mapped: MappedColumn) -> Column:
    return section_of(area.file.collection, area.section).column(mapped.column)


def new_headings(area: MappedArea, structure: Structure) -> list[Heading]:
    """The headings of a table that nothing of ours stands under, and that ask for something."""
    if area.answers or area.crossed or area.sheet not in structure.sheets:
        return []
    first = [row_and_column(mapped.cell) for mapped in area.columns.all() if mapped.cell]
    return list(structure.headings_beside(area.sheet, first))


def anchor_at(structure: Structure, sheet: str, cell: str, answers: bool) -> Anchor:
    """How the cell that a person points at is found again in another file of this kind.

    `cell` is the first cell of a column, or that of one answer.
    """
    row, column = row_and_column(cell)
    names = (
        name
        for name, span in structure.outline.names.items()
        if (span.sheet, span.top, span.left) == (sheet, row, column)
    )
    words = structure.beside if answers else structure.above
    heading = words(sheet, row, column)
    return Anchor(next(names, ""), heading, address(row, column))


class Kept(NamedTuple):
    """An area of ours that a map may have: a section, or its rows of one source."""

    key: str
    label: str
    area: Area


def kinds_of_areas(collection: Collection) -> Mapping[str, Kept]:
    """What a person may add a table for, by key."""
    found: dict[str, Kept] = {}
    for section in sections_of(collection):
        for area in kind_of(section).areas(section):
            if not area.optional:
                named = f"{section.title}: {area.title}" if area.where else section.title
                found[area.key] = Kept(area.key, named, area)
    return found


class Unlabelled(NamedTuple):
    """An entry of which nobody has said what the file's list calls it, and what that offers.

    `likely` is the one that is left over where everything else is known.
    """

    key: str
    label: str
    offered: Sequence[str]
    likely: str


def unlabelled(
    file: OfficialFile, area: MappedArea, mapped: MappedColumn, structure: Structure
) -> list[Unlabelled]:
    """The entries that a person has to find in the file's list."""
    column = _column(area, mapped)
    if column.kind is not Kind.CHOICE:
        return []
    said = {
        label.entry: label.label
        for label in file.labels.all()
        if (label.section, label.column) == (area.section, mapped.column)
    }
    of = section_of(file.collection, area.section).column(column.follows or column.key)
    found: list[Unlabelled] = []
    for options, entries in offers(area, mapped, structure):
        open_ = [option for option in options if entries and option.key not in said]
        taken = {said.get(option.key) for option in options}
        left = [entry for entry in entries if entry not in taken]
        likely = left[0] if len(left) == len(open_) == 1 else ""
        found += (Unlabelled(o.key, _told(o, of), entries, likely) for o in open_)
    return found


def _told(option: Option, leader: Column) -> str:
    """An entry's label, and what it belongs to."""
    return f"{option.label} ({leader.label_of(option.parent)})" if option.parent else option.label
