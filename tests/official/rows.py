"""An official file with a row in every table of its map."""

from __future__ import annotations

from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.workbooks.models import FilledFile, MappedArea, OfficialFile


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
