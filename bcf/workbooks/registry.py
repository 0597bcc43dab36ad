"""The official files in use, and the register of what was filled from them."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of

from .areas import Anchor, Area
from .crossed import crossing_of
from .models import FilledFile, MappedArea, OfficialFile
from .official import Map, Official


def in_use(collection: Collection) -> OfficialFile | None:
    """The official file that workbooks of a collection are filled from, without its bytes."""
    used = OfficialFile.objects.filter(collection=collection, retired_at=None)
    return used.exclude(used_since=None).defer("data").first()


def map_of(file: OfficialFile) -> Map:
    """The map of an official file as it stands now."""
    areas = file.areas.prefetch_related("columns")
    labels: dict[tuple[str, str], dict[str, str]] = {}
    for label in file.labels.all():
        labels.setdefault((label.section, label.column), {})[label.entry] = label.label
    figures = {(figure.sheet, figure.cell): figure.figure for figure in file.figures.all()}
    return Map(file.collection, tuple(_area(area) for area in areas), labels, figures)


def _area(area: MappedArea) -> Area:
    anchors = {
        column.column: Anchor(column.name, column.heading, column.cell)
        for column in area.columns.all()
        if not column.left_out
    }
    section = section_of(area.file.collection, area.section)
    key = f"{area.section}-{area.position}"
    return Area(
        *(key, area.section, area.sheet, anchors, area.where),
        title=area.title,
        room=area.room,
        answers=area.answers,
        crossing=crossing_of(section, area.crossed) if area.crossed else None,
        whole_percents=frozenset(c.column for c in area.columns.all() if c.whole_percents),
    )


def compiled(file: OfficialFile) -> Official:
    """A file in use, ready to be filled: its map does not change any more."""
    return _compiled(file.pk)


@lru_cache(maxsize=4)
def _compiled(pk: int) -> Official:
    file = OfficialFile.objects.select_related("collection__edition").get(pk=pk)
    return Official(bytes(file.data), map_of(file))


def registered(sha256: str) -> FilledFile | None:
    """What was filled when a file of these bytes was sent; None for any other file."""
    sent = FilledFile.objects.filter(sha256=sha256).select_related(
        "version__submission__board", "version__submission__collection__edition"
    )
    return sent.order_by("-revision").first()


def fill(file: OfficialFile, version: Version, by: User | None) -> bytes:
    """The file with what a version holds; the register remembers what was sent.

    Raises DoesNotFit.
    """
    data = compiled(file).fill(version)
    FilledFile.objects.get_or_create(
        version=version,
        revision=version.revision,
        sha256=hashlib.sha256(data).hexdigest(),
        defaults={"file": file, "by": by},
    )
    return data
