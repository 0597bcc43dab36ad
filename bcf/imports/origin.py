"""What an uploaded workbook was made from, and whether it belongs to the plan that was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.submissions.models import Version
from bcf.submissions.past import canonical_cells, rows_at
from bcf.submissions.sections import SectionKind
from bcf.workbooks.outline import Outline
from bcf.workbooks.stamp import Stamp, read_stamp

NO_STAMP = (
    "The file has no stamp, so nobody knows when it was exported."
    " It is compared with the plan as it stands now."
)
NO_BASE = (
    "What the plan held when this file was exported is not known any more."
    " It is compared with the plan as it stands now."
)


class WrongFile(Exception):
    """The file is not one for this plan; the message says whose it is, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Origin:
    """The stamp of a file, and the version it was exported from; None without a stamp."""

    stamp: Stamp | None
    version: Version | None

    def rows(self, section: SectionKind) -> Mapping[UUID, Mapping[str, str]] | None:
        """The section's rows when the file was exported; None where that is not known."""
        if self.stamp is None or self.version is None:
            return None
        return rows_at(self.version, section, self.stamp.revision)


def rows_now(version: Version, section: SectionKind) -> Mapping[UUID, Mapping[str, str]]:
    """The section's rows as they stand, in the same form."""
    return {row.uid: canonical_cells(section.columns, row) for row in section.rows(version)}


def origin_of(outline: Outline, opened: Version) -> Origin:
    """What the file says it was made from. Raises WrongFile where that is another plan."""
    stamp = read_stamp(outline)
    if stamp is None:
        return Origin(None, None)
    submission = opened.submission
    if (stamp.board, stamp.collection) != (submission.board.code, submission.collection.code):
        yours = named(submission.board.code, submission.collection.code)
        raise WrongFile(f"This file is {named(stamp.board, stamp.collection)}. You opened {yours}.")
    versions = submission.versions.select_related("submission__collection__edition")
    version = versions.filter(number=stamp.version).first()
    if version is None:
        raise WrongFile(
            f"This file is of version {stamp.version} of the plan, which there has never been here."
            f" You opened version {opened.number}."
        )
    return Origin(stamp, version)


def named(board: str, collection: str) -> str:
    """Whose plan it is: "Exampleshire's 2023-25 plan"; by its codes where nobody knows them."""
    owner = Board.objects.filter(code=board).first() or board
    asked = Collection.objects.filter(code=collection).first() or collection
    return f"{owner}'s {asked}"
