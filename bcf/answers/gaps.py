"""Which needed answers are missing: in all sections and versions asked about, read at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol
from uuid import UUID

from bcf.editions.models import Need, Question, Section
from bcf.kept import VERSIONS, Kept
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.submissions.told import Gap, Gaps
from bcf.tables import Column, Value

from .models import Answer, Record

#: Stands for any value but a choice: conditions only ask whether there is one.
FILLED = "filled"


class AskedRow(NamedTuple):
    """A row: its uid, what its answers are kept under, what it is called, its own words."""

    uid: UUID
    kept_under: str
    name: str = ""
    words: Mapping[str, Value] = MappingProxyType({})


#: The uids of records in their order, by section (its id) and version (its id).
RecordUids = Mapping[int, Mapping[int, Sequence[UUID]]]


class Asking(Protocol):
    """A section whose cells are answers, some of them `needed`."""

    key: str
    section: Section
    rows_vary: bool
    questions: dict[str, Question]

    @property
    def needed(self) -> Sequence[Column]: ...

    def column(self, key: str) -> Column: ...

    def asked(self, column: Column, row: Mapping[str, Value]) -> bool: ...

    def asked_rows(
        self, versions: Sequence[int], records: RecordUids
    ) -> Mapping[int, Sequence[AskedRow]]: ...


class Cell(NamedTuple):
    """Where an answer is: its version's id, its row, its question's id."""

    version: int
    row: str
    question: int


def needed_of(section: SectionKind) -> list[Column]:
    """The columns whose answers are needed by a rule."""
    return [c for c in section.columns if c.rule and c.need != Need.NEVER and c.is_typed]


def find_gaps(sections: Sequence[Asking], versions: Sequence[Version]) -> Gaps:
    """The cells in which an answer is needed and missing, of each version with rows.

    Two statements, however many sections and versions.
    """
    asking = [section for section in sections if section.needed]
    ids = [version.pk for version in versions]
    held, records = _held(asking, ids), record_uids(asking, ids)
    return {
        (section.key, version): [gap for row in rows for gap in _gaps(section, version, row, held)]
        for section in asking
        for version, rows in section.asked_rows(ids, records).items()
    }


def _held(asking: Sequence[Asking], versions: list[int]) -> dict[Cell, str]:
    """Every cell that something stands in, with the key of a choice."""
    questions = tuple(q.pk for section in asking for q in section.questions.values())
    found = _answers(questions).run(versions=versions) if questions else []
    return {Cell(*place): choice or FILLED for *place, choice in found}


@lru_cache(maxsize=32)
def _answers(questions: tuple[int, ...]) -> Kept:
    answers = Answer.objects.filter(version__any_of=VERSIONS, question__in=questions)
    return Kept(lambda: answers.values_list("version", "row", "question", "choice__key"))


def record_uids(asking: Sequence[Asking], versions: list[int]) -> RecordUids:
    """The records of all sections asked about that have them, in one statement."""
    sections = tuple(section.section.pk for section in asking if section.rows_vary)
    uids: dict[int, dict[int, list[UUID]]] = {section: {} for section in sections}
    for section, version, uid in _rows(sections).run(versions=versions) if sections else ():
        uids[section].setdefault(version, []).append(uid)
    return uids


@lru_cache(maxsize=32)
def _rows(sections: tuple[int, ...]) -> Kept:
    records = Record.objects.filter(version__any_of=VERSIONS, section__in=sections)
    ordered = records.order_by("section", "version", "position", "pk")
    return Kept(lambda: ordered.values_list("section", "version", "uid"))


def _gaps(section: Asking, version: int, row: AskedRow, held: Mapping[Cell, str]) -> Iterator[Gap]:
    values: dict[str, Value] = {
        key: held.get(Cell(version, row.kept_under, question.pk))
        for key, question in section.questions.items()
    }
    values |= row.words
    for column in section.needed:
        if values[column.key] is not None:
            continue
        if section.asked(column, values):
            yield Gap(row.uid, row.name, column)
        elif decides := _undecided(section, column, values):
            yield Gap(row.uid, row.name, column, decides)


def _undecided(section: Asking, column: Column, values: Mapping[str, Value]) -> Column | None:
    """The empty cell that would have to say whether this one is needed."""
    failing = [condition for condition in column.conditions if not condition.holds(values)]
    if failing and all(c.values and values.get(c.on) is None for c in failing):
        return section.column(failing[0].on)
    return None
