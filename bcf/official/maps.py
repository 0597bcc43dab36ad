"""The map of an official file while it is a draft: made, and changed by a person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction

from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.sections import section_of, sections_of
from bcf.tables import Column, Kind
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.cells import address, row_and_column
from bcf.workbooks.kinds import kind_of
from bcf.workbooks.models import MappedArea, MappedColumn, MappedLabel, OfficialFile

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
        suggest_labels(made, column, structure)
    return made


def suggest_labels(area: MappedArea, mapped: MappedColumn, structure: Structure) -> None:
    """Keep what the list of a column's first cell calls our entries, where it can be told."""
    column = section_of(area.file.collection, area.section).column(mapped.column)
    for entry, label in entries_called(column, offered(area, mapped, structure)).items():
        keys = {"section": area.section, "column": mapped.column, "entry": entry}
        MappedLabel.objects.get_or_create(file=area.file, **keys, defaults={"label": label})


def offered(area: MappedArea, mapped: MappedColumn, structure: Structure) -> list[str]:
    """What the file's list offers in a column; nothing where it has none that can be read."""
    if not mapped.cell or area.sheet not in structure.sheets:
        return []
    return structure.entries(area.sheet, *row_and_column(mapped.cell)) or []


def new_headings(area: MappedArea, structure: Structure) -> list[Heading]:
    """The headings of a table that nothing of ours stands under, and that ask for something."""
    if area.answers or area.sheet not in structure.sheets:
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


def unlabelled(
    file: OfficialFile, area: MappedArea, mapped: MappedColumn, structure: Structure
) -> list[tuple[str, str]]:
    """The entries, key and label, of which nobody has said what the file's list calls them."""
    column: Column = section_of(file.collection, area.section).column(mapped.column)
    if column.kind is not Kind.CHOICE or not offered(area, mapped, structure):
        return []
    said = {
        label.entry
        for label in file.labels.all()
        if (label.section, label.column) == (area.section, mapped.column)
    }
    return [(option.key, option.label) for option in column.options if option.key not in said]
