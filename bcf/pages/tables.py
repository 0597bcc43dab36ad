"""A section's rows as a table: what its template needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from bcf import figures
from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row, Table

from .asked import Asked, closable
from .writer import Marks, RowWriter, amounts_of


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several columns, and the address without them, where they may go."""

    name: str
    span: int
    hide: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, and the address that sorts by it. `order` is that of today."""

    column: Column
    sort: str
    order: str

    @property
    def is_number(self) -> bool:
        return self.column.kind.is_number


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What the template needs of a table: headings, rows already written, totals.

    `lists` are the columns that can be filtered, each with what is chosen; `hide` is what the
    address says of groups, if it says anything.
    """

    groups: list[Group]
    headings: list[Heading]
    body: SafeString
    shown: int
    all: int
    totals: list[str]
    all_totals: list[str]
    asked: Asked
    hide: str | None
    filters: dict[str, str]
    lists: list[tuple[Column, str]]
    hidden: list[tuple[str, str]]
    fixing: int
    pence: str


def shown_table(
    version: Version,
    section: SectionKind,
    table: Table,
    findings: Iterable[Finding],
    query: Mapping[str, str],
) -> ShownTable:
    """The section's table, as the address asks for it."""
    every = [column for column in table.columns if column.in_table]
    marks = Marks(section, findings)
    asked = Asked.of(every, query)
    rows = asked.rows(every, table.rows, marks.open)
    columns = asked.columns(every)
    writer = RowWriter(version, section, columns, marks, table.rows)
    numbers = {row.uid: number for number, row in enumerate(table.rows, start=1)}
    return ShownTable(
        groups=_groups(columns, asked, query),
        headings=[_heading(column, asked, query) for column in columns],
        body=mark_safe("".join(writer.row(numbers[row.uid], row) for row in rows)),
        shown=len(rows),
        all=len(table.rows),
        totals=totals_of_rows(section, columns, rows),
        all_totals=totals_of_rows(section, columns, table.rows),
        asked=asked,
        hide=query.get("hide"),
        filters={c.key: c.label_of(asked.filters[c.key]) for c in every if c.key in asked.filters},
        lists=[(c, asked.filters.get(c.key, "")) for c in every if c.kind is Kind.CHOICE],
        hidden=[
            (name, _address(query, hide=asked.hidden - {name})) for name in sorted(asked.hidden)
        ],
        fixing=len(marks.open),
        pence=writer.pence_columns,
    )


def totals_of_rows(
    section: SectionKind, columns: Sequence[Column], rows: Iterable[Row]
) -> list[str]:
    """The sum under each column of pounds; nothing under the others."""
    adding = [row for row in rows if section.adds_up(row)]
    totals = []
    for column in columns:
        money = amounts_of(column, adding)
        pence = any(figures.has_pence(amount) for amount in money)
        totals.append(figures.money(sum(money), pence) if column.kind is Kind.MONEY else "")
    return totals


def _groups(columns: Sequence[Column], asked: Asked, query: Mapping[str, str]) -> list[Group]:
    may_go = closable(columns)
    return [
        Group(
            name,
            len(list(of_group)),
            _address(query, hide=asked.hidden | {name}) if name in may_go else "",
        )
        for name, of_group in groupby(columns, lambda column: column.group)
    ]


def _heading(column: Column, asked: Asked, query: Mapping[str, str]) -> Heading:
    if asked.sort != column.key:
        return Heading(column, _address(query, sort=column.key), "")
    if asked.falling:
        return Heading(column, _address(query, sort=""), "descending")
    return Heading(column, _address(query, sort=f"-{column.key}"), "ascending")


def _address(query: Mapping[str, str], **changes: str | frozenset[str]) -> str:
    """The address with something changed in its query. `hide` may say that nothing is."""
    said = dict(query)
    for key, value in changes.items():
        said[key] = value if isinstance(value, str) else ",".join(sorted(value))
    return "?" + urlencode({key: value for key, value in said.items() if value or key == "hide"})
