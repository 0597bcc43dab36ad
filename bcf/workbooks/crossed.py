"""Crossed tables: a row for each metric or service, a column for each month, quarter or year.

Each row of ours has one cell in each block of such a table: where what the file calls its
group crosses what it calls its period.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bcf.submissions.sections import SectionKind
from bcf.tables import fold

from .cells import row_and_column
from .outline import Outline, Raw

#: What the rows of a crossed table are, and what its columns are.
GROUP, PERIOD = "group", "period"
#: What a file calls our groups and periods, by axis; an empty text for what it does not have.
Said = Mapping[str, Mapping[str, str]]
#: The headings stand at most so many rows above a block's first cell.
_ABOVE = 3


class Block(NamedTuple):
    """The cells of one column of ours: the words of its rows and columns, with their numbers.

    `title` stands left of the headings of its columns.
    """

    title: str
    rows: Mapping[str, int]
    columns: Mapping[str, int]


def block_at(outline: Outline, sheet: str, cell: str, rows: int) -> Block:
    """The block with this first cell and so many rows, as the words around it tell it.

    Its rows are called by the nearest words to their left; one that is alone may be called
    by the title. Its columns end where a heading comes again, which begins another block.
    """
    top, left = row_and_column(cell)
    above = range(top - 1, max(top - 1 - _ABOVE, 0), -1)
    headings = next((row for row in above if word_of(outline.value(sheet, row, left))), 0)
    title = _beside(outline, sheet, headings, left) if headings else ""
    called: dict[str, int] = {}
    for row in range(top, top + rows):
        called.setdefault(_beside(outline, sheet, row, left), row)
    if rows == 1:
        called.setdefault(title, top)
    called.pop("", None)
    return Block(title, called, dict(_headings(outline, sheet, headings, left)))


def word_of(value: Raw) -> str:
    """A heading as people read it: a day as its month."""
    if isinstance(value, datetime.date):
        return f"{value:%B %Y}"
    return " ".join(value.split()) if isinstance(value, str) else ""


def _headings(outline: Outline, sheet: str, row: int, left: int) -> Iterator[tuple[str, int]]:
    grid = outline.grid(sheet)
    seen: set[str] = set()
    for column, value in enumerate(grid[row - 1][left - 1 :] if row else (), start=left):
        word = word_of(value)
        if word in seen:
            return
        if word:
            seen.add(word)
            yield word, column


def _beside(outline: Outline, sheet: str, row: int, left: int) -> str:
    words = (word_of(outline.value(sheet, row, column)) for column in range(left - 1, 0, -1))
    return next(filter(None, words), "")


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the rows of a section cross in a file.

    `rows` gives the group and the period of each row by its key, which stands in `column`.
    """

    column: str
    rows: Mapping[str, tuple[str, str]]
    said: Said

    def words(self, axis: str) -> list[str]:
        """Our own words for the groups or the periods, in the edition's order."""
        place = (GROUP, PERIOD).index(axis)
        return list(dict.fromkeys(words[place] for words in self.rows.values()))

    def find(
        self, blocks: Mapping[str, Block]
    ) -> tuple[dict[str, dict[str, tuple[int, int]]], list[str]]:
        """Where the rows are, and the words that the blocks lack.

        The cell of each of our columns goes by its key, within those of a row by the row's key.
        """
        found = {key: self._cells(blocks, key) for key in self.rows}
        lacking = dict.fromkeys(word for b in blocks.values() for word in self._lacking(b))
        return {key: cells for key, cells in found.items() if cells}, list(lacking)

    def _lacking(self, block: Block) -> Iterator[str]:
        for axis, there in ((GROUP, block.rows), (PERIOD, block.columns)):
            said = self.said.get(axis, {}).values()
            yield from (word for word in said if word and not _number(there, word))

    def _cells(self, blocks: Mapping[str, Block], key: str) -> dict[str, tuple[int, int]]:
        """The row's cell in each block that has one."""
        group, period = (
            self.said.get(axis, {}).get(word, "")
            for axis, word in zip((GROUP, PERIOD), self.rows[key], strict=True)
        )
        cells = {
            column: (_number(block.rows, group), _number(block.columns, period))
            for column, block in blocks.items()
        }
        return {column: cell for column, cell in cells.items() if all(cell)}


def _number(words: Mapping[str, int], wanted: str) -> int:
    """The number of a row or a column by its word; 0 where there is none."""
    return next((n for word, n in words.items() if wanted and fold(word) == fold(wanted)), 0)


def crossing_of(section: SectionKind, said: Said) -> Crossing | None:
    """How a section's rows cross; None where the edition does not give each a group and period."""
    column = next((column.key for column in section.columns if column.given), "")
    rows = {row.key: (row.group, row.period) for row in section.section.rows.all()}
    crosses = column and rows and all(all(words) for words in rows.values())
    return Crossing(column, rows, said) if crosses else None
