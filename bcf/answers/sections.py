"""Pages of questions: any number of them, one implementation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from bcf.kept import Kept, Slot
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Difference, Row, Value

from .models import Answer
from .store import AnswerKeys, Place, copy_answers, write_answers


class Questions(SectionKind):
    """A page of questions: one row, whose columns are the questions."""

    row_noun = "page"
    rows_vary = False

    @cached_property
    def uid(self) -> UUID:
        """The page's row is the same in every version, so its uid follows from its name."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.collection.code}/{self.key}")

    @cached_property
    def answer_keys(self) -> AnswerKeys:
        return AnswerKeys(self)

    def queryset(self, versions: Iterable[Version]) -> QuerySet:
        questions = [question.pk for question in self.questions.values()]
        return Answer.objects.filter(version__in=list(versions), question__in=questions)

    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        values = {
            key: next(value for value in found if value is not None)
            for key, *found in self._answers.run(version=version.pk)
        }
        return [Row(self.uid, 1, values)]

    @cached_property
    def _answers(self) -> Kept:
        """The key of each question that is answered, and all that an answer may be."""
        questions = [question.pk for question in self.questions.values()]
        answers = Answer.objects.filter(version=Slot("version"), question__in=questions)
        return Kept(
            lambda: answers.values_list("question__key", "text", "number", "date", "choice__key")
        )

    def last_position(self, version: Version) -> int:
        return 1

    def write(self, version: Version, difference: Difference, revision: int) -> None:
        values: dict[Place, Value] = {
            ("", change.column): change.now for change in difference.changed
        }
        columns = {column.key: column for column in self.columns}
        write_answers(version, columns, self.answer_keys, values, revision)

    def copy(self, old: Version, new: Version) -> None:
        copy_answers(old, new, [question.pk for question in self.questions.values()])
