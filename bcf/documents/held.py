"""What a narrative held, now or at an earlier revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bcf.submissions.models import Version
from bcf.tables import CellError, Column, Value

from .narrative import Question


def held_at(
    version: Version, questions: Sequence[Question], revision: int | None = None
) -> dict[tuple[str, str], Value]:
    """The answers of a version by section and column, as they stood at a revision.

    They are those of today with every later change taken back, the newest first. What was
    written past the product, by plain SQL, cannot be taken back and counts as there before.
    """
    columns = {question.place: question.column for question in questions}
    sections = {question.section for question in questions}
    held = {
        (section.key, key): value
        for section in sections
        for key, value in section.rows(version)[0].values.items()
    }
    later = [] if revision is None else version.changes.filter(revision__gt=revision)
    for change in later:
        held |= _undone(change.inverse, columns, {section.key for section in sections})
    return held


def _undone(
    inverse: dict[str, Any], columns: dict[tuple[str, str], Column], sections: Iterable[str]
) -> dict[tuple[str, str], Value]:
    """What a change took the place of."""
    return {
        (section, key): _read(columns[section, key], raw)
        for section in sections
        for row in inverse.get(section, ())
        for key, raw in row["raw"].items()
        if (section, key) in columns
    }


def _read(column: Column, raw: str) -> Value:
    """A value as the history keeps it; an entry that is in no list any more stays its key."""
    try:
        return column.parse(raw, {})
    except CellError:
        return raw
