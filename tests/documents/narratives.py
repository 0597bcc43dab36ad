"""A plan's narrative: written, read, and held against what a document says."""

from __future__ import annotations

from bcf.documents.reading import read_document
from bcf.documents.review import Review, review
from bcf.documents.word import narrative_document
from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.tables import Edit
from tests.factories import again, put, section

NAME = "narrative.docx"


def write(version: Version, by: User | None = None, **answers: object) -> Change:
    """Answer questions of the narrative, by their keys."""
    page = section(version, "narrative")
    change = put(version, Edit(uid=page.uid, raw=answers), key="narrative", by=by)
    version.refresh_from_db()
    return change


def answers(version: Version) -> dict[str, object]:
    """What is answered, by key."""
    (row,) = section(version, "narrative").rows(version)
    return dict(row.values)


def exported(version: Version) -> bytes:
    return narrative_document(again(version))


def looked_at(version: Version, data: bytes, **more: object) -> Review:
    """What a document would change in the version as it is now."""
    return review(again(version), read_document(NAME, data), **more)  # type: ignore[arg-type]


def changes(made: Review) -> dict[str, tuple[str, str]]:
    """The plan's text and the document's, by the question's key."""
    return {each.question.column.key: (each.now, each.new) for each in made.differences}
