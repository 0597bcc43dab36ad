"""Where a workbook holds the rows of a section, found by names and headings, never by number.

An area says how its columns are found in any file of its kind; `locate` finds them in one
file, or says what that file lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from bcf.tables import Column, Kind, fold

from .cells import address, row_and_column
from .crossed import Crossing, block_at
from .outline import Outline, Raw, Span

#: The key of the column that holds the rows' uids.
UID = "uid"
_TOTAL = "total "
#: A table's headings stand at most so many rows below its title.
_BELOW_TITLE = 3


class Anchor(NamedTuple):
    """How a column, or the cell of an answer, is found: what of these the file has, in order.

    `name` is a defined name; `heading` the text above a column or beside an answer; `cell`
    the first cell of the column, or the cell of the answer.
    """

    name: str = ""
    heading: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Rows of a section in a file: one table of a sheet, or the answers of a page.

    `anchors` go by column key. All rows have `where` in common, by column key, which the
    file does not repeat in each row. `title` is the text above the table's headings where
    headings alone would not tell it from another. `room` is the number of its rows; 0 where
    its names tell it. Each row of a `crossing` has cells of its own: the anchors are then the
    first cells of blocks, and `room` is the rows of each. A file may lack an `optional` area.
    Columns in `whole_percents` hold 25 for a share of 25 %, all others 0.25.
    """

    key: str
    section: str
    sheet: str
    anchors: Mapping[str, Anchor]
    where: Mapping[str, str] = field(default_factory=dict)
    uid: Anchor | None = None
    title: str = ""
    room: int = 0
    answers: bool = False
    crossing: Crossing | None = None
    optional: bool = False
    whole_percents: frozenset[str] = frozenset()

    def as_kept(self, column: Column) -> Column:
        """A column as the cells hold it: whole percents are plain numbers."""
        return replace(column, kind=Kind.NUMBER) if column.key in self.whole_percents else column

    def is_named_in(self, outline: Outline) -> bool:
        """Whether a file has one of the area's defined names."""
        return any(anchor.name in outline.names for anchor in self.anchors.values())


class Missing(NamedTuple):
    """Something an area needs and the file does not have."""

    sheet: str
    heading: str

    @property
    def message(self) -> str:
        return f"“{self.heading}” was not found on the sheet “{self.sheet}”."


class Apart(Missing):
    """A crossed table none of whose rows and columns, met in one cell, are ours."""

    @property
    def message(self) -> str:
        return (
            f"None of our rows and columns meet in the table at {self.heading} of the sheet"
            f" “{self.sheet}”. Take the table out of the map, or say what its rows and columns are."
        )


@dataclass(frozen=True, slots=True)
class Located:
    """An area as one file has it: rows `first` to `last` of a sheet, and its columns.

    The cells of answers stand anywhere: then `rows` gives the row of each.
    """

    area: Area
    sheet: str
    first: int
    last: int
    columns: Mapping[str, int]
    uid: int | None = None
    rows: Mapping[str, int] = field(default_factory=dict)

    def row_of(self, key: str, row: int) -> int:
        """The row of a column's cell, for the area's row in `row`."""
        return self.rows.get(key, row)

    def place(self, row: int, key: str) -> str:
        """The address of a column's cell, such as D14."""
        return address(self.row_of(key, row), self.columns[key])


def locate(areas: Iterable[Area], outline: Outline) -> tuple[list[Located], list[Missing]]:
    """The areas as a file has them, and everything it lacks."""
    located: list[Located] = []
    missing: list[Missing] = []
    for area in areas:
        if area.crossing:
            crossed, words = _crossed(area, area.crossing, outline)
            located += crossed
            missing += words
            continue
        spans = dict(_spans(area, outline))
        uid = spans.pop(UID, None)
        lacking = [key for key in area.anchors if key not in spans]
        if lacking and area.optional and not spans:
            continue
        missing += [_missing(area, key) for key in lacking]
        if spans:
            located.append(_located(area, spans, uid))
    return located, missing


def _crossed(
    area: Area, crossing: Crossing, outline: Outline
) -> tuple[list[Located], list[Missing]]:
    """Each row of a crossed table as an area of single cells, and the words the file lacks."""
    blocks = {
        key: block_at(outline, area.sheet, anchor.cell, area.room)
        for key, anchor in area.anchors.items()
        if anchor.cell
    }
    found, lacking = crossing.find(blocks)
    located = [_crossed_row(area, crossing.column, key, cells) for key, cells in found.items()]
    missing = [Missing(area.sheet, word) for word in lacking]
    if blocks and not (located or missing):
        missing = [Apart(area.sheet, area.anchors[next(iter(blocks))].cell)]
    return located, missing


def _crossed_row(
    area: Area, column: str, key: str, cells: Mapping[str, tuple[int, int]]
) -> Located:
    where = {**area.where, column: key}
    single = replace(area, key=f"{area.key}-{key}", where=where, answers=True, crossing=None)
    first, _ = next(iter(cells.values()))
    return Located(
        *(single, area.sheet, first, first),
        columns={column: place for column, (_, place) in cells.items()},
        rows={column: row for column, (row, _) in cells.items()},
    )


def _missing(area: Area, key: str) -> Missing:
    anchor = area.anchors[key]
    return Missing(area.sheet, anchor.heading or anchor.cell or anchor.name)


def _located(area: Area, spans: Mapping[str, Span], uid: Span | None) -> Located:
    first = next(iter(spans.values()))
    beside = uid is not None and (uid.sheet, uid.top) == (first.sheet, first.top)
    return Located(
        *(area, first.sheet, first.top, first.bottom),
        columns={key: span.left for key, span in spans.items()},
        uid=uid.left if uid and beside else None,
        rows={key: span.top for key, span in spans.items()} if area.answers else {},
    )


def _spans(area: Area, outline: Outline) -> Iterator[tuple[str, Span]]:
    """The cells of each column that the file has, by column key, and the uids."""
    headings = _Headings(area, outline)
    anchors = {**area.anchors, **({UID: area.uid} if area.uid else {})}
    for key, anchor in anchors.items():
        named = outline.names.get(anchor.name)
        span = named or headings.find(anchor) or _fixed(area, anchor)
        if span is not None and span.sheet in outline.sheets:
            yield key, span


def _fixed(area: Area, anchor: Anchor) -> Span | None:
    """A cell that nothing but its address tells: of areas whose columns have no headings."""
    if anchor.heading or not anchor.cell:
        return None
    row, column = row_and_column(anchor.cell)
    return Span(area.sheet, row, column, row + max(area.room, 1) - 1, column)


class _Headings:
    """The headings of one area in one file, looked for only where no name tells a column."""

    def __init__(self, area: Area, outline: Outline) -> None:
        self.area = area
        self.outline = outline

    @cached_property
    def grid(self) -> Sequence[Sequence[Raw]]:
        return self.outline.grid(self.area.sheet)

    @cached_property
    def row(self) -> int | None:
        """The row with the most of the headings, the first of equals; below the title."""
        wanted = {fold(a.heading) for a in self.area.anchors.values() if a.heading}
        counts = {row: self._count(wanted, row) for row in self._rows_to_search()}
        best = max(counts.values(), default=0)
        return next((row for row, count in counts.items() if count == best), None) if best else None

    def find(self, anchor: Anchor) -> Span | None:
        if not anchor.heading:
            return None
        if self.area.answers:
            return self._answer(anchor)
        return None if self.row is None else self._column(anchor, self.row)

    def _column(self, anchor: Anchor, row: int) -> Span | None:
        columns = list(self._with(anchor.heading, row))
        if not columns:
            return None
        column = _nearest(columns, anchor)
        return Span(self.area.sheet, row + 1, column, self._last(row), column)

    def _answer(self, anchor: Anchor) -> Span | None:
        """The cell in the label's row: in the known column, or the next one.

        Of several rows with that label it is the known one, else the first.
        """
        known, at = row_and_column(anchor.cell) if anchor.cell else (0, 0)
        rows = sorted(range(1, len(self.grid) + 1), key=lambda row: row != known)
        for row in rows:
            for column in self._with(anchor.heading, row):
                place = at or column + 1
                return Span(self.area.sheet, row, place, row, place)
        return None

    def _with(self, heading: str, row: int) -> Iterator[int]:
        """The columns whose cell in this row has the heading."""
        wanted = fold(heading)
        for column, text in enumerate(self.grid[row - 1], start=1):
            if isinstance(text, str) and text and fold(text) == wanted:
                yield column

    def _rows_to_search(self) -> Sequence[int]:
        every = range(1, len(self.grid) + 1)
        if not self.area.title:
            return every
        titles = [row for row in every if any(self._with(self.area.title, row))]
        below = titles[0] + _BELOW_TITLE if titles else 0
        return range(titles[0], min(below, len(self.grid)) + 1) if titles else []

    def _count(self, wanted: Set[str], row: int) -> int:
        texts = (text for text in self.grid[row - 1] if isinstance(text, str) and text)
        return len(wanted & {fold(text) for text in texts})

    def _last(self, row: int) -> int:
        """The last row: by the room there is, else that above a total, or the sheet's last."""
        if self.area.room:
            return row + self.area.room
        rows = range(row + 1, len(self.grid) + 1)
        totals = (below for below in rows if self._is_total(below))
        return next(totals, max(len(self.grid), row + 1) + 1) - 1

    def _is_total(self, row: int) -> bool:
        """Whether the row's first text says that it is a total."""
        texts = (text for text in self.grid[row - 1] if isinstance(text, str) and text)
        return fold(next(texts, "")).startswith(_TOTAL)


def _nearest(columns: Sequence[int], anchor: Anchor) -> int:
    """Of several columns with one heading, that of the known cell, or the first."""
    known = row_and_column(anchor.cell)[1] if anchor.cell else 0
    return known if known in columns else columns[0]
