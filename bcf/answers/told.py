"""What stands in some columns of sections of answers, in all versions asked about at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version
from bcf.submissions.told import Told, ToldRow
from bcf.tables import Value

from .gaps import AskedRow, Asking, Cell, record_uids
from .models import Answer


def find_told(asked: Mapping[Asking, Sequence[str]], versions: Sequence[Version]) -> Told:
    """Every row of each section and version, in order, with what stands in the columns asked for.

    Two statements, however many sections and versions.
    """
    ids = [version.pk for version in versions]
    questions = [section.questions[key].pk for section, keys in asked.items() for key in keys]
    held: dict[Cell, Value] = {
        Cell(version, row, question): next(value for value in found if value is not None)
        for version, row, question, *found in _answers(tuple(questions)).run(versions=ids)
    }
    records = record_uids(list(asked), ids)
    told: dict[int, dict[str, list[ToldRow]]] = {}
    for section, keys in asked.items():
        for version, rows in section.asked_rows(ids, records).items():
            told.setdefault(version, {})[section.key] = [
                _told(section, keys, version, row, held) for row in rows
            ]
    return told


def _told(
    section: Asking, keys: Sequence[str], version: int, row: AskedRow, held: Mapping[Cell, Value]
) -> ToldRow:
    values = {
        key: held.get(Cell(version, row.kept_under, section.questions[key].pk)) for key in keys
    }
    return ToldRow(row.uid, row.name, values)


@lru_cache(maxsize=32)
def _answers(questions: tuple[int, ...]) -> Kept:
    answers = Answer.objects.filter(version__any_of=VERSIONS, question__in=questions)
    held = ("text", "number", "date", "choice__key")
    return Kept(lambda: answers.values_list("version", "row", "question", *held))
