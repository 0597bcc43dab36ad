"""What the page of an upload shows: what changes, what is asked, and what cannot be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bcf import figures
from bcf.pages.cells import full_label, told
from bcf.tables import CellError, Row, Value

from .asked import CONFLICT, MOST_CONFLICTS, MOST_ROWS, NEW_ROW, ROW, THOUSANDS, Choice, with_ticks
from .changes import CELL, GONE, NEW, Item, Look, line_name
from .filled import FilledSection
from .matching import FileRow
from .thousands import Doubt

#: How many faults are listed on the page, and how much of a text a table shows.
MOST_FAULTS, SHOWN = 100, 300
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that changes: its tick, where it stands in the file, and before and after.

    `seen` is what stood there when the file was exported, where that is another thing.
    """

    name: str
    ticked: bool
    cell: str
    line: str
    column: str
    was: str
    will: str
    note: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Which line a row of the file is: each line that it may be, by the value to be sent."""

    name: str
    cell: str
    sheet: str
    text: str
    noun: str
    options: list[tuple[str, str]]


def look_context(look: Look, choice: Choice) -> dict[str, Any]:
    """What the template of a preview needs."""
    ticks, rest = with_ticks(look.items)
    conflicts = look.conflicts[:MOST_CONFLICTS]
    questions = list(_questions(look))
    return {
        "sentence": sentence(look),
        "notes": look.filled.notes,
        "doubts": [_doubt(doubt) for doubt in look.filled.doubts],
        "tables": [
            (made, [_shown(item, item.name in choice.names) for item in items])
            for made, items in _by_section(ticks)
        ],
        "rest": len(rest),
        "rest_ticked": all(item.name in choice.names for item in rest),
        "conflicts": [_conflict(item, item.name in choice.over) for item in conflicts],
        "more_conflicts": len(look.conflicts) - len(conflicts),
        "questions": questions[:MOST_ROWS],
        "more_questions": max(len(questions) - MOST_ROWS, 0),
        "faults": look.faults[:MOST_FAULTS],
        "more_faults": max(len(look.faults) - MOST_FAULTS, 0),
        "to_mend": bool(look.faults or look.conflicts or questions),
        "to_put": bool(look.items or look.conflicts),
    }


def sentence(look: Look) -> str:
    """What the file amounts to, in one sentence."""
    asked = sum(len(made.asked) for made in look.filled.sections)
    taken = _counted(
        (look.count(CELL), "cell changes", "cells change"),
        (look.count(NEW), "row is new", "rows are new"),
        (look.count(GONE), "row is gone", "rows are gone"),
    )
    others = _counted(
        (asked, "row has to be told apart", "rows have to be told apart"),
        (len(look.conflicts), "thing was changed here too", "things were changed here too"),
        (len(look.faults), "thing cannot be taken", "things cannot be taken"),
    )
    told = [", ".join(taken), *others] if taken else others
    return f"{'; '.join(told) or 'Nothing in this file differs from the plan'}."


def _counted(*words: tuple[int, str, str]) -> list[str]:
    return [figures.plural(count, one, many) for count, one, many in words if count]


def _by_section(items: Sequence[Item]) -> Iterator[tuple[FilledSection, list[Item]]]:
    for _, some in groupby(items, lambda item: item.section.section.key):
        found = list(some)
        yield found[0].section, found


def _shown(item: Item, ticked: bool) -> Shown:
    if item.what == CELL:
        assert item.change is not None, "a cell that changes"
        return _cell(item, ticked, item.change.was, item.change.now)
    name, whole = line_name(item.section, item.line), _in_short(item.section, item.line)
    if item.what == NEW:
        return Shown(item.name, ticked, _place(item), name, "New", "", whole)
    return Shown(item.name, ticked, "", name, "Gone from the file", whole, "")


def _cell(item: Item, ticked: bool, was: Value, will: Value, seen: str = "") -> Shown:
    columns = {column.key: column for column in item.section.columns}
    column = columns[item.column]
    emptied = ", ".join(columns[key].heading for key in item.clears)
    return Shown(
        *(item.name, ticked, _place(item), line_name(item.section, item.line), full_label(column)),
        *(_cut(told(column, was)) or EMPTY, _cut(told(column, will)) or EMPTY),
        note=f"Empties {emptied}." if emptied else "",
        seen=_cut(seen),
    )


def _cut(text: str) -> str:
    """As much of a text as a table shows."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _place(item: Item) -> str:
    return item.row.place(item.column) if item.row else ""


def _in_short(made: FilledSection, line: Row) -> str:
    """The cells of a whole row that its table shows."""
    columns = [c for c in made.columns if c.in_table and not c.computed]
    texts = [f"{c.heading}: {told(c, line.get(c.key))}" for c in columns if line.get(c.key)]
    return _cut("; ".join(texts))


def _conflict(item: Item, ticked: bool) -> Shown:
    """A cell that was changed on both sides; or a line that one side deleted."""
    name = f"{CONFLICT}{item.name}"
    columns = {column.key: column for column in item.section.columns}
    if item.what == CELL:
        (conflict,) = item.conflicts
        seen = told(columns[item.column], _value(item, conflict.column, conflict.seen)) or EMPTY
        shown = _cell(item, ticked, conflict.now, conflict.new, seen)
        return replace(shown, name=name)
    cells = [columns[conflict.column] for conflict in item.conflicts]
    was = "; ".join(f"{c.heading}: {told(c, item.line.get(c.key)) or EMPTY}" for c in cells)
    seen = "; ".join(
        f"{columns[c.column].heading}: {told(columns[c.column], _value(item, c.column, c.seen))}"
        for c in item.conflicts
    )
    line = line_name(item.section, item.line)
    return Shown(name, ticked, "", line, "Whole row", was, "gone from the file", seen=seen)


def _value(item: Item, key: str, seen: str) -> Value:
    """What stood in a cell, from its canonical form."""
    column = next(column for column in item.section.columns if column.key == key)
    try:
        return column.parse(seen, {**item.line.values, column.follows: seen.partition(".")[0]})
    except CellError:
        return seen


def _questions(look: Look) -> Iterator[Question]:
    for made in look.filled.sections:
        asked = made.asked
        uids = list({uid for _, maybe in asked for uid in maybe})
        lines = {line.uid: line for line in made.section.rows(look.filled.version, uids)}
        for row, maybe in asked:
            options = [(str(u), line_name(made, lines[u])) for u in maybe if u in lines]
            noun = made.section.row_noun
            new = [(NEW_ROW, f"A new {noun}")] if made.section.rows_vary else []
            yield Question(
                f"{ROW}{row.name}",
                row.place(""),
                row.located.sheet,
                _row_in_short(made, row),
                noun,
                [*new, *options],
            )


def _row_in_short(made: FilledSection, row: FileRow) -> str:
    texts = [row.raw[c.key].strip() for c in made.columns if row.raw.get(c.key, "").strip()]
    return _cut("; ".join(texts))


def _doubt(doubt: Doubt) -> dict[str, Any]:
    """The question of thousands for one section."""
    sums = [
        f"{full_label(column)} adds up to {figures.money(doubt.sums[key])}"
        for key, column in doubt.columns.items()
    ]
    first = next(iter(doubt.sums.values()))
    return {
        "name": f"{THOUSANDS}{doubt.section.key}",
        "title": doubt.section.title,
        "because": "; ".join(sums),
        "yes": figures.money(first * 1000),
        "no": figures.money(first),
    }
