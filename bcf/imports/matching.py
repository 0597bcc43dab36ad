"""Which line of a plan each row of an uploaded workbook is: by uid, by match key, or asked.

Never by the row's number: people sort, insert and delete rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from uuid import UUID

from bcf.tables import CellError, Column, Value
from bcf.workbooks.areas import Located

Cells = Mapping[str, str]
#: So many written cells in common tell a line from others, where one cell is not as it was.
_COMMON = 4
#: What somebody said a row is: a line, or (None) a new one. By the row's name.
Answers = Mapping[str, UUID | None]


class FileRow(NamedTuple):
    """A row of an uploaded workbook: its area, its number there, and its cells as typed.

    `values` are what can be read of them, and `cells` the same in canonical form; None where a
    cell cannot be read. `uid` is what the file says of whose row it is.
    """

    located: Located
    number: int
    uid: UUID | None
    raw: Mapping[str, str]
    values: Mapping[str, Value]
    cells: Mapping[str, str | None]

    @classmethod
    def read(
        cls,
        located: Located,
        number: int,
        uid: UUID | None,
        raw: Mapping[str, str],
        columns: Iterable[Column],
    ) -> Self:
        """A row with its cells read, in the columns' order."""
        values: dict[str, Value] = {}
        cells: dict[str, str | None] = {}
        for column in columns:
            if column.key in raw:
                try:
                    values[column.key] = column.parse(raw[column.key], values)
                    cells[column.key] = column.canonical(values[column.key])
                except CellError:
                    cells[column.key] = None
        return cls(located, number, uid, raw, values, cells)

    @property
    def name(self) -> str:
        """What tells it from all other rows of the file, for the names of controls."""
        return f"{self.located.area.key}-{self.number}"

    def place(self, column: str) -> str:
        """The address of one of its cells; of its first, for a column that has none."""
        first = min(self.located.columns, key=self.located.columns.__getitem__)
        return self.located.place(self.number, column if column in self.located.columns else first)

    def is_like(self, line: Cells) -> bool:
        """Whether all its cells are those of a line."""
        return all(text == line[key] for key, text in self.cells.items())

    def is_nearly(self, line: Cells) -> bool:
        """Whether it is a line but for one cell that can be read, and has enough in common."""
        told = [(text, line[key]) for key, text in self.cells.items() if text is not None]
        common = sum(text == other != "" for text, other in told)
        return sum(text != other for text, other in told) == 1 and common >= _COMMON


@dataclass(slots=True)
class Matches:
    """The line of each row that has one, the new rows, and those to ask about; by row name.

    `asked` gives the lines that a row may be. `gone` are the lines that no row is, or may be.
    """

    lines: dict[str, UUID] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    asked: dict[str, list[UUID]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)


def match(
    rows: Sequence[FileRow],
    base: Mapping[UUID, Cells],
    keys: Collection[str],
    answers: Answers,
) -> Matches:
    """Find each row's line among those of `base`, each used once.

    First by uid, then as answered, then the rows that are the same in every cell, then those
    with the same `keys` where only one row and one line have them, then those that differ from
    one line only, in one cell. What is left is new in a
    table that knows its rows by uid; in one that does not, it is asked about while there are
    lines left that it may be.
    """
    matches = Matches()
    _by_uid(matches, rows, base)
    _as_answered(matches, rows, base, answers)
    for row in _open(matches, rows):
        alike = next((uid for uid in _free(matches, base) if row.is_like(base[uid])), None)
        if alike is not None:
            matches.lines[row.name] = alike
    _by_key(matches, rows, base, keys)
    _by_all_but_one(matches, rows, base)
    _rest(matches, rows, base)
    maybe = {uid for uids in matches.asked.values() for uid in uids}
    matches.gone = set(_free(matches, base)) - maybe
    return matches


def _open(matches: Matches, rows: Sequence[FileRow]) -> list[FileRow]:
    done = matches.lines.keys() | matches.new | matches.asked.keys()
    return [row for row in rows if row.name not in done]


def _free(matches: Matches, base: Mapping[UUID, Cells]) -> list[UUID]:
    used = set(matches.lines.values())
    return [uid for uid in base if uid not in used]


def _by_uid(matches: Matches, rows: Sequence[FileRow], base: Mapping[UUID, Cells]) -> None:
    """A row copied in a spreadsheet takes its uid along: the one left as it was is the line."""
    same: dict[UUID, list[FileRow]] = {}
    for row in rows:
        if row.uid is not None and row.uid in base:
            same.setdefault(row.uid, []).append(row)
    for uid, copies in same.items():
        line = next((row for row in copies if row.is_like(base[uid])), copies[0])
        matches.lines[line.name] = uid


def _as_answered(
    matches: Matches, rows: Sequence[FileRow], base: Mapping[UUID, Cells], answers: Answers
) -> None:
    for row in _open(matches, rows):
        if row.name in answers:
            uid = answers[row.name]
            if uid is None:
                matches.new.add(row.name)
            elif uid in _free(matches, base):
                matches.lines[row.name] = uid


def _by_key(
    matches: Matches, rows: Sequence[FileRow], base: Mapping[UUID, Cells], keys: Collection[str]
) -> None:
    lines: dict[tuple[str, ...], list[UUID]] = {}
    wanting: dict[tuple[str, ...], list[FileRow]] = {}
    for uid in _free(matches, base):
        lines.setdefault(tuple(base[uid].get(key, "") for key in keys), []).append(uid)
    for row in _open(matches, rows):
        cells = [row.cells.get(key, "") for key in keys]
        if any(cells) and None not in cells:
            wanting.setdefault(tuple(map(str, cells)), []).append(row)
    for key, rows_of_key in wanting.items():
        uids = lines.get(key, [])
        if len(rows_of_key) == len(uids) == 1:
            matches.lines[rows_of_key[0].name] = uids[0]
        elif uids:
            matches.asked |= {row.name: uids for row in rows_of_key}


def _by_all_but_one(matches: Matches, rows: Sequence[FileRow], base: Mapping[UUID, Cells]) -> None:
    free = _free(matches, base)
    near = {
        row.name: [uid for uid in free if row.is_nearly(base[uid])] for row in _open(matches, rows)
    }
    wanted = Counter(uid for uids in near.values() for uid in uids)
    for name, uids in near.items():
        if len(uids) == 1 and wanted[uids[0]] == 1:
            matches.lines[name] = uids[0]


def _rest(matches: Matches, rows: Sequence[FileRow], base: Mapping[UUID, Cells]) -> None:
    free = _free(matches, base)
    for row in _open(matches, rows):
        if row.located.uid is not None or not free:
            matches.new.add(row.name)
        else:
            matches.asked[row.name] = free
