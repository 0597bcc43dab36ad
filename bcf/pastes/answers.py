"""What a person has said of a paste so far; it travels with the form and is nowhere kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bcf.tables import LONGEST_TEXT

_SURROGATE = re.compile("[\ud800-\udfff]")
#: What is chosen for a list entry that shall be left empty.
EMPTY = "-"


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that stands in a list's column and is not in the list, under what it follows."""

    column: str
    leader: str
    text: str


@dataclass(slots=True)
class Answers:
    """The answers to a preview.

    `columns` are ours by the place of the pasted one, and `columns_right` that they were
    looked at. `thousands` holds yes or no by the reason of asking. `cells` are figures and
    texts typed anew, by row and column; `values` entries chosen for what no list has,
    wherever it stands; `rows` says of a row that it is a line, or not. `above` reads blank
    names as those above them.
    """

    columns: dict[int, str] = field(default_factory=dict)
    columns_right: bool = False
    thousands: dict[str, bool] = field(default_factory=dict)
    cells: dict[tuple[int, str], str] = field(default_factory=dict)
    values: dict[Bad, str] = field(default_factory=dict)
    rows: dict[int, bool] = field(default_factory=dict)
    above: bool = True

    def written(self) -> str:
        """Mends and rows as text for a hidden field."""
        return json.dumps(
            {
                "cells": [[*place, text] for place, text in self.cells.items()],
                "values": [[b.column, b.leader, b.text, to] for b, to in self.values.items()],
                "rows": [[number, use] for number, use in self.rows.items()],
            }
        )

    def read(self, written: str) -> None:
        """Take up what `written` gave. Whatever else may stand there is passed over."""
        told = _told(written)
        for row, column, text in _entries(told, "cells", (int, str, str)):
            self.cells[row, column] = text
        for column, leader, text, to in _entries(told, "values", (str, str, str, str)):
            self.values[Bad(column, leader, text)] = to
        for number, use in _entries(told, "rows", (int, bool)):
            self.rows[number] = use


def _told(written: str) -> Mapping[str, Any]:
    try:
        told = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _entries(told: Mapping[str, Any], name: str, kinds: tuple[type, ...]) -> list[list[Any]]:
    entries = told.get(name)
    return [e for e in entries if _fits(e, kinds)] if isinstance(entries, list) else []


def _fits(entry: object, kinds: tuple[type, ...]) -> bool:
    """Whether an entry has these kinds of parts, and no text that cannot be written."""
    return (
        isinstance(entry, list)
        and len(entry) == len(kinds)
        and all(type(part) is kind for part, kind in zip(entry, kinds, strict=True))
        and not any(
            isinstance(part, str) and (len(part) > LONGEST_TEXT or _SURROGATE.search(part))
            for part in entry
        )
    )
