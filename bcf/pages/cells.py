"""How a cell's value is written: as people type it, and as they read it."""

from __future__ import annotations

import datetime
from decimal import Decimal

from bcf import figures
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row, Value

#: The group of columns that stands last in a row's form.
NOTES = "Notes"


def typed(column: Column, value: Value) -> str:
    """A value as a control holds it: a choice by its key, an amount with its commas."""
    if isinstance(value, Decimal):
        return figures.amount(value) if column.kind is Kind.MONEY else figures.number(value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return value or ""


def told(column: Column, value: Value, pence: bool | None = None) -> str:
    """A value as a table shows it: a choice by its label. `pence` is the whole column's."""
    if column.kind is Kind.CHOICE:
        return column.label_of(value)
    if isinstance(value, datetime.date):
        return figures.full_date(value)
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        return figures.percent(value)
    if column.kind is Kind.MONEY and isinstance(value, Decimal):
        return figures.amount(value, pence)
    return typed(column, value)


def full_label(column: Column) -> str:
    """The edition's heading, with the year where the heading only counts years or has none."""
    short = f"{column.year[2:4]}/{column.year[5:7]}"
    says_year = not column.year or column.year in column.label or short in column.label
    return column.label if says_year else f"{column.label}, {column.year}"


def said(section: SectionKind, row: Row) -> list[tuple[str, str]]:
    """What else stands in a row of the edition's that nobody types: each column and its text."""
    if section.rows_vary:
        return []
    worked_out = [column for column in section.columns if column.computed]
    texts = [(full_label(column), told(column, row.get(column.key))) for column in worked_out]
    return [(name, text) for name, text in texts if text]
