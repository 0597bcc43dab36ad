"""The rows of a paste with their cells read: values, reasons, and what was taken from above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bcf.tables import CellError, Column, Kind, Option, Value, fold
from bcf.tables.numbers import AMOUNT, parse_number

from .answers import Answers, Bad
from .clipboard import Grid


@dataclass(slots=True)
class Cell:
    """A pasted cell. `why` is the reason that it cannot be kept; empty when it can.

    `waits` for what it follows to be mended first. `above` is a blank cell read as the one
    above it, `implied` one that another cell of the row tells.
    """

    pasted: str
    value: Value = None
    why: str = ""
    waits: bool = False
    mended: bool = False
    above: bool = False
    implied: bool = False
    typed: str = ""
    bad: Bad | None = None
    options: tuple[Option, ...] = ()

    @property
    def settled(self) -> bool:
        return not (self.why or self.waits)


@dataclass(slots=True)
class PastedRow:
    """One pasted row under its own number, counted from 1 at the top of the paste.

    `aside` says why it is not a line, `problem` why the whole row cannot go in.
    """

    number: int
    texts: list[str]
    cells: dict[str, Cell] = field(default_factory=dict)
    aside: str = ""
    problem: str = ""

    @property
    def to_mend(self) -> int:
        """How many of its cells have to be mended."""
        return sum(bool(cell.why) for cell in self.cells.values())

    @property
    def settled(self) -> bool:
        """Whether every cell has its value."""
        return not self.problem and all(cell.settled for cell in self.cells.values())

    def values(self) -> dict[str, Value]:
        """Its cells' values, blanks among them."""
        return {key: cell.value for key, cell in self.cells.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one paste are read.

    `columns` are all of ours in the section's order. Amounts of the columns in `thousands`
    are multiplied; those of `unsure` ones may be.
    """

    columns: Sequence[Column]
    answers: Answers
    thousands: Collection[str] = ()
    unsure: Collection[str] = ()

    def cells(self, row: PastedRow, base: Mapping[str, Value]) -> None:
        """Read a row's cells in the columns' order; `base` are the values of its line now."""
        values = dict(base)
        for column in self.columns:
            cell = row.cells.get(column.key)
            if cell is None:
                continue
            cell.why, cell.waits = "", False
            if cell.implied:
                values[column.key] = cell.value
            elif column.follows and self._leader_waits(row, column):
                cell.waits = True
            else:
                cell.value = None
                self._read(row, column, cell, values)
                values[column.key] = cell.value

    @staticmethod
    def _leader_waits(row: PastedRow, column: Column) -> bool:
        leader = row.cells.get(column.follows)
        return leader is not None and not leader.settled

    def _read(self, row: PastedRow, column: Column, cell: Cell, values: dict[str, Value]) -> None:
        cell.typed = self._typed(row, column, cell, values)
        raw = self._pounds(column, cell.typed)
        if column.follows and values.get(column.follows) is None:
            self._imply_leader(row, column, raw, values)
        try:
            cell.value = column.parse(raw, values)
        except CellError as error:
            cell.why = error.message
            cell.options = column.options_for(values) or column.options

    def _typed(
        self, row: PastedRow, column: Column, cell: Cell, values: Mapping[str, Value]
    ) -> str:
        """What stands in the cell after mending."""
        if column.kind is Kind.CHOICE:
            cell.bad = Bad(column.key, str(values.get(column.follows) or ""), fold(cell.pasted))
            mend = self.answers.values.get(cell.bad)
        else:
            mend = self.answers.cells.get((row.number, column.key))
        cell.mended = mend is not None and mend != cell.pasted
        return cell.pasted if mend is None else mend

    def _pounds(self, column: Column, text: str) -> str:
        """Thousands as pounds. Where that is not said yet, only what is no amount of pounds."""
        if column.key in self.thousands:
            return in_pounds(text)
        return in_pounds(text) if column.key in self.unsure and _too_exact(text) else text

    @staticmethod
    def _imply_leader(row: PastedRow, column: Column, raw: str, values: dict[str, Value]) -> None:
        """Fill what a list follows where only one of its entries has this name."""
        wanted = fold(raw)
        parents = {
            option.parent
            for option in column.options
            if wanted and wanted in (fold(option.key), fold(option.label))
        }
        if len(parents) == 1:
            (parent,) = parents
            values[column.follows] = parent
            row.cells[column.follows] = Cell("", parent, implied=True)


def _too_exact(text: str) -> bool:
    try:
        parse_number(text, AMOUNT)
    except CellError:
        return True
    return False


def in_pounds(text: str) -> str:
    """An amount of thousands as one of pounds; what is not an amount stays as it is.

    Thousands may have more decimals than pounds: 3,204.2567 is £3,204,256.70.
    """
    thousands = figure_of(text)
    return text if thousands is None else format(thousands * 1000, "f")


def figure_of(text: str) -> Decimal | None:
    """The figure that a cell shows, however exact; None where it shows none."""
    try:
        return parse_number(text, AMOUNT)
    except CellError:
        return _exactly(text)


def _exactly(text: str) -> Decimal | None:
    """A figure with more decimals than a cell keeps; None for any other text."""
    whole, _, decimals = text.partition(".")
    digits = decimals.strip(" \u00a0\u202f£")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        pounds = parse_number(whole.strip(" \u00a0\u202f£") or "0", AMOUNT)
    except CellError:
        return None
    return None if pounds is None else pounds + Decimal(f"0.{digits}")


def make_rows(grid: Grid, head: int | None, places: Mapping[int, Column]) -> list[PastedRow]:
    """The rows of the grid under their numbers, their cells not read yet."""
    return [
        PastedRow(
            index + 1,
            texts,
            {column.key: Cell(texts[place]) for place, column in places.items()},
        )
        for index, texts in enumerate(grid)
        if index != head
    ]


def fill_from_above(
    rows: Sequence[PastedRow], keys: Sequence[str], money: Collection[str], fill: bool
) -> list[int]:
    """Read blank names as those above them, in rows with amounts; which rows could be so read.

    A row whose first name is filled begins anew. Without `fill` the rows are only told.
    """
    found: list[int] = []
    above: dict[str, str] = {}
    for row in rows:
        if row.aside:
            continue
        named = {key: row.cells[key].pasted for key in keys if key in row.cells}
        begins = any(text.strip() for text in list(named.values())[:1])
        has_amount = any(row.cells[key].pasted.strip() for key in money if key in row.cells)
        blank = [k for k, text in named.items() if not text.strip() and above.get(k, "").strip()]
        if blank and has_amount and not begins:
            found.append(row.number)
            named |= {key: above[key] for key in blank}
            for key in blank if fill else ():
                row.cells[key].pasted, row.cells[key].above = above[key], True
        above = named
    return found
