"""What a narrative held, now or at an earlier revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from bcf.submissions.models import Version
from bcf.submissions.past import rows_at, rows_now
from bcf.submissions.sections import SectionKind
from bcf.tables import CellError, Column, Value

from .narrative import Question

#: What a narrative held in one state, by section and column.
Answers = Mapping[tuple[str, str], Value]


def held_at(
    version: Version, questions: Sequence[Question], revision: int | None = None
) -> Answers | None:
    """A version's answers as they are, or were at a revision; None where nobody can tell."""
    held: dict[tuple[str, str], Value] = {}
    for section in {question.section for question in questions}:
        rows = _rows(version, section, revision)
        if rows is None:
            return None
        cells = next(iter(rows.values()), {})
        columns = (question.column for question in questions if question.section == section)
        held |= {(section.key, c.key): _value(c, cells.get(c.key, "")) for c in columns}
    return held


def _rows(
    version: Version, section: SectionKind, revision: int | None
) -> Mapping[UUID, Mapping[str, str]] | None:
    if revision is None:
        return rows_now(version, section)
    return rows_at(version, section, revision)


def _value(column: Column, text: str) -> Value:
    """A canonical text as a value; an entry that is in no list any more stays its key."""
    try:
        return column.parse(text, {})
    except CellError:
        return text
