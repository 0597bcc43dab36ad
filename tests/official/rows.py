"""An official file with a row in every table of its map."""

from __future__ import annotations

from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.workbooks.models import FilledFile, MappedArea, OfficialFile
from bcf.workbooks.official import Map
from tests.factories import person


def uploaded(version: Version, data: bytes = b"made up", **fields: object) -> OfficialFile:
    """A draft for the collection of this version."""
    return OfficialFile.objects.create(
        collection=version.submission.collection,
        name="made-up-template.xlsx",
        data=data,
        size=len(data),
        sha256="0" * 64,
        uploaded_by=User.objects.get(email="noor@example.net"),
        **fields,
    )


def with_a_map(version: Version) -> OfficialFile:
    """A file whose map has one of everything, and that was filled once."""
    file = uploaded(version)
    area = MappedArea.objects.create(file=file, position=1, section="cover", sheet="Cover")
    area.columns.create(column="signed", cell="B2")
    file.labels.create(section="expenditure", column="source", entry="dfg", label="Grant")
    file.figures.create(sheet="Sums", cell="B2", figure="income:2023-24")
    FilledFile.objects.create(file=file, version=version, revision=1, sha256="1" * 64)
    return file


def in_use(version: Version, data: bytes, wanted: Map) -> OfficialFile:
    """A file with this map, put in use."""
    used = {"used_since": "2026-11-22T12:00:00Z", "put_in_use_by": person("analyst", "E92000001")}
    file = uploaded(version, data, **used)
    for position, area in enumerate(wanted.areas, start=1):
        made = file.areas.create(
            position=position,
            section=area.section,
            sheet=area.sheet,
            where=dict(area.where),
            room=area.room,
            answers=area.answers,
        )
        for key, (name, heading, cell) in area.anchors.items():
            made.columns.create(column=key, name=name, heading=heading, cell=cell)
    for (section, column), names in wanted.labels.items():
        for entry, label in names.items():
            file.labels.create(section=section, column=column, entry=entry, label=label)
    for (sheet, cell), figure in wanted.figures.items():
        file.figures.create(sheet=sheet, cell=cell, figure=figure)
    return file
