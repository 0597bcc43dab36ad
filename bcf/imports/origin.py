"""What an uploaded workbook was made from, and whether it belongs to the plan that was opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.submissions.models import Version
from bcf.submissions.past import rows_at
from bcf.submissions.sections import SectionKind
from bcf.workbooks.areas import Area
from bcf.workbooks.kinds import own_areas
from bcf.workbooks.official import Official
from bcf.workbooks.outline import Outline
from bcf.workbooks.reading import Labels
from bcf.workbooks.registry import compiled, in_use, registered
from bcf.workbooks.stamp import read_stamp

NO_STAMP = (
    "The file has no stamp, so nobody knows when it was exported."
    " It is compared with the plan as it stands now."
)
OFFICIAL = (
    "An official file has no mark of when it was filled, and this one was changed since."
    " It is compared with the plan as it stands now."
)
NO_BASE = (
    "What the plan held when this file was exported is not known any more."
    " It is compared with the plan as it stands now."
)
#: Rows by uid: their typed cells in canonical form.
Lines = Mapping[UUID, Mapping[str, str]]


class WrongFile(Exception):
    """The file is not one for this plan; the message says whose it is, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Origin:
    """The version and the revision that a file was made from; no version where it does not say.

    `official` is the official file that was filled; None for a workbook of ours.
    """

    version: Version | None = None
    revision: int = 0
    official: Official | None = None

    @property
    def note(self) -> str:
        """What a person has to know of a file that does not say when it was made."""
        if self.version is not None:
            return ""
        return OFFICIAL if self.official else NO_STAMP

    @property
    def areas(self) -> Iterable[Area]:
        """Where an official file holds what."""
        return self.official.map.areas if self.official else ()

    def labels(self, section: SectionKind) -> Labels:
        """What an official file calls the entries of lists."""
        return self.official.map.entries(section.key) if self.official else {}

    def rows(self, opened: Version, section: SectionKind, now: Lines) -> Lines | None:
        """The section's rows when the file was exported; None where that is not known.

        `now` are those of the plan that was opened, as they stand.
        """
        if self.version is None:
            return None
        if (self.version, self.revision) == (opened, opened.revision):
            return now
        return rows_at(self.version, section, self.revision)


def origin_of(outline: Outline, opened: Version) -> Origin:
    """What the file says it was made from. Raises WrongFile where that is another plan."""
    stamp = read_stamp(outline)
    if stamp is not None:
        _must_be(opened, stamp.board, stamp.collection)
        return Origin(_version(opened, stamp.version), stamp.revision)
    if sent := registered(outline.sha256):
        submission = sent.version.submission
        _must_be(opened, submission.board.code, submission.collection.code)
        return Origin(sent.version, sent.revision, compiled(sent.file))
    used = in_use(opened.submission.collection)
    ours = any(area.is_named_in(outline) for area in own_areas(opened.submission.collection))
    return Origin(official=compiled(used)) if used and not ours else Origin()


def _must_be(opened: Version, board: str, collection: str) -> None:
    submission = opened.submission
    if (board, collection) != (submission.board.code, submission.collection.code):
        yours = named(submission.board.code, submission.collection.code)
        raise WrongFile(f"This file is {named(board, collection)}. You opened {yours}.")


def _version(opened: Version, number: int) -> Version:
    if number == opened.number:
        return opened
    versions = opened.submission.versions.select_related("submission__collection__edition")
    version = versions.filter(number=number).first()
    if version is None:
        raise WrongFile(
            f"This file is of version {number} of the plan, which there has never been here."
            f" You opened version {opened.number}."
        )
    return version


def named(board: str, collection: str) -> str:
    """Whose plan it is: "Exampleshire's 2023-25 plan"; by its codes where nobody knows them."""
    owner = Board.objects.filter(code=board).first() or board
    asked = Collection.objects.filter(code=collection).first() or collection
    return f"{owner}'s {asked}"
