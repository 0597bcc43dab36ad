"""What a spreadsheet puts on the clipboard, as a grid of texts.

The HTML is split into tags and texts by one pattern that goes forward only: the standard
library's parser takes minutes over a megabyte of tags that never end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

#: Rows of texts, all of one width.
Grid = list[list[str]]

MOST_CHARACTERS = 1_000_000
MOST_ROWS = 2_000
MOST_CELLS = 20_000
MOST_COLUMNS = 100


class TooMuch(Exception):
    """More was pasted than one preview can show; the message says how to go on."""

    def __init__(self, how_much: str) -> None:
        self.message = f"{how_much} Paste it in parts."
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: its top left corner, counted from 0, and its size in cells."""

    row: int
    column: int
    height: int
    width: int


# A quoted cell ends where a tab, a line's end or the text's end follows its last quote.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END_OF_LINE = re.compile(r"\r\n?|\n")

# A tag of a table, any other tag, or the text up to the next one.
_TOKEN = re.compile(
    r"<(?P<slash>/?)(?P<tag>table|tr|td|th|br)\b(?P<attributes>[^<>]*)>|<[^<>]*>?|(?P<text>[^<]+)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?\s*([0-9]{1,9})\b", re.IGNORECASE)


def read_text(text: str) -> Grid:
    """Read tab-separated text; a quoted cell may hold tabs, line ends and doubled quotes.

    Quotes that a spreadsheet had no need to write are the cell's own. Raises TooMuch.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooMuch("This is more than 1 MB of text.")
    rows: Grid = [[]]
    place = 0
    while place <= len(text):
        cell, place = _cell(text, place)
        rows[-1].append(cell)
        if place == len(text):
            break
        if text[place] == "\t":
            place += 1
            continue
        end = _END_OF_LINE.match(text, place)
        assert end is not None, "a cell ends at a tab, at a line's end or at the text's"
        place = end.end()
        if place == len(text):
            break
        rows.append([])
        if len(rows) > MOST_ROWS:
            raise TooMuch(f"These are more than {MOST_ROWS:,} rows.")
    return _even(rows)


def _cell(text: str, place: int) -> tuple[str, int]:
    """The cell that begins here, and where it ends."""
    quoted = _QUOTED.match(text, place) if text[place : place + 1] == '"' else None
    if quoted is not None and re.search(r'[\t\r\n]|""', quoted[1]):
        return _END_OF_LINE.sub("\n", quoted[1].replace('""', '"')), quoted.end()
    plain = _PLAIN.match(text, place)
    assert plain is not None, "the pattern fits an empty text, too"
    return plain[0], plain.end()


def write_text(grid: Grid) -> str:
    """The text that `read_text` reads as this grid."""
    return "\n".join("\t".join(map(_written, row)) for row in grid)


def _written(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if re.search(r'[\t\r\n"]', cell) else cell


def _even(rows: Grid) -> Grid:
    """Rows of one width: columns and rows that are blank at the edge are left off."""
    width = max((_filled(row) for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise TooMuch(f"These are more than {MOST_COLUMNS} columns.")
    if width * len(rows) > MOST_CELLS:
        raise TooMuch(f"These are more than {MOST_CELLS:,} cells.")
    even = [row[:width] + [""] * (width - len(row)) for row in rows]
    while even and not any(cell.strip() for cell in even[-1]):
        even.pop()
    return even


def _filled(row: list[str]) -> int:
    """How wide a row is up to its last cell that holds anything."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def read_html(html: str) -> tuple[Grid, list[Span]]:
    """The texts and the merged cells of the first table of a clipboard's HTML.

    Anything may stand in it. Raises TooMuch.
    """
    if len(html) > 2 * MOST_CHARACTERS:
        raise TooMuch("This is more than 1 MB of text.")
    table = _Table()
    for token in _TOKEN.finditer(_without_comments(html)):
        if token["text"]:
            table.write(token["text"])
        elif token["tag"]:
            table.tag(token["tag"].casefold(), token["attributes"], closes=bool(token["slash"]))
        if table.done:
            break
    table.end_cell()
    return _even(table.rows or [[]]), table.spans


def merged(html: str, grid: Grid) -> list[Span]:
    """The merged cells that the HTML tells of, where it tells of the same cells as the text."""
    try:
        told, spans = read_html(html)
    except TooMuch:
        return []
    same = [list(map(_words, row)) for row in told] == [list(map(_words, row)) for row in grid]
    return inside(spans, grid) if same else []


def inside(spans: Iterable[Span], grid: Grid) -> list[Span]:
    """The spans cut to the grid, those of one cell left out.

    They end where together they would cover more cells than there are: merged cells do not
    lie over each other.
    """
    cut: list[Span] = []
    left = sum(map(len, grid))
    for span in spans:
        if 0 <= span.row < len(grid) and 0 <= span.column < len(grid[span.row]):
            height = min(span.height, len(grid) - span.row)
            width = min(span.width, len(grid[span.row]) - span.column)
            left -= height * width
            if left < 0:
                break
            if height > 1 or width > 1:
                cut.append(Span(span.row, span.column, height, width))
    return cut


def spread(grid: Grid, spans: Iterable[Span]) -> Grid:
    """The grid with each merged cell's text in every cell that it covers and that is blank."""
    filled = [list(row) for row in grid]
    for span in inside(spans, grid):
        text = grid[span.row][span.column]
        for row in range(span.row, span.row + span.height):
            for column in range(span.column, span.column + span.width):
                if not filled[row][column].strip():
                    filled[row][column] = text
    return filled


def _words(text: str) -> str:
    return "".join(text.split())


def _without_comments(html: str) -> str:
    """The HTML but for its comments; one that never ends takes the rest with it."""
    kept, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        kept.append(html[place:start])
        end = html.find("-->", start)
        place = len(html) if end < 0 else end + len("-->")
    return "".join([*kept, html[place:]])


class _Table:
    """Collects the texts and spans of the first table."""

    def __init__(self) -> None:
        self.rows: Grid = []
        self.spans: list[Span] = []
        self.covered: dict[int, int] = {}  # by column, rows that a merged cell above still covers
        self.reach: dict[int, int] = {}  # what this row's cells will cover below
        self.at: int | None = None  # the column of the cell that is open
        self.text: list[str] = []
        self.depth = 0
        self.done = False

    def tag(self, name: str, attributes: str, closes: bool) -> None:
        """Take up one tag; a table inside a cell is only text."""
        if name == "table":
            self._table(closes)
        elif name == "br":
            self.text.append("\n")
        elif self.depth == 1 and closes:
            self.end_cell()
        elif self.depth == 1 and name == "tr":
            self._begin_row()
        elif self.depth == 1:
            self._begin_cell(attributes)

    def write(self, text: str) -> None:
        self.text.append(re.sub(r"[ \t\r\n]+", " ", unescape(text)))

    def end_cell(self) -> None:
        """Put the text into its cell."""
        if self.at is not None:
            lines = "".join(self.text).split("\n")
            self.rows[-1][self.at] = "\n".join(line.strip(" ") for line in lines).strip(" \n")
        self.at, self.text = None, []

    def _table(self, closes: bool) -> None:
        self.depth += -1 if closes else 1
        if self.depth <= 0:
            self.depth = 0
            self.done = bool(self.rows)

    def _begin_row(self) -> None:
        self.end_cell()
        left = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}
        self.covered, self.reach = left | self.reach, {}
        self.rows.append([])
        if len(self.rows) > MOST_ROWS:
            raise TooMuch(f"These are more than {MOST_ROWS:,} rows.")

    def _begin_cell(self, attributes: str) -> None:
        self.end_cell()
        if not self.rows:
            self._begin_row()
        row = self.rows[-1]
        at = len(row)
        while at in self.covered:
            at += 1
        sizes = {name.casefold(): int(size) for name, size in _SPAN.findall(attributes)}
        height = min(max(sizes.get("rowspan", 1), 1), MOST_ROWS)
        width = min(max(sizes.get("colspan", 1), 1), MOST_COLUMNS)
        if at + width > 2 * MOST_COLUMNS:
            raise TooMuch(f"These are more than {MOST_COLUMNS} columns.")
        if height > 1 or width > 1:
            self.spans.append(Span(len(self.rows) - 1, at, height, width))
        if height > 1:
            self.reach |= dict.fromkeys(range(at, at + width), height - 1)
        row.extend([""] * (at + width - len(row)))
        self.at = at
