"""What a workbook is made of, declared once for each export: its shape and its values.

The shape is all that many workbooks share: headings, styles, formulas, lists, protection.
It is hashable, and workbooks of one shape are filled from one blank (`build.py`). Values
are a board's own. One declaration gives both: a formula is written down with what it
amounts to. Where that is nothing, an empty text, the blank says so already.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .cells import Content, address
from .names import location, reference

_LAST = 1000
State = Literal["visible", "hidden", "veryHidden"]
ROW_HEIGHT = 17.0


class Fixed(NamedTuple):
    """A cell's shape: its style, and a text or a formula that is the same for every board.

    `own` cells take a board's own value.
    """

    style: str
    text: str = ""
    formula: str = ""
    link: str = ""
    own: bool = False


class GridColumn(NamedTuple):
    """A column of a grid; `formula` has {row} and {above} where the rows' numbers go.

    In a row that nobody has filled the formula must amount to nothing, an empty text.
    """

    style: str
    formula: str = ""


class Grid(NamedTuple):
    """Rows of one kind below each other, from the cell at (`row`, `column`)."""

    row: int
    column: int
    columns: tuple[GridColumn, ...]
    rows: int
    height: float = 0

    @property
    def last(self) -> int:
        return self.row + self.rows - 1


class Validation(NamedTuple):
    """What a range of cells accepts. `kind` is list, decimal, share, date or text.

    `formula` is a list's source; `limit` the most characters of a text.
    """

    cells: str
    kind: str
    formula: str = ""
    limit: int = 0
    heading: str = ""
    prompt: str = ""


class Highlight(NamedTuple):
    """A style shown on a range of cells while a formula about its first cell is true."""

    cells: str
    formula: str
    style: str


class SheetShape(NamedTuple):
    """What a sheet has in common with the same sheet of other boards."""

    name: str
    state: State
    cells: tuple[tuple[str, Fixed], ...]
    grids: tuple[Grid, ...]
    widths: tuple[tuple[int, float], ...]
    heights: tuple[tuple[int, float], ...]
    validations: tuple[Validation, ...]
    highlights: tuple[Highlight, ...]
    freeze: str
    repeat: int
    zoom: int


class BookShape(NamedTuple):
    """What a workbook has in common with those of other boards."""

    title: str
    sheets: tuple[SheetShape, ...]
    names: tuple[tuple[str, str], ...]


@dataclass
class Sheet:
    """One sheet. A width of 0 hides a column; `repeat` is the row printed on every page."""

    name: str
    state: State = "visible"
    cells: dict[str, Fixed] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    validations: list[Validation] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    freeze: str = ""
    repeat: int = 0
    zoom: int = 100
    values: dict[str, Content] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)

    def text(self, row: int, column: int, text: str, style: str = "plain", link: str = "") -> None:
        """A text that is the same in every workbook of this shape."""
        self.cells[address(row, column)] = Fixed(style, text, link=link)

    def blank(self, row: int, columns: Sequence[int], style: str) -> None:
        """Cells with a style and nothing in them."""
        for column in columns:
            self.cells[address(row, column)] = Fixed(style)

    def value(
        self, row: int, column: int, value: Content, style: str = "plain", locked: bool = False
    ) -> None:
        """A board's own value; `locked` shows an input as filled in for the person."""
        place = address(row, column)
        self.cells[place] = Fixed(style, own=True)
        self.put(place, value, locked_style(style) if locked else "")

    def formula(self, row: int, column: int, formula: str, value: Content, style: str) -> None:
        """A live formula, with what it amounts to now."""
        place = address(row, column)
        self.cells[place] = Fixed(style, formula=formula, own=True)
        if value != "":
            self.values[place] = value

    def grid(
        self, row: int, column: int, columns: Sequence[GridColumn], rows: int, height: float = 0
    ) -> None:
        """Room for `rows` rows of one height (0: as others), to be filled with `put`."""
        self.grids.append(Grid(row, column, tuple(columns), rows, height))

    def put(self, place: str, value: Content, style: str = "") -> None:
        """Fill a cell that has been declared."""
        if value is not None:
            self.values[place] = value
        if style:
            self.values.setdefault(place, None)
            self.styles[place] = style

    def at(self, place: str) -> str:
        """An absolute reference to a cell or a range of this sheet, for formulas elsewhere."""
        return reference(self.name, place)

    def link(self, place: str) -> str:
        """The target of a link to a cell of this sheet."""
        return location(self.name, place)

    @property
    def bottom(self) -> int:
        """The last row in use; 0 while the sheet is empty."""
        rows = [int(place.lstrip(string.ascii_uppercase)) for place in self.cells]
        return max([0, *rows, *(grid.last for grid in self.grids)])

    def shape(self) -> SheetShape:
        """All but the values."""
        return SheetShape(
            self.name,
            self.state,
            tuple(self.cells.items()),
            tuple(self.grids),
            tuple(self.widths.items()),
            tuple(self.heights.items()),
            tuple(self.validations),
            tuple(self.highlights),
            self.freeze,
            self.repeat,
            self.zoom,
        )


def locked_style(style: str) -> str:
    """The style of an input that is filled in for the person: `input.money` to `locked.money`."""
    return style.replace("input.", "locked.")


def height_of(text: str, width: float) -> float:
    """The height in points that a text needs in a column so many characters wide."""
    lines = sum(max(1, math.ceil(len(line) * 1.1 / width)) for line in text.split("\n"))
    return max(ROW_HEIGHT, 13 * lines + 4)


class Check(NamedTuple):
    """One line of the checklist: what is asked, where, and a formula that says Yes or No.

    Without a formula the answer is that of the moment. `rules` are the rules of the
    catalogue that the formula keeps checking.
    """

    sheet: str
    item: str
    cells: str
    formula: str
    answer: str
    rules: tuple[str, ...] = ()


@dataclass
class Book:
    """A workbook being declared: sheets in their order, named places, lists and checks."""

    title: str
    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)

    def sheet(self, name: str, state: State = "visible") -> Sheet:
        """The sheet of this name, made when first asked for."""
        return self.sheets.setdefault(name, Sheet(name, state))

    def name(self, name: str, sheet: Sheet, place: str) -> str:
        """Name a cell or a range; formulas and readers find it by that name."""
        self.names[name] = sheet.at(place)
        return name

    def name_cell(self, name: str, sheet: Sheet, row: int, column: int) -> str:
        """Name one cell."""
        return self.name(name, sheet, address(row, column))

    def shape(self) -> BookShape:
        """All but the values."""
        ordered = sorted(self.sheets.values(), key=_place)
        shapes = tuple(sheet.shape() for sheet in ordered)
        return BookShape(self.title, shapes, tuple(sorted(self.names.items())))


def _place(sheet: Sheet) -> tuple[bool, int]:
    """A sheet's place in the workbook: by its number, those without one and hidden ones last."""
    number = re.match(r"[0-9]+", sheet.name)
    return sheet.state != "visible", int(number[0]) if number else _LAST
