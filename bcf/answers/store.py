"""Reading and writing answers: the cells that have no typed field."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, TextField
from django.db.models.functions import Cast, JSONObject

from bcf.copying import Copier
from bcf.editions.models import Choice
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Value

from .models import Answer

#: Where an answer is: its row ("" for a page of questions) and its column's key.
Place = tuple[str, str]


class AnswerKeys:
    """The ids behind the keys of a section's questions and of their choices."""

    def __init__(self, section: SectionKind) -> None:
        self.questions = {question.key: question.pk for question in section.questions.values()}
        ids = {
            (choice.list, choice.key): choice.pk
            for choice in Choice.objects.filter(edition=section.edition)
        }
        self.choices = {
            (column.key, option.key): ids[section.questions[column.key].choices, option.key]
            for column in section.columns
            if not column.field
            for option in (*column.options, *column.withdrawn)
        }


def cells_of(row: Any) -> ArraySubquery:
    """The answers of one row of the version at hand, for `read_cells`."""
    return ArraySubquery(
        Answer.objects.filter(version=OuterRef("version"), row=Cast(OuterRef(row), CharField()))
        .order_by("pk")
        .values(
            cell=JSONObject(
                key="question__key",
                text="text",
                number=Cast("number", TextField()),
                date="date",
                choice="choice__key",
            )
        )
    )


def read_cells(cells: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    """The values of one row, by column key."""
    return {cell["key"]: _value(cell) for cell in cells}


def _value(cell: Mapping[str, Any]) -> Value:
    if cell["number"] is not None:
        return Decimal(cell["number"])
    if cell["date"] is not None:
        return datetime.date.fromisoformat(cell["date"])
    return cell["text"] if cell["text"] is not None else cell["choice"]


def write_answers(
    version: Version,
    columns: Mapping[str, Column],
    keys: AnswerKeys,
    values: Mapping[Place, Value],
    revision: int,
) -> None:
    """Store answers set-wise; an empty value takes the answer away."""
    blank: dict[str, list[str]] = {}
    for (row, key), value in values.items():
        if value is None:
            blank.setdefault(key, []).append(row)
    for key, rows in blank.items():
        question = keys.questions[key]
        Answer.objects.filter(version=version, question=question, row__in=rows).delete()
    answers = [
        Answer(
            version=version,
            question_id=keys.questions[key],
            row=row,
            revision=revision,
            **_fields(columns[key], keys, value),
        )
        for (row, key), value in values.items()
        if value is not None
    ]
    if answers:
        Answer.objects.bulk_create(
            answers,
            update_conflicts=True,
            unique_fields=["version", "question", "row"],
            update_fields=["text", "number", "date", "choice", "revision"],
        )


def add_answers(
    copier: Copier,
    version: int,
    columns: Mapping[str, Column],
    keys: AnswerKeys,
    values: Mapping[Place, Value],
    revision: int,
) -> None:
    """Keep answers for copying, of places where nothing was answered yet."""
    for (row, key), value in values.items():
        copier.add(
            Answer,
            version_id=version,
            question_id=keys.questions[key],
            row=row,
            revision=revision,
            **_EMPTY | _fields(columns[key], keys, value),
        )


_EMPTY = dict.fromkeys(("text", "number", "date", "choice_id"))


def _fields(column: Column, keys: AnswerKeys, value: Value) -> dict[str, Any]:
    match column.kind:
        case Kind.CHOICE:
            return {"choice_id": keys.choices[column.key, str(value)]}
        case Kind.DATE:
            return {"date": value}
        case Kind.TEXT:
            return {"text": value}
        case _:
            return {"number": value}


def delete_rows(version: Version, rows: Iterable[str]) -> None:
    """Take away every answer of these rows."""
    Answer.objects.filter(version=version, row__in=list(rows)).delete()


def copy_answers(old: Version, new: Version, questions: Iterable[int]) -> None:
    """Copy the answers to these questions into another version."""
    answers = list(Answer.objects.filter(version=old, question__in=list(questions)))
    for answer in answers:
        answer.pk = None
        answer.version = new
        answer.revision = new.revision
    Answer.objects.bulk_create(answers)
