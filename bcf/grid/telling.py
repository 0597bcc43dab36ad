"""What the grid's script is told: plain values, and rows written by the page's own writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from bcf.checks.findings import counts
from bcf.pages.asked import Asked
from bcf.pages.cells import told, typed
from bcf.pages.frame import findings_of, frame
from bcf.pages.tables import totals_of_rows
from bcf.pages.undo import savers
from bcf.pages.writer import Marks, RowWriter
from bcf.submissions.models import Version
from bcf.submissions.proposals import Proposal
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Conflict, Row


def sheet(version: Version, section: SectionKind) -> dict[str, Any]:
    """All that the script needs once: the columns with their lists, every cell as it is typed."""
    columns = shown_columns(version, section)
    rows = section.rows(version)
    return {
        "revision": version.revision,
        "columns": [_column(column) for column in columns],
        "rows": {str(row.uid): _typed(columns, row) for row in rows},
        "locks": _locks(version, section, rows),
    }


def shown_columns(version: Version, section: SectionKind) -> list[Column]:
    """All columns of the section's table."""
    return [column for column in section.columns_for(version) if column.in_table]


def _column(column: Column) -> dict[str, Any]:
    return {
        "key": column.key,
        "name": column.heading,
        "kind": str(column.kind),
        "computed": column.computed,
        "follows": column.follows,
        "options": [[option.key, option.label, option.parent] for option in column.options],
        "withdrawn": [[option.key, option.label] for option in column.withdrawn],
    }


def _typed(columns: Sequence[Column], row: Row) -> list[str]:
    return [typed(column, row.get(column.key)) for column in columns]


def _locks(version: Version, section: SectionKind, rows: Sequence[Row]) -> dict[str, Any]:
    locks: dict[str, dict[str, str]] = {}
    for (uid, key), lock in section.locks(version, rows).items():
        locks.setdefault(str(uid), {})[key] = lock.why
    return locks


def saved(version: Version, section: SectionKind, proposal: Proposal) -> dict[str, Any]:
    """The cells that were written, each as it is told and as it is typed, by row and column."""
    difference = proposal.differences[section.key]
    columns = {column.key: column for column in section.columns_for(version)}
    written = {**difference.changes_by_row(), **{row.uid: row.values for row in difference.added}}
    return {
        "added": [str(row.uid) for row in difference.added],
        "cells": {
            str(uid): {
                key: [told(columns[key], value), typed(columns[key], value)]
                for key, value in values.items()
            }
            for uid, values in written.items()
        },
    }


def refused(version: Version, section: SectionKind, proposal: Proposal) -> dict[str, Any]:
    """Why nothing was saved: cells that cannot be taken, and cells somebody else changed."""
    difference = proposal.differences[section.key]
    return {
        "refusals": [
            {"uid": str(refusal.uid or ""), "column": refusal.column, "message": refusal.message}
            for refusal in difference.refusals
        ],
        "conflicts": list(_conflicts(version, section, difference.conflicts)),
    }


def _conflicts(
    version: Version, section: SectionKind, conflicts: Sequence[Conflict]
) -> Iterator[dict[str, str]]:
    """Each conflict with who saved what; who did is looked up once for each row."""
    columns = {column.key: column for column in section.columns_for(version)}
    cells: dict[UUID, list[str]] = {}
    for conflict in conflicts:
        cells.setdefault(conflict.uid, []).append(conflict.column)
    who = {uid: savers(version, section.key, uid, keys) for uid, keys in cells.items()}
    for conflict in conflicts:
        column = columns[conflict.column]
        yield {
            "uid": str(conflict.uid),
            "column": column.key,
            "who": who[conflict.uid].get(column.key, "Somebody else"),
            "theirs": told(column, conflict.now),
            "typed": typed(column, conflict.now),
        }


def changed(
    version: Version,
    section: SectionKind,
    since: int,
    wanted: Sequence[UUID],
    query: Mapping[str, str],
) -> dict[str, Any]:
    """What is new since a revision: its rows, those `wanted` beside, the order, the totals.

    Rows are written as the page of this address shows them.
    """
    findings = findings_of(version)
    table = section.tables([version])[version.pk]
    every = shown_columns(version, section)
    columns = Asked.of(every, query).columns(every)
    marks = Marks(section, findings)
    writer = RowWriter(version, section, columns, marks, table.rows)
    newer = set(wanted) | section.changed_since(version, since)
    keys = [column.key for column in columns]
    context = {"counted": counts(f for f in findings if f.section == section.key)}
    return {
        "rows": {
            str(row.uid): {"html": writer.row(number, row), "typed": _typed(every, row)}
            for number, row in enumerate(table.rows, start=1)
            if row.uid in newer
        },
        "order": [str(row.uid) for row in table.rows],
        "marks": {str(row.uid): mark for row in table.rows if (mark := marks.of(row.uid))},
        "locks": _locks(version, section, table.rows),
        "pence": writer.pence_columns,
        "sums": dict(zip(keys, totals_of_rows(section, columns, table.rows), strict=True)),
        "totals": _totals(version, section, table.rows),
        "counts": render_to_string("pages/partials/section_counts.html", context),
        "links": render_to_string(
            "partials/section_links.html", frame(version, section.key, findings)
        ),
    }


def _totals(version: Version, section: SectionKind, rows: Sequence[Row]) -> str:
    if not section.totals_template:
        return ""
    context: Mapping[str, Any] = section.totals(version, rows)
    return render_to_string(section.totals_template, dict(context))
