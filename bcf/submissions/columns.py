"""Columns as an edition's questions ask for them."""

from __future__ import annotations

from collections.abc import Mapping

from bcf.editions.models import Question
from bcf.tables import LONGEST_TEXT, Column, Kind, Option, When

#: Entries of drop-down lists, by the list's name.
Lists = Mapping[str, tuple[Option, ...]]


def column_of(question: Question, lists: Lists, withdrawn: Lists, limit: str) -> Column:
    """The column of a question, with the entries that its list offers, and those withdrawn.

    `limit` says in its hint how many words it takes; empty where there is no limit.
    """
    conditions = tuple(
        When(condition.on, condition.op, tuple(filter(None, condition.values.split("|"))))
        for condition in question.conditions.all()
    )
    return Column(
        key=question.key,
        label=question.label,
        kind=Kind(question.kind),
        short_label=question.short_label,
        options=lists.get(question.choices, ()),
        withdrawn=withdrawn.get(question.choices, ()),
        follows=question.follows,
        need=question.need,
        computed=question.computed,
        field=question.field,
        year=question.year,
        group=question.group,
        hint=f"{question.hint} {limit}".strip(),
        rule=question.rule,
        max_length=question.max_length or LONGEST_TEXT,
        in_table=question.in_table,
        in_workbook=question.in_workbook,
        conditions=conditions,
    )
