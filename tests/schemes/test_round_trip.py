"""What is written is what is read: every column of every collection, in each section."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose, row_as_raw
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Edit, Kind, Row, Value
from tests.factories import BCP, EXAMPLESHIRE, ONE_YEAR, again, plan, put, section
from tests.filled import any_row, collections

PLANS = [(BCP if code == ONE_YEAR else EXAMPLESHIRE, code) for code in collections()]
ROWS = 40


@pytest.fixture(params=PLANS, ids=lambda plan: plan[1])
def version(request: pytest.FixtureRequest, editions: None) -> Version:
    return plan(*request.param)


def held(kind: SectionKind, version: Version, rows: list[Row]) -> list[dict[str, Value]]:
    """What rows hold in the columns that people type."""
    keys = [column.key for column in kind.columns if not column.computed]
    return [{k: row.get(k) for k in keys if row.get(k) is not None} for row in rows]


def changing(version: Version) -> Iterator[SectionKind]:
    return (kind for kind in sections_of(version.submission.collection) if kind.rows_vary)


def test_new_rows_are_read_as_they_were_written(version: Version) -> None:
    dice = random.Random(1)
    for kind in changing(version):
        before = len(kind.rows(version))
        rows = [any_row(kind, version, dice) for _ in range(ROWS)]
        put(version, *(Edit(raw=row) for row in rows), key=kind.key)
        assert held(kind, version, kind.rows(version)[before:]) == rows


def test_changed_rows_are_read_as_they_were_written(version: Version) -> None:
    dice = random.Random(2)
    for kind in changing(version):
        put(version, *(Edit(raw=any_row(kind, version, dice)) for _ in range(ROWS)), key=kind.key)
        open_rows = [r for r in kind.rows(version) if not kind.locks(version, [r])]
        wanted = [any_row(kind, version, dice) for _ in open_rows]
        blank = {c.key: "" for c in kind.columns if not c.computed and not c.required}
        edits = [
            Edit(uid=row.uid, raw={**blank, **values})
            for row, values in zip(open_rows, wanted, strict=True)
        ]
        put(version, *edits, key=kind.key)
        read = kind.rows(version, [row.uid for row in open_rows])
        assert held(kind, version, read) == wanted


def test_a_page_is_read_as_it_was_written(version: Version) -> None:
    page = section(version, "cover")
    values = any_row(page, version, random.Random(3))
    put(version, Edit(uid=page.uid, raw=values), key="cover")
    assert held(page, version, page.rows(version)) == [values]
    fewer = dict(list(values.items())[:2])
    put(version, Edit(uid=page.uid, raw=dict.fromkeys(values, "") | fewer), key="cover")
    assert held(page, version, page.rows(version)) == [fewer]


def test_labels_are_read_as_keys(version: Version) -> None:
    """What a workbook shows is what a paste brings back."""
    dice = random.Random(4)
    kind = section(version)
    rows = [any_row(kind, version, dice) for _ in range(ROWS)]
    columns = {column.key: column for column in kind.columns}
    shown = [
        {
            key: columns[key].label_of(value) if columns[key].kind is Kind.CHOICE else value
            for key, value in row.items()
        }
        for row in rows
    ]
    put(version, *(Edit(raw=row) for row in shown))
    assert held(kind, version, kind.rows(version)) == rows


def test_sending_back_what_was_read_changes_nothing(version: Version) -> None:
    dice = random.Random(5)
    for kind in changing(version):
        put(version, *(Edit(raw=any_row(kind, version, dice)) for _ in range(ROWS)), key=kind.key)
        columns = kind.columns_for(version)
        same = [
            Edit(uid=row.uid, raw=row_as_raw(row, columns), position=row.position)
            for row in kind.rows(version)
        ]
        incoming = {kind.key: Incoming(same, replace=True)}
        proposal = propose(again(version), incoming)
        assert proposal.ok
        assert proposal.empty
