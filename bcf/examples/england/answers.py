"""Answers to whatever an edition asks, made up by the kind of the question."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from django.conf import settings
from django.utils.module_loading import import_string

from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Value

#: How often a question is answered that needs no answer.
READINESS = 0.8
#: A plan without a mistake has been approved, and meets its conditions.
YES = "yes"


def make_up(
    section: SectionKind, columns: Iterable[Column], row: Mapping[str, Value], chance: Random
) -> dict[str, Value]:
    """Answers to those of `columns` that the row calls for; an earlier answer may call for more."""
    made: dict[str, Value] = {}
    for column in columns:
        if section.asked(column, {**row, **made}) and (
            column.need != "never" or chance.random() < READINESS
        ):
            made[column.key] = value_of(column, section.edition.starts, chance)
    if agreeing := settings.BCF_MADE_UP.get(section.section.kind):
        made = import_string(agreeing)(section, row, made)
    return made


def value_of(column: Column, day: datetime.date, chance: Random) -> Value:
    """An answer of the column's kind; a day is within half a year after `day`."""
    match column.kind:
        case Kind.CHOICE:
            keys = [option.key for option in column.options]
            return YES if YES in keys else chance.choice(keys)
        case Kind.DATE:
            return day + datetime.timedelta(days=chance.randint(60, 150))
        case Kind.TEXT if not column.in_workbook:
            return f"X{chance.randint(10_000, 99_999)}"
        case Kind.TEXT:
            return "Integrated commissioning manager" if "role" in column.key else "Made up"
        case _:
            return Decimal(chance.randint(1, 100))
