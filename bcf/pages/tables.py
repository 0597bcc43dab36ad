"""A section's rows as a read-only table: one small escaped pattern, quick at 150 lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import groupby
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from bcf import figures
from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Kind, Row, Value
from bcf.templatetags.bcf import icon
from bcf.words import STATES

from .cells import NOTES, told
from .frame import place

NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over several columns."""

    name: str
    span: int


@dataclass(frozen=True, slots=True)
class ShownTable:
    """What the template needs of a table: headings, rows already written, totals."""

    groups: list[Group]
    columns: list[Column]
    body: SafeString
    shown: int
    all: int
    totals: list[str]
    filters: dict[str, str]
    fixing: int


def shown_table(
    version: Version, section: SectionKind, findings: Iterable[Finding], query: Mapping[str, str]
) -> ShownTable:
    """The table under the filters of the address: `show=fix`, or a column's key and value."""
    table = section.tables([version])[version.pk]
    columns = [column for column in table.columns if in_table(column)]
    marks = _Marks(section, findings)
    filters = {c.key: query[c.key] for c in columns if c.kind is Kind.CHOICE and query.get(c.key)}
    rows = [row for row in table.rows if all(row.get(k) == v for k, v in filters.items())]
    if query.get("show") == "fix":
        rows = [row for row in rows if row.uid in marks.open]
    writer = _Writer(version, section, columns, marks, rows)
    numbers = {row.uid: number for number, row in enumerate(table.rows, start=1)}
    return ShownTable(
        groups=[Group(name, len(list(cs))) for name, cs in groupby(columns, lambda c: c.group)],
        columns=columns,
        body=mark_safe("".join(writer.row(numbers[row.uid], row) for row in rows)),
        shown=len(rows),
        all=len(table.rows),
        totals=_totals(columns, [row for row in rows if section.adds_up(row)]),
        filters=_labels(columns, filters),
        fixing=len(marks.open),
    )


def in_table(column: Column) -> bool:
    """Whether a table shows the column: typed fields; texts and the rest are on the row's page."""
    return bool(column.field) and column.group != NOTES


def _labels(columns: Sequence[Column], filters: Mapping[str, str]) -> dict[str, str]:
    labels = {column.key: column.label_of(filters.get(column.key)) for column in columns}
    return {key: label for key, label in labels.items() if label}


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> list[str]:
    """The sum under each column of pounds; nothing under the others."""
    totals = []
    for column in columns:
        money = _amounts(column, rows)
        pence = any(figures.has_pence(amount) for amount in money)
        totals.append(figures.money(sum(money), pence) if column.kind is Kind.MONEY else "")
    return totals


def _amounts(column: Column, rows: Sequence[Row]) -> list[Decimal]:
    values = (row.get(column.key) for row in rows)
    return [value for value in values if isinstance(value, Decimal)]


class _Marks:
    """Which rows and cells have something to fix or to look at."""

    def __init__(self, section: SectionKind, findings: Iterable[Finding]) -> None:
        self.rows: dict[UUID, str] = {}
        self.open: set[UUID] = set()
        self.missing: set[tuple[str, str]] = set()
        for finding in findings:
            if finding.section != section.key or not finding.row or finding.state == "holds":
                continue
            uid = UUID(finding.row)
            if finding.state != "unknown":
                self.open.add(uid)
            if finding.stops or self.rows.get(uid, "unknown") == "unknown":
                self.rows[uid] = finding.state
            if finding.missing:
                self.missing.add((finding.row, finding.column))


class _Writer:
    """Writes rows; whatever a person typed is escaped."""

    def __init__(
        self,
        version: Version,
        section: SectionKind,
        columns: Sequence[Column],
        marks: _Marks,
        rows: Sequence[Row],
    ) -> None:
        self.section = section
        self.columns = columns
        self.marks = marks
        self.locks = section.locks(version, rows)
        self.labels = {c.key: {o.key: escape(o.label) for o in c.options} for c in columns}
        self.heads = {c.key: escape(c.heading) for c in columns}
        self.starts = _first_of_groups(columns)
        self.pence = {
            c.key: any(figures.has_pence(amount) for amount in _amounts(c, rows))
            for c in columns
            if c.kind is Kind.MONEY
        }
        self.address = place(version, "section", section.key)
        self.signs = {mark: _sign(mark) for mark in ("fails", "missing", "warns", "unknown")}

    def row(self, number: int, row: Row) -> str:
        cells = "".join(self._cell(column, row) for column in self.columns)
        part = "" if self.section.adds_up(row) else ' class="part"'
        mark = self.marks.rows.get(row.uid, "")
        sign = self.signs.get(mark, "")
        noun = escape(self.section.row_noun)
        head = '<th role="rowheader" scope="row" class="line-number">'
        return (
            f'<tr role="row" id="row-{row.uid}"{part}>{head}{sign}'
            f'<a href="{self.address}{row.uid}/">'
            f'<span class="noun">{noun.capitalize()} </span>{number}</a></th>'
            f"{cells}</tr>"
        )

    def _cell(self, column: Column, row: Row) -> str:
        value = row.get(column.key)
        names = ["num"] if column.kind in NUMBERS else []
        if column.key in self.starts:
            names.append("starts")
        text = self._text(column, value)
        lock = self.locks.get((row.uid, column.key))
        if lock is not None and column.kind is Kind.MONEY:
            names.append("locked")
            text = f'{icon("lock")}<span class="govuk-visually-hidden">locked </span> {text}'
        elif value is None:
            text = self._nothing(column, row)
        if self.section.unpublished(column, row, self.locks):
            text = f'{text} <span class="unpublished">not published here</span>'
        css = f' class="{" ".join(names)}"' if names else ""
        return f'<td role="cell"{css} data-label="{self.heads[column.key]}">{text}</td>'

    def _text(self, column: Column, value: Value) -> str:
        if column.kind is Kind.CHOICE:
            return _clamped(self.labels[column.key].get(str(value), ""), column)
        return _clamped(escape(told(column, value, self.pence.get(column.key))), column)

    def _nothing(self, column: Column, row: Row) -> str:
        if (str(row.uid), column.key) in self.marks.missing:
            return '<span class="needed">Needed</span>'
        if not column.computed and not self.section.asked(column, row.values):
            return '<span class="not-asked"><span aria-hidden="true">&ndash;</span>' + (
                '<span class="govuk-visually-hidden">not asked</span></span>'
            )
        return ""


def _clamped(text: str, column: Column) -> str:
    """Words in at most two lines; the row's own page has all of them."""
    return text if column.kind in NUMBERS else f'<span class="clamp">{text}</span>'


def _sign(mark: str) -> str:
    """The shape of a state before a row's number, with its word for a screen reader."""
    known = STATES[mark]
    return (
        f'<span class="state state--{known.tone}">{icon(known.shape)}'
        f'<span class="govuk-visually-hidden">{known.word}: </span></span> '
    )


def _first_of_groups(columns: Sequence[Column]) -> set[str]:
    firsts, group = set(), None
    for column in columns:
        if column.group != group:
            firsts.add(column.key)
        group = column.group
    return firsts
