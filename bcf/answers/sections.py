"""Sections whose cells are answers: pages of questions, rows the edition names, records."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bcf.copying import Copier
from bcf.editions.models import Section
from bcf.kept import Kept, Slot
from bcf.submissions.models import Version
from bcf.submissions.sections import Locks, SectionKind
from bcf.tables import Column, Difference, Lock, Option, Row, Value

from .gaps import AskedRow, RecordUids, find_gaps, needed_of
from .models import Answer, Record
from .store import AnswerKeys, Place, add_answers, copy_answers, write_answers
from .told import find_told
from .typed import TypedRows, Values

#: The field of the column that says which of the edition's rows it is.
LABEL = "label"
#: The fields of the computed columns that show a row's other words.
WORDS = ("key", "group", "subject", "period", "hint")
#: Longer labels are sentences, and rows with such are called by their keys.
LONGEST_NAME = 60

NOT_CHANGED = "The edition says which rows there are. This is not changed here."


class FixedRows(SectionKind):
    """Rows that the edition names (`SectionRow`), under columns that are questions.

    The column of the field `label` says which row it is, by a list of all rows that the
    data calls as the section. Its value is the row's key, and nobody changes it. Computed
    columns of the fields in `WORDS` show the row's other words.
    """

    rows_vary = False
    named_by: tuple[str, ...] = (LABEL,)
    match_on: tuple[str, ...] = (LABEL,)
    find_gaps = staticmethod(find_gaps)
    find_told = staticmethod(find_told)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The edition's columns, that of the label among them."""
        return tuple(replace(c, given=c.field == LABEL) for c in super().columns)

    def lists(self) -> dict[str, tuple[Option, ...]]:
        rows = tuple(Option(row.key, row.label) for row in self.section.rows.all())
        return {**super().lists(), self.key: rows}

    @cached_property
    def keys(self) -> dict[UUID, str]:
        """Under what the answers of each row are kept, by uid, in the edition's order.

        A row is the same in every version, so its uid follows from its name.
        """
        return {self._uid(row.key): row.key for row in self.section.rows.all()}

    def _uid(self, *names: str) -> UUID:
        return uuid.uuid5(uuid.NAMESPACE_URL, "/".join([self.collection.code, self.key, *names]))

    @cached_property
    def words(self) -> dict[str, dict[str, Value]]:
        """What the edition itself says in the cells of each row, by the row's key."""
        shown = {c.key: c.field for c in self.columns if c.computed and c.field in WORDS}
        labels = {column.key for column in self.columns if column.given}
        return {
            row.key: {
                **{column: getattr(row, field) or None for column, field in shown.items()},
                **dict.fromkeys(labels, row.key),
            }
            for row in self.section.rows.all()
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """What each row is called in a sentence, by its key."""
        rows = self.section.rows.all()
        short = all(len(row.label) <= LONGEST_NAME for row in rows)
        return {row.key: row.label if short else row.key for row in rows}

    @cached_property
    def answered(self) -> dict[str, Column]:
        """The columns held as answers, by key."""
        return {c.key: c for c in self.columns if not c.field and not c.computed}

    @cached_property
    def answer_keys(self) -> AnswerKeys:
        return AnswerKeys(self)

    @cached_property
    def needed(self) -> list[Column]:
        """The columns whose answers are needed by a rule."""
        return needed_of(self)

    def uid_of(self, kept: str) -> str:
        return str(self._uid(kept))

    # Out.

    def queryset(self, versions: Iterable[Version]) -> QuerySet:
        """The answers in the cells: a row without any has nothing to add up."""
        questions = [question.pk for question in self.questions.values()]
        return Answer.objects.filter(version__in=list(versions), question__in=questions)

    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        cells = {key: dict(self.words.get(key, {})) for key in self.keys.values()}
        for row, column, *found in self._answers.run(version=version.pk):
            if row in cells:
                cells[row][column] = next(value for value in found if value is not None)
        return [
            Row(uid, place, self.compute(cells[key]))
            for place, (uid, key) in enumerate(self.keys.items(), start=1)
            if uids is None or uid in uids
        ]

    def compute(self, values: dict[str, Value]) -> dict[str, Value]:
        """Add the values of computed columns that follow from the row alone."""
        return values

    def changed_since(self, version: Version, revision: int) -> set[UUID]:
        """By the changes themselves: an answer that was cleared leaves nothing behind."""
        inverses = version.changes.filter(revision__gt=revision).values_list("inverse", flat=True)
        return {UUID(row["uid"]) for inverse in inverses for row in inverse.get(self.key, ())}

    def numbers(self, version: Version) -> dict[UUID, int]:
        return {uid: number for number, uid in enumerate(self.keys, start=1)}

    @cached_property
    def _answers(self) -> Kept:
        """Each answer: its row, the key of its question, and all that it may be."""
        questions = [question.pk for question in self.questions.values()]
        answers = Answer.objects.filter(version=Slot("version"), question__in=questions)
        held = ("row", "question__key", "text", "number", "date", "choice__key")
        return Kept(lambda: answers.values_list(*held))

    def last_position(self, version: Version) -> int:
        return len(self.keys)

    def asked_rows(
        self, versions: Sequence[int], records: RecordUids
    ) -> Mapping[int, Sequence[AskedRow]]:
        """The rows in which answers are needed: the same of each version, by its id."""
        rows = [
            AskedRow(uid, key, self.names.get(key, ""), self.words.get(key, {}))
            for uid, key in self.keys.items()
        ]
        return dict.fromkeys(versions, rows) if rows else {}

    # In.

    def locks(self, version: Version, rows: Sequence[Row]) -> Locks:
        given = [column.key for column in self.columns if column.given]
        return {(row.uid, key): Lock(row.get(key), NOT_CHANGED) for row in rows for key in given}

    def write(self, version: Version, difference: Difference, revision: int) -> None:
        # Where nothing was answered yet, nothing is in the way of COPY.
        new: dict[Place, Value] = {}
        held: dict[Place, Value] = {}
        for change in difference.changed:
            answers = new if change.was is None else held
            answers[self.keys[change.uid], change.column] = change.now
        copier = Copier(len(new))
        add_answers(copier, version.pk, self.answered, self.answer_keys, new, revision)
        copier.copy()
        write_answers(version, self.answered, self.answer_keys, held, revision)

    def copy(self, old: Version, new: Version) -> None:
        copy_answers(old, new, [question.pk for question in self.questions.values()])


class Questions(FixedRows):
    """A page of questions: one row without a name, whose columns are the questions."""

    row_noun = "page"
    is_page = True
    named_by = ()
    match_on = ()

    @cached_property
    def uid(self) -> UUID:
        """That of the page's one row."""
        return self._uid()

    @cached_property
    def keys(self) -> dict[UUID, str]:
        return {self.uid: ""}

    def uid_of(self, kept: str) -> str:
        return str(self.uid)


class Records(TypedRows):
    """Rows that people add, and all of whose cells are answers. The first column names one."""

    model = Record
    find_gaps = staticmethod(find_gaps)
    find_told = staticmethod(find_told)

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.named_by = self.match_on = tuple(self.questions)[:1]

    @property
    def every(self) -> QuerySet[Any]:
        return Record.objects.filter(section=self.section.pk)

    @cached_property
    def needed(self) -> list[Column]:
        """The columns whose answers are needed by a rule."""
        return needed_of(self)

    def asked_rows(
        self, versions: Sequence[int], records: RecordUids
    ) -> Mapping[int, Sequence[AskedRow]]:
        """The rows in which answers are needed, of each version that has any, by its id."""
        noun = self.row_noun.capitalize()
        return {
            version: [AskedRow(uid, str(uid), f"{noun} {n}") for n, uid in enumerate(uids, 1)]
            for version, uids in records[self.section.pk].items()
        }

    def fields(self, rows: Mapping[UUID, Values]) -> dict[UUID, dict[str, Any]]:
        return {uid: {"section_id": self.section.pk} for uid in rows}

    def copy(self, old: Version, new: Version) -> None:
        self.copy_lines(list(self.queryset([old])), new)
        self.copy_cells(old, new)
