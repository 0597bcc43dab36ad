"""The fingerprint of a version: stable over what does not matter, sensitive to what does."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from bcf.tables import Column, Kind, Option, Row, Table, Value, digest

COLUMNS = (
    Column("name", "Name", Kind.TEXT),
    Column("amount", "Expenditure (£)", Kind.MONEY),
    Column("on", "Date", Kind.DATE),
    Column("area", "Area", Kind.CHOICE, options=(Option("acute", "Acute"),)),
    Column("unit", "Unit", Kind.TEXT, computed=True),
)
A, B = UUID(int=1), UUID(int=2)
ROWS = (
    Row(A, 1, {"name": "Café", "amount": Decimal(5), "on": datetime.date(2023, 6, 28)}),
    Row(B, 2, {"area": "acute"}),
)
TABLE = Table("expenditure", COLUMNS, ROWS)
PENNY = Decimal("5.01")

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(min_size=1, max_size=5),
        "amount": st.decimals(0, 10, places=2),
        "on": st.dates(),
        "area": st.sampled_from(["acute", "other"]),
    },
)
TABLES = st.lists(VALUES, max_size=4).map(
    lambda rows: Table(
        "t", COLUMNS, tuple(Row(UUID(int=n), n, values) for n, values in enumerate(rows))
    )
)


def test_is_the_same_for_ever() -> None:
    """Signatures rest on it: a change here is a new scheme of writing, with a new name."""
    assert digest([TABLE]) == "04f2002f1dab0ed988f8bb7bbbc7c8cdf3b56c495516832f8540769283809e94"


def test_does_not_depend_on_labels_or_on_how_values_are_held() -> None:
    columns = tuple(replace(column, label="x", options=(), hint="y") for column in COLUMNS)
    first = replace(
        ROWS[0], values={**ROWS[0].values, "name": "Cafe\u0301", "amount": Decimal("5.000")}
    )
    assert digest([Table("expenditure", columns, (first, ROWS[1]))]) == digest([TABLE])


def test_does_not_depend_on_blanks_lineage_or_what_is_worked_out() -> None:
    blank: dict[str, Value] = {"area": "acute", "name": None, "unit": "beds"}
    second = Row(B, 7, blank, lineage=A)
    assert digest([replace_rows(ROWS[0], second)]) == digest([TABLE])


def test_a_new_column_that_nobody_filled_in_changes_nothing() -> None:
    columns = (*COLUMNS, Column("new", "New", Kind.TEXT))
    assert digest([Table("expenditure", columns, ROWS)]) == digest([TABLE])


def test_a_new_section_that_nobody_filled_in_changes_nothing() -> None:
    page = Table("cover", COLUMNS, (Row(B, 1, {}),))
    assert digest([page, TABLE, Table("metrics", COLUMNS, ())]) == digest([TABLE])


def test_does_not_depend_on_the_order_of_sections() -> None:
    other = replace(TABLE, key="income")
    assert digest([other, TABLE]) == digest([TABLE, other])


def test_depends_on_every_value_row_order_and_key() -> None:
    first, second = ROWS
    different = {
        "value": replace_rows(
            replace(first, values={**first.values, "amount": Decimal("5.01")}), second
        ),
        "blank": replace_rows(replace(first, values={"name": "Café"}), second),
        "gone": replace_rows(first),
        "uid": replace_rows(replace(first, uid=UUID(int=3)), second),
        "order": replace_rows(replace(first, position=3), second),
        "section": Table("income", COLUMNS, ROWS),
        "nothing": replace_rows(),
    }
    digests = {name: digest([table]) for name, table in different.items()}
    assert len({digest([TABLE]), *digests.values()}) == len(different) + 1


def replace_rows(*rows: Row) -> Table:
    return Table("expenditure", COLUMNS, rows)


@given(TABLES, st.randoms())
def test_does_not_depend_on_the_order_in_which_rows_and_columns_are_read(
    table: Table, shuffle: random.Random
) -> None:
    rows, columns = list(table.rows), list(table.columns)
    shuffle.shuffle(rows)
    shuffle.shuffle(columns)
    assert digest([Table(table.key, tuple(columns), tuple(rows))]) == digest([table])


@given(TABLES, TABLES)
def test_two_tables_have_one_digest_only_when_they_hold_the_same(one: Table, two: Table) -> None:
    assume(written(one) != written(two))
    assert digest([one]) != digest([two])


def written(table: Table) -> dict[UUID, list[str]]:
    """The rows that hold something."""
    cells = {
        row.uid: [column.canonical(row.get(column.key)) for column in COLUMNS] for row in table
    }
    return {uid: values for uid, values in cells.items() if any(values)}


@given(TABLES, TABLES)
def test_tables_are_not_confused_with_each_other(one: Table, two: Table) -> None:
    assume(written(one))
    two = replace(two, key="u")
    assert digest([one, two]) != digest([two])
    assert digest([one]) != digest([replace(one, key="u")])
