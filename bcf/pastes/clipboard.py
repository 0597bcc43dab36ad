"""What a spreadsheet puts on the clipboard, as a grid of texts."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

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
    with contextlib.suppress(AssertionError):  # how the parser refuses an unknown declaration
        table.feed(html)
        table.close()
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
    """The spans cut to the grid, those that cover one cell left out."""
    cut = []
    for span in spans:
        if 0 <= span.row < len(grid) and 0 <= span.column < len(grid[span.row]):
            height = min(span.height, len(grid) - span.row)
            width = min(span.width, len(grid[span.row]) - span.column)
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


@dataclass
class _Place:
    """Where the next cell stands, and the cells that merged ones above reach into."""

    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)  # column: rows still covered

    def next_row(self) -> None:
        self.row += 1
        self.column = 0
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 1}

    def skip_taken(self) -> None:
        while self.column in self.taken:
            self.column += 1


class _Table(HTMLParser):
    """Collects the texts and spans of the first table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Grid = []
        self.spans: list[Span] = []
        self.place = _Place()
        self.reach: dict[int, int] = {}  # what this row's cells will cover below
        self.text: list[str] | None = None
        self.depth = 0
        self.done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.done:
            return
        match tag:
            case "table":
                self.depth += 1
            case "tr" if self.depth == 1:
                self._begin_row()
            case "td" | "th" if self.depth == 1:
                self._begin_cell(dict(attrs))
            case "br" if self.text is not None:
                self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.depth:
            self._end_cell()
            self.depth -= 1
            self.done = self.depth == 0
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.done:
            self.text.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_row(self) -> None:
        self._end_cell()
        self.place.next_row()
        self.place.taken |= self.reach
        self.reach = {}
        self.rows.append([])
        if len(self.rows) > MOST_ROWS:
            raise TooMuch(f"These are more than {MOST_ROWS:,} rows.")

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        if not self.rows:
            self._begin_row()
        self.place.skip_taken()
        height = _size(attrs.get("rowspan"), MOST_ROWS)
        width = _size(attrs.get("colspan"), MOST_COLUMNS)
        at = self.place.column
        if at + width > MOST_COLUMNS * 2:
            raise TooMuch(f"These are more than {MOST_COLUMNS} columns.")
        if height > 1 or width > 1:
            self.spans.append(Span(self.place.row, at, height, width))
        if height > 1:
            self.reach |= dict.fromkeys(range(at, at + width), height - 1)
        row = self.rows[-1]
        row.extend([""] * (at + width - len(row)))
        self.text = []

    def _end_cell(self) -> None:
        """Put the text into the cell's corner, which stands where its place still points."""
        if self.text is None:
            return
        lines = "".join(self.text).split("\n")
        self.rows[-1][self.place.column] = "\n".join(line.strip(" ") for line in lines).strip(" \n")
        self.place.column = len(self.rows[-1])
        self.text = None


def _size(written: str | None, most: int) -> int:
    """A span's size as HTML writes it, 1 where it makes no sense, and never absurd."""
    if written is None or not re.fullmatch(r"[0-9]{1,9}", written.strip()):
        return 1
    return min(max(int(written), 1), most)
