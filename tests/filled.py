"""Plans of any collection, with lines in each of their tables, for tests of what all share."""

from __future__ import annotations

import csv
import datetime
import random
from decimal import Decimal

from django.conf import settings

from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Column, Edit, Kind, Row, Value
from bcf.tables.numbers import LARGEST
from tests.factories import plan, put

WORDS = [
    *("Telecare", "=1+1", "+44", "-", "@here", "Côté «deux»", "Ünïcödé", "日本語の計画", "خطة"),
    *("zażółć", "👩‍⚕️ home", "a\nb", "a\tb", "<b>&amp;</b>", "'); DROP TABLE x;--", "%s", "NULL"),
]


def collections() -> list[str]:
    """The codes of every collection in the reference files, which need no database."""
    codes = []
    for file in sorted((settings.FIXTURES / "reference" / "editions").glob("*/collections.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            codes += [row["code"] for row in csv.DictReader(rows)]
    return codes


def filled(board: str, collection: str, rows: int = 3, most: Decimal = LARGEST) -> Version:
    """A board's plan with answers to its questions, and so many lines more in each table.

    No figure is above `most`.
    """
    version = plan(board, collection)
    dice = random.Random(collection)
    for kind in sections_of(version.submission.collection):
        if kind.rows_vary:
            edits = [Edit(raw=any_row(kind, version, dice, most)) for _ in range(rows)]
        else:
            edits = [
                Edit(
                    raw=_unlocked(kind, version, row, any_row(kind, version, dice, most)),
                    uid=row.uid,
                )
                for row in kind.rows(version)[: max(rows, 1)]
            ]
        put(version, *edits, key=kind.key)
    return version


def _unlocked(
    kind: SectionKind, version: Version, row: Row, cells: dict[str, Value]
) -> dict[str, Value]:
    """The cells that the row leaves open."""
    locks = kind.locks(version, [row])
    return {key: value for key, value in cells.items() if (row.uid, key) not in locks}


def any_row(
    kind: SectionKind, version: Version, dice: random.Random, most: Decimal = LARGEST
) -> dict[str, Value]:
    """A row with some cells blank."""
    row: dict[str, Value] = {}
    for column in kind.columns_for(version):
        if column.is_typed and (column.required or dice.random() < 0.8):
            row[column.key] = any_value(column, row, dice, most)
    return {key: value for key, value in row.items() if value is not None}


def any_value(
    column: Column, row: dict[str, Value], dice: random.Random, most: Decimal = LARGEST
) -> Value:
    """A value that the column takes, given what the row holds before it."""
    match column.kind:
        case Kind.TEXT:
            long = "x" * min(column.max_length, 30_000)
            return dice.choice([*(word[: column.max_length] for word in WORDS), long])
        case Kind.MONEY | Kind.NUMBER:
            usual = Decimal(dice.randrange(min(10**8, int(most))))
            return dice.choice([Decimal(0), Decimal("0.01"), most, usual])
        case Kind.PERCENT:
            return dice.choice([Decimal(0), Decimal("33.33"), Decimal(100)])
        case Kind.DATE:
            return datetime.date(2023, 4, 1) + datetime.timedelta(dice.randrange(700))
        case Kind.CHOICE:
            options = column.options_for(row)
            return dice.choice(options).key if options else None
