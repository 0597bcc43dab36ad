"""A small section for pastes: its columns, two lines, and what there is to plan."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from bcf.pastes.answers import Answers
from bcf.pastes.clipboard import read_text
from bcf.pastes.preview import Paste, Preview, Target, preview
from bcf.tables import Column, Kind, Option, Row, Value

TYPES = (Option("carers", "Carers Services"), Option("home", "Home Care"))
SUB_TYPES = (
    Option("carers.respite", "Respite services", "carers"),
    Option("carers.other", "Other", "carers"),
    Option("home.packages", "Domiciliary care packages", "home"),
    Option("home.other", "Other", "home"),
)
SOURCES = (Option("dfg", "DFG"), Option("nhs", "Minimum NHS Contribution"))
PROVIDERS = (Option("la", "Local Authority"), Option("private", "Private Sector"))
FIRST, SECOND = "amount_2023-24", "amount_2024-25"


def column(key: str, label: str, kind: Kind, **more: Any) -> Column:
    return Column(key, label, kind, **{"field": key, **more})


COLUMNS = (
    column("scheme_code", "Scheme ID", Kind.TEXT, short_label="ID", max_length=20),
    column("scheme_name", "Scheme Name", Kind.TEXT, short_label="Name"),
    column("description", "Brief Description of Scheme", Kind.TEXT, field=""),
    column("scheme_type", "Scheme Type", Kind.CHOICE, options=TYPES),
    column("sub_type", "Sub Types", Kind.CHOICE, options=SUB_TYPES, follows="scheme_type"),
    column("output_2023-24", "Expected outputs 2023-24", Kind.NUMBER, short_label="2023-24",
           field="output", year="2023-24"),
    column("unit", "Units", Kind.CHOICE, computed=True),
    column("provider", "Provider", Kind.CHOICE, options=PROVIDERS),
    column("source", "Source of Funding", Kind.CHOICE, options=SOURCES),
    column(FIRST, "Expenditure 23/24 (£)", Kind.MONEY, short_label="2023-24 (£)",
           field="amount", year="2023-24"),
    column(SECOND, "Expenditure 24/25 (£)", Kind.MONEY, short_label="2024-25 (£)",
           field="amount", year="2024-25"),
)  # fmt: skip
TABLE = tuple(column for column in COLUMNS if column.field)
NAMES = ("scheme_code", "scheme_name")
MATCH_ON = (*NAMES, "scheme_type", "sub_type", "provider", "source")


def line(**values: Value) -> Row:
    named = {key.replace("first", FIRST).replace("second", SECOND): v for key, v in values.items()}
    return Row(uuid.uuid4(), 1, named)


def target(*lines: Row, funds: dict[tuple[str, str], Decimal] | None = None) -> Target:
    return Target(COLUMNS, TABLE, lines, NAMES, MATCH_ON, "source", funds or {})


def tsv(*rows: str) -> str:
    """Rows written with | between their cells."""
    return "\n".join(row.replace("|", "\t") for row in rows)


def look(*rows: str, into: Target | None = None, at: Any = None, **answers: Any) -> Preview:
    """The preview of rows written with | between their cells; `at` is a line and a column."""
    uid, key = at or (None, "")
    paste = Paste(read_text(tsv(*rows)), at_row=uid, at_column=key)
    return preview(paste, into or target(), Answers(**answers))


def outcomes(made: Preview) -> dict[int, str]:
    return {row.number: made.outcome(row) for row in made.rows}
