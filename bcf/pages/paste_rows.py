"""A preview's rows as its table shows them: outcome, cells, and the controls to mend them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bcf.pastes.answers import EMPTY, Bad
from bcf.pastes.headings import name_of
from bcf.pastes.preview import ASIDE, CHANGES, MEND, NEW, SAME, Preview
from bcf.pastes.rows import Cell, PastedRow
from bcf.tables import Column, Kind, Option, Value, fold

from .cells import told
from .paste_words import MOST_MENDS

#: How like an entry must be to be offered first.
LIKE = 0.5

#: A text of more characters has a wide column.
LONG = 60

#: The words and shapes of each outcome: keys of bcf.words.
STATES = {
    NEW: "new_row",
    CHANGES: "changed",
    SAME: "same_row",
    ASIDE: "set_aside",
    MEND: "to_mend",
}


@dataclass(frozen=True, slots=True)
class Control:
    """What mends one cell. `options` are those of a list, `near` the likeliest of them."""

    id: str
    name: str
    label: str
    why: str
    value: str = ""
    number: int = 0
    options: Sequence[Option] = ()
    near: Option | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the table.

    `see` is the row where the same value is mended, `unmend` the mend that can be taken back.
    """

    label: str
    css: str
    text: str = ""
    notes: Sequence[str] = ()
    control: Control | None = None
    see: int = 0
    unmend: str = ""


@dataclass(slots=True)
class ShownRow:
    """A row of the table, under its own number."""

    number: int
    state: str
    words: str
    cells: list[ShownCell] = field(default_factory=list)
    aside: str = ""
    pasted: str = ""  # what a row that is set aside holds
    notes: list[str] = field(default_factory=list)
    mend: bool = False
    used: bool = False


class Rows:
    """Writes the rows of one preview. `moved` is what lines held when the person looked."""

    def __init__(
        self,
        made: Preview,
        noun: str,
        moved: Mapping[UUID, Mapping[str, str]],
        savers: Mapping[tuple[UUID, str], str],
    ) -> None:
        self.made = made
        self.noun = noun
        self.moved = moved
        self.savers = savers
        self.columns = [made.places[place] for place in sorted(made.places)]
        self.heads = [(column, _head(column)) for column in self.columns]
        self.bads: list[Bad] = []
        self.first: dict[Bad, int] = {}
        self.controls = 0

    def __iter__(self) -> Iterator[ShownRow]:
        for row in self.made.rows:
            yield self._row(row)

    def _row(self, row: PastedRow) -> ShownRow:
        outcome = self.made.outcomes[row.number]
        shown = ShownRow(row.number, STATES[outcome], self._words(row, outcome))
        shown.used = self.made.answers.rows.get(row.number) is True
        if row.aside:
            shown.aside = row.aside
            shown.pasted = " · ".join(" ".join(t.split()) for t in row.texts if t.strip())[:160]
            return shown
        shown.mend = outcome == MEND
        shown.notes = self._notes(row)
        shown.cells = [self._cell(row, column) for column in self.columns]
        return shown

    def _words(self, row: PastedRow, outcome: str) -> str:
        line = self.made.line_of(row)
        number = self.made.target.numbers[line.uid] if line else 0
        match outcome:
            case "new":
                return f"New {self.noun}"
            case "changes":
                return f"Changes {self.noun} {number}"
            case "same" if self.made.unsure:
                return f"{self.noun.capitalize()} {number}, amounts not said yet"
            case "same":
                return f"Already there: {self.noun} {number}"
            case "mend":
                cells = row.to_mend
                return f"Mend {cells} cell{'s' if cells > 1 else ''}" if cells else "Cannot go in"
        return "Set aside"

    def _notes(self, row: PastedRow) -> list[str]:
        """What there is to say of the whole row."""
        notes = [row.problem] if row.problem else []
        for key in self.made.cleared.get(row.number, ()):
            notes.append(f"Empties {self.made.target.column(key).heading}.")
        line = self.made.line_of(row)
        if line is not None and line.uid in self.moved and not self.moved[line.uid]:
            notes.append(f"This {self.noun} was changed since you looked.")
        return notes

    def _cell(self, row: PastedRow, column: Column) -> ShownCell:
        cell = row.cells[column.key]
        css = "num" if column.kind.is_number else _width(column, cell)
        if cell.why:
            return self._to_mend(row, column, cell, css)
        if cell.waits:
            note = f"Read once {self.made.target.column(column.follows).heading} is mended."
            return ShownCell(_head(column), css, cell.pasted, [note])
        unsure = column.key in self.made.unsure
        text = cell.typed.strip() if unsure else told(column, cell.value)
        notes = self._cell_notes(row, column, cell)
        return ShownCell(_head(column), css, text, notes, unmend=self._unmend(row, column, cell))

    def _cell_notes(self, row: PastedRow, column: Column, cell: Cell) -> list[str]:
        notes = []
        if cell.above:
            notes.append("as above")
        if cell.mended:
            notes.append(f"you pasted {_quoted(cell.pasted)}")
        change = self.made.changes(row).get(column.key)
        line = self.made.line_of(row)
        if change is not None and line is not None:
            number = self.made.target.numbers[line.uid]
            notes.append(f"{self.noun} {number} has {_said(column, change.was)}")
            was = self.moved.get(line.uid, {}).get(column.key)
            if was is not None:
                who = self.savers.get((line.uid, column.key), "somebody else").rstrip(",")
                seen = _said(column, column.parse(was, line.values))
                notes.append(f"changed by {who}; it had {seen} when you looked")
        return notes

    def _unmend(self, row: PastedRow, column: Column, cell: Cell) -> str:
        """The place of the cell's mend among the answers."""
        if not cell.mended:
            return ""
        if cell.bad is not None:
            return f"value:{list(self.made.answers.values).index(cell.bad)}"
        return f"cell:{list(self.made.answers.cells).index((row.number, column.key))}"

    def _to_mend(self, row: PastedRow, column: Column, cell: Cell, css: str) -> ShownCell:
        css = f"{css} bad".strip()
        if cell.bad is not None and cell.bad in self.first:
            return ShownCell(_head(column), css, cell.pasted, see=self.first[cell.bad])
        if self.controls >= MOST_MENDS:
            later = "Mend the cells above first."
            return ShownCell(_head(column), css, cell.pasted, [cell.why, later])
        self.controls += 1
        return ShownCell(_head(column), css, control=self._control(row, column, cell))

    def _control(self, row: PastedRow, column: Column, cell: Cell) -> Control:
        place = f"{row.number}-{column.key}"
        label = f"Row {row.number}, {_head(column)}"
        if cell.bad is None:
            hint = "In thousands, like its column." if column.key in self.made.in_thousands else ""
            return Control(f"mend-{place}", f"cell-{place}", label, cell.why, cell.typed, hint=hint)
        number = len(self.bads)
        self.bads.append(cell.bad)
        self.first[cell.bad] = row.number
        options = self._options(column, cell)
        why = cell.why.split(" Did you mean")[0]
        near = nearest(cell.pasted, options)
        return Control(f"mend-{place}", f"value-{number}", label, why, "", number, options, near)

    def _options(self, column: Column, cell: Cell) -> list[Option]:
        """The entries to choose from; those of several lists say which list they are of."""
        empty = [] if column.required else [Option(EMPTY, "Leave it empty")]
        options = list(cell.options or column.options)
        if column.follows and len({option.parent for option in options}) > 1:
            leader = self.made.target.column(column.follows)
            options = [
                Option(o.key, f"{o.label} ({leader.label_of(o.parent)})", o.parent) for o in options
            ]
        return [*options, *empty]


def _width(column: Column, cell: Cell) -> str:
    return "long" if column.kind is Kind.TEXT and len(cell.pasted) > LONG else ""


def _head(column: Column) -> str:
    """A column's heading; where that is only a year, which pounds have too, its whole label."""
    only_a_year = not name_of(column.heading).words and column.kind is not Kind.MONEY
    return column.label if only_a_year else column.heading


def nearest(text: str, options: Sequence[Option]) -> Option | None:
    """The entry most like a text, by its letters and its words; None where none is like it."""
    wanted = fold(text)
    if not wanted:
        return None
    scored = [(_likeness(wanted, fold(o.label)), o) for o in options if o.key != EMPTY]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LIKE else None


def _likeness(ours: str, theirs: str) -> float:
    letters = difflib.SequenceMatcher(None, ours[:200], theirs).ratio()
    words, their_words = _words(ours), _words(theirs)
    return max(letters, len(words & their_words) / max(len(words), 1))


def _words(text: str) -> set[str]:
    """The words that say something."""
    return {word for word in re.findall(r"\w+", text) if len(word) > 3}


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short[:60]}{'…' if len(short) > 60 else ''}”" if short else "nothing"


def _said(column: Column, value: Value) -> str:
    if value is None:
        return "nothing"
    return f"£{told(column, value)}" if column.kind is Kind.MONEY else told(column, value)
