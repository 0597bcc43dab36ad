"""What is exported is what is imported: plans and files filled in by chance."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bcf.submissions.sections import Locks, SectionKind, sections_of
from bcf.tables import Column, Edit, Kind, Row
from bcf.workbooks.cells import unescape
from bcf.workbooks.export import workbook
from bcf.workbooks.names import sheet_name
from bcf.workbooks.patch import Filling, Template
from bcf.workbooks.rows import content
from tests.chance import EXAMPLES
from tests.factories import BCP, EXAMPLESHIRE, ONE_YEAR, again, plan, put, section
from tests.filled import collections
from tests.imports.files import changes, located, seen
from tests.workbooks.reading import Book

PLANS = {code: (BCP if code == ONE_YEAR else EXAMPLESHIRE, code) for code in collections()}
#: Each example starts a plan and reads a file; to shrink one that fails would take minutes.
FEW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = [
    *("Telecare", "=1+1", "+44", "-2", "@here", "_x000D_", "_x005F_x000D_", "a\rb", "a\r\nb\nc"),
    *(
        "日本語の計画",
        "خطة الرعاية",
        "zażółć",
        "👩‍⚕️ home",
        "a\tb",
        "<b>&amp;</b>",
        "TRUE",
        "1,234.50",
    ),
]
TEXTS = st.one_of(
    st.sampled_from([*WORDS, "x" * 30_000, "ж" * 30_000]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=60),
    st.lists(st.sampled_from(["\r", "\n", "_x000D_", "=", " ", "é", "a"]), max_size=9).map("".join),
)


def values(column: Column, row: Mapping[str, object]) -> st.SearchStrategy[object]:
    """What somebody may type in a cell."""
    match column.kind:
        case Kind.TEXT:
            return TEXTS.map(lambda text: text[: column.max_length])
        case Kind.CHOICE:
            options = [option.key for option in column.options_for(row)]  # type: ignore[arg-type]
            return st.sampled_from(options if column.required else ["", *options])
        case Kind.DATE:
            return st.dates(datetime.date(1900, 3, 1)).map(str)
        case Kind.PERCENT:
            return st.decimals(0, 100, places=2).map(str)
        case _:
            return st.decimals(0, 9_999_999, places=2).map(str)


@st.composite
def typed(draw: st.DrawFn, columns: tuple[Column, ...]) -> dict[str, object]:
    """A row as somebody types it, with gaps."""
    row: dict[str, object] = {}
    for column in columns:
        if column.is_typed and (column.required or draw(st.booleans())):
            row[column.key] = draw(values(column, {k: v for k, v in row.items() if v}))
    if not any(str(value).strip() for value in row.values()):
        row[next(c.key for c in columns if c.kind is Kind.TEXT and c.is_typed)] = "x"
    return {key: value for key, value in row.items() if value}


@pytest.mark.parametrize("collection", PLANS)
@FEW
@given(data=st.data())
def test_whatever_a_plan_holds_its_own_file_changes_nothing(
    editions: None, collection: str, data: st.DataObject
) -> None:
    with transaction.atomic():
        version = plan(*PLANS[collection])
        for kind in sections_of(version.submission.collection):
            columns = kind.columns_for(version)
            if kind.rows_vary:
                new = data.draw(st.lists(typed(columns), min_size=1, max_size=4), kind.key)
                edits = [Edit(raw=row) for row in new]
            else:
                rows = kind.rows(version)[:3]
                locks = kind.locks(version, rows)
                edits = [
                    Edit(uid=row.uid, raw=data.draw(typed(unlocked(columns, row, locks))))
                    for row in rows
                ]
            put(again(version), *edits, key=kind.key)
        book = workbook(again(version))
        found, lines = seen(version, book), section(version).rows(version)
        transaction.set_rollback(True)
    assert (changes(found), found.conflicts, found.faults) == ([], [], [])
    assert by_heading(book, section(version)) == [as_cells(section(version), row) for row in lines]


def unlocked(columns: tuple[Column, ...], row: Row, locks: Locks) -> tuple[Column, ...]:
    return tuple(column for column in columns if (row.uid, column.key) not in locks)


def by_heading(book: bytes, kind: SectionKind) -> list[dict[str, object]]:
    """The lines as somebody reads them who knows the headings and nothing of us."""
    asked = [column.label for column in kind.workbook_columns if not column.computed]
    rows = Book(book).every_row(sheet_name(kind), asked[0])
    return [{head: read(value) for head, value in row.items() if head in asked} for row in rows]


def as_cells(kind: SectionKind, row: Row) -> dict[str, object]:
    asked = (column for column in kind.workbook_columns if not column.computed)
    return {column.label: told(content(column, row.get(column.key))) for column in asked}


def read(value: object) -> object:
    """A cell as openpyxl has it: days with an hour, and escapes as they are kept."""
    if isinstance(value, datetime.datetime):
        return value.date()
    return unescape(value) if isinstance(value, str) else told(value)


def told(value: object) -> object:
    """A cell whose number is as exact as any program's."""
    return round(float(value), 6) if isinstance(value, (int, float, Decimal)) else value


@pytest.mark.parametrize("collection", PLANS)
@FEW
@given(data=st.data())
def test_what_is_typed_in_a_file_is_what_would_be_typed_here(
    editions: None, collection: str, data: st.DataObject
) -> None:
    """A line typed anew in the file, and the same typed into the product."""
    with transaction.atomic():
        version = plan(*PLANS[collection])
        kind = section(version)
        columns = tuple(c for c in kind.columns_for(version) if c.in_workbook)
        here, there = data.draw(typed(columns)), data.draw(typed(columns))
        put(version, Edit(raw=here))
        put(again(version), Edit(raw=there))
        first, wanted = kind.rows(again(version))
        book = workbook(again(version))
        (table,) = located(version, book, kind.key)
        cells = {
            table.place(table.first, c.key): content(c, wanted.get(c.key))
            for c in columns
            if not c.computed
        }
        filling = {table.sheet: Filling(cells)}
        changed = Template(book, {table.sheet: list(cells)}).fill(filling)
        found = seen(version, changed, thousands={kind.key: False})
        transaction.set_rollback(True)
    keys = [c.key for c in columns if not c.computed and first.get(c.key) != wanted.get(c.key)]
    told = {item.column: item.change.now for item in found.items if item.change}
    told |= {key: None for item in found.items for key in item.clears}
    assert told == {key: wanted.get(key) for key in keys}
    assert (found.conflicts, found.faults) == ([], [])
