"""Which lines the pasted rows are already, so that the same paste twice doubles nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bcf.tables import Column, Kind, Row, Value

from .rows import PastedRow

Key = tuple[str, ...]


@dataclass(slots=True)
class Matches:
    """The line of each row that has one, by the row's number.

    `paired` are rows that fitted several lines, or several rows one: they were taken in
    their order.
    """

    lines: dict[int, Row] = field(default_factory=dict)
    paired: list[int] = field(default_factory=list)


def match(
    rows: Sequence[PastedRow],
    lines: Sequence[Row],
    columns: Sequence[Column],
    match_on: Collection[str],
    named_by: Collection[str],
) -> Matches:
    """Find each row's line: first one that is the same in all `columns`, then in all their words,
    then in those of `match_on`. A line is used once.

    Rows with a cell to mend wait, and a row that no column of `named_by` names is new unless
    it is the same.
    """
    pasted = {row.number: row.values() for row in rows if row.settled}
    matches = Matches()
    if not columns:
        return matches
    _pair(matches, pasted, lines, columns)
    named = {
        number: values
        for number, values in pasted.items()
        if any(values.get(key) is not None for key in named_by)
    }
    worded = [c for c in columns if c.kind in (Kind.TEXT, Kind.CHOICE)]
    for keys in (worded, [column for column in columns if column.key in match_on]):
        if {column.key for column in keys} & set(named_by):
            matches.paired += _pair(matches, named, lines, keys)
    return matches


def _pair(
    matches: Matches,
    pasted: Mapping[int, Mapping[str, Value]],
    lines: Sequence[Row],
    columns: Sequence[Column],
) -> list[int]:
    """Give rows the free lines with the same values; the rows of which more than one fitted."""
    used = {line.uid for line in matches.lines.values()}
    free: dict[Key, list[Row]] = {}
    for line in lines:
        if line.uid not in used:
            free.setdefault(_key(line.values, columns), []).append(line)
    waiting = {n: _key(v, columns) for n, v in pasted.items() if n not in matches.lines}
    wanted = Counter(waiting.values())
    offered = {key: len(found) for key, found in free.items()}
    paired = []
    for number, key in waiting.items():
        if free.get(key):
            matches.lines[number] = free[key].pop(0)
            if wanted[key] > 1 or offered[key] > 1:
                paired.append(number)
    return paired


def _key(values: Mapping[str, Value], columns: Sequence[Column]) -> Key:
    return tuple(column.canonical(values.get(column.key)) for column in columns)
