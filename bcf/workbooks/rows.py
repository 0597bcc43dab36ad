"""A table of a section's rows on a sheet: headings, cells, and whether each row is complete.

The first column, hidden, holds each row's uid; the last says Yes or No of the row. Columns
and rows have names made of the table's own, by which formulas and readers find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

from bcf.submissions.sections import Locks, SectionKind
from bcf.tables import Column, Kind, Row, Value, When

from .areas import UID as UID_KEY
from .areas import Anchor, Area
from .cells import Content, address, letter, quoted
from .layout import Book, Check, GridColumn, Highlight, Sheet, Validation
from .lists import Lists
from .names import place_name, sheet_name

UID, FIRST = 1, 2
COMPLETE = "complete"
#: No cell of a table holds this key: it stands for the row's number.
ROW = "{row}"
_WIDTHS = {
    Kind.TEXT: 26.0,
    Kind.CHOICE: 20.0,
    Kind.MONEY: 17.0,
    Kind.NUMBER: 14.0,
    Kind.PERCENT: 14.0,
    Kind.DATE: 18.0,
}

Values = Mapping[str, Value]


class Condition(NamedTuple):
    """When a cell is asked for, as a formula and as Python.

    The formula names columns by {key} and is true or false, for one row or whole columns.
    """

    formula: str
    holds: Callable[[Values], bool]


@dataclass
class RowsTable:
    """A table being laid out on `sheet`, its headings in row `top`.

    `worked` holds the formulas of computed columns (one without is filled in), `more` further
    conditions by column key. `must` tables need one row at least. `subject` begins the items
    of its checks.
    """

    book: Book
    sheet: Sheet
    lists: Lists
    section: SectionKind
    name: str
    columns: Sequence[Column]
    top: int
    room: int
    worked: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Sequence[Condition]] = field(default_factory=dict)
    must: bool = False
    subject: str = ""
    height: float = 30

    @property
    def first(self) -> int:
        return self.top + 1

    @property
    def last(self) -> int:
        return self.top + self.room

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letters of each column, by key."""
        keys = [*(column.key for column in self.columns), COMPLETE]
        return {key: letter(FIRST + place) for place, key in enumerate(keys)}

    @cached_property
    def in_row(self) -> dict[str, str]:
        """A reference to each column's cell in the row at hand, by key."""
        return {key: f"${letters}{ROW}" for key, letters in self.letters.items()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each whole column, by key."""
        return {key: place_name(self.name, key) for key in self.letters}

    @cached_property
    def needed(self) -> dict[str, tuple[Condition, ...]]:
        """The columns that may be missing, with all that has to hold for it."""
        return {
            column.key: (*self._conditions(column), *self.more.get(column.key, ()))
            for column in self.columns
            if column.need != "never" and not column.computed
        }

    def cells(self, key: str) -> str:
        """The cells of one column, such as C9:C12."""
        return f"{self.letters[key]}{self.first}:{self.letters[key]}{self.last}"

    def _first(self, key: str) -> str:
        return f"{self.letters[key]}{self.first}"

    def draw(self, rows: Sequence[Row], locks: Locks) -> None:
        """Lay the table out and put `rows` into it."""
        for key in self.letters:
            self.book.name(self.names[key], self.sheet, self.cells(key))
        uids = f"{letter(UID)}{self.first}:{letter(UID)}{self.last}"
        self.book.name(place_name(self.name, UID_KEY), self.sheet, uids)
        self._draw_headings()
        self._draw_grid()
        lacking = [self._lacking(row) for row in rows]
        self._put(rows, lacking)
        self._lock(rows, locks)
        self.book.checks.extend(self._checks([lacks for lacks in lacking if lacks is not None]))

    def _draw_headings(self) -> None:
        self.sheet.text(self.top, UID, UID_KEY, "hidden")
        self.sheet.widths.setdefault(UID, 0)
        for place, column in enumerate(self.columns):
            figure = column.kind.is_number
            style = "figure_heading" if figure else "heading"
            self.sheet.text(self.top, FIRST + place, column.label, style)
            self.sheet.widths.setdefault(FIRST + place, _WIDTHS[column.kind])
        end = FIRST + len(self.columns)
        self.sheet.text(self.top, end, "Complete", "heading")
        self.sheet.widths.setdefault(end, 11)

    def _draw_grid(self) -> None:
        columns = [GridColumn("hidden"), *map(self._grid_column, self.columns)]
        columns.append(GridColumn("check", self._complete()))
        self.sheet.grid(self.first, UID, columns, self.room, self.height)
        for column in self.columns:
            if column.is_typed:
                self.sheet.validations.append(self._validation(column))
        for key, conditions in self.needed.items():
            self._highlight(key, conditions)
        highlight_answers(self.sheet, self.cells(COMPLETE))

    def _highlight(self, key: str, conditions: Sequence[Condition]) -> None:
        """Red where a cell is missing, and pale where the row does not ask for it."""
        first = self._at(self.first)
        begun = f"(LEN({first[COMPLETE]})>0)"
        missing = all_of(f"LEN({{{key}}})=0", conditions).format_map(first)
        self.sheet.highlights.append(Highlight(self.cells(key), f"{begun}*{missing}", "missing"))
        if conditions:
            asked = all_of("1", conditions).format_map(first)
            unasked = f"{begun}*({asked}=0)"
            self.sheet.highlights.append(Highlight(self.cells(key), unasked, "unasked"))

    def _at(self, row: int) -> dict[str, str]:
        return {key: cell.replace(ROW, str(row)) for key, cell in self.in_row.items()}

    def _grid_column(self, column: Column) -> GridColumn:
        if column.given or (column.computed and column.key not in self.worked):
            return GridColumn(f"locked.{column.kind}")
        if not column.computed:
            return GridColumn(f"input.{column.kind}")
        return GridColumn(f"worked.{column.kind}", self.worked[column.key].format_map(self.in_row))

    def _validation(self, column: Column) -> Validation:
        source = ""
        if column.kind is Kind.CHOICE:
            source = self.lists.of(self.section, column).format_map(self._at(self.first))
        return validation(column, self.cells(column.key), source)

    def _conditions(self, column: Column) -> Iterable[Condition]:
        if column.follows:
            parents = {option.parent for option in column.options}
            yield Condition(
                among(column.follows, self.lists.parents_of(self.section, column)),
                lambda values: values.get(column.follows) in parents,
            )
        for when in column.conditions:
            yield condition_of(when, self.section.column(when.on))

    def _complete(self) -> str:
        """Nothing while the row is empty, then whether all that is needed stands in it."""
        typed = [c.key for c in self.columns if not c.computed]
        started = ",".join(self.in_row[key] for key in typed)
        missing = [all_of(f"LEN({{{key}}})=0", asked) for key, asked in self.needed.items()]
        count = "+".join(missing).format_map(self.in_row) or "0"
        return f'IF(COUNTA({started})=0,"",IF({count}=0,"Yes","No"))'

    # Values.

    def _put(self, rows: Sequence[Row], lacking: Sequence[Set[str] | None]) -> None:
        """Fill the rows, column by column."""
        self._put_column(UID, (str(row.uid) for row in rows))
        for place, column in enumerate(self.columns, start=FIRST):
            held = cache(partial(content, column))  # many rows choose alike
            self._put_column(place, (held(row.get(column.key)) for row in rows))
        self._put_column(FIRST + len(self.columns), map(_answer, lacking))

    def _put_column(self, column: int, values: Iterable[Content]) -> None:
        for row, value in enumerate(values, start=self.first):
            self.sheet.put(address(row, column), value)

    def _lock(self, rows: Sequence[Row], locks: Locks) -> None:
        """Show as filled in what nobody may change."""
        numbers = {row.uid: number for number, row in enumerate(rows, start=self.first)}
        kinds = {column.key: column.kind for column in self.columns if not column.computed}
        for uid, key in locks:
            if uid in numbers and key in kinds:
                place = f"{self.letters[key]}{numbers[uid]}"
                self.sheet.put(place, None, f"locked.{kinds[key]}")

    def _lacking(self, row: Row) -> Set[str] | None:
        """The columns that the row needs and lacks; None while nothing stands in it."""
        values = row.values
        if all(values.get(c.key) is None for c in self.columns if not c.computed):
            return None
        return {
            key
            for key, conditions in self.needed.items()
            if values.get(key) is None and all(c.holds(values) for c in conditions)
        }

    def _checks(self, lacking: Sequence[Set[str]]) -> Iterable[Check]:
        """For each column that may be missing: whether it stands in every row begun."""
        for column in self.columns:
            if column.key not in self.needed:
                continue
            begun = f"(LEN({{{COMPLETE}}})>0)"
            missing = all_of(f"LEN({{{column.key}}})=0", self.needed[column.key])
            wrong = f"SUMPRODUCT({begun}*{missing})>0"
            if self.must:
                wrong = f"OR(SUMPRODUCT(--{begun})=0,{wrong})"
            broken = any(column.key in lacks for lacks in lacking)
            answer = "No" if broken or (self.must and not lacking) else "Yes"
            formula = f'IF({wrong},"No","Yes")'.format_map(self.names)
            item = f"{self.subject}: {column.label}" if self.subject else column.label
            cells = self.cells(column.key) if self.room > 1 else self._first(column.key)
            yield Check(self.sheet.name, item, cells, formula, answer)


def _answer(lacks: Set[str] | None) -> str:
    """What stands at the end of a row."""
    if lacks is None:
        return ""
    return "No" if lacks else "Yes"


def area_of(section: SectionKind, name: str, columns: Iterable[Column], **more: Any) -> Area:
    """Where the table of this name is found again: by names, else by headings."""
    anchors = {c.key: Anchor(place_name(name, c.key), c.label) for c in columns if not c.computed}
    uid = Anchor(place_name(name, UID_KEY), UID_KEY)
    return Area(name, section.key, sheet_name(section), anchors, uid=uid, **more)


def all_of(first: str, conditions: Iterable[Condition]) -> str:
    """A formula that is 1 when `first` and all the conditions hold, else 0."""
    return "*".join(f"({part})" for part in [first, *(c.formula for c in conditions)])


def among(key: str, name: str) -> str:
    """The cell holds an entry of a named list."""
    return f"ISNUMBER(MATCH({{{key}}},{name},0))"


def condition_of(when: When, on: Column) -> Condition:
    """A condition of the edition's data, over the labels that cells hold."""
    cell = f"{{{when.on}}}"
    if when.op in ("blank", "not_blank"):
        return Condition(f"LEN({cell}){'=' if when.op == 'blank' else '>'}0", when.holds)
    labels = (literal(on.label_of(key) or key) for key in when.values)
    return Condition("+".join(f"({cell}={label})" for label in labels), when.holds)


def literal(text: str) -> str:
    """Text as a literal of a formula that is still to be given its cells."""
    return quoted(text).replace("{", "{{").replace("}", "}}")


def content(column: Column, value: Value) -> Content:
    """What a cell holds of a value: the label of a choice, a share as a part of 1."""
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        return value.scaleb(-2)
    if column.kind is Kind.CHOICE and value is not None:
        return column.label_of(value) or str(value)
    return value


def validation(column: Column, cells: str, source: str = "") -> Validation:
    """What cells of this column accept; `source` is where a choice's list is found."""
    kind = {
        Kind.CHOICE: "list",
        Kind.MONEY: "decimal",
        Kind.NUMBER: "decimal",
        Kind.PERCENT: "share",
        Kind.DATE: "date",
        Kind.TEXT: "text",
    }[column.kind]
    return Validation(cells, kind, source, column.max_length, column.heading, column.hint)


def highlight_answers(sheet: Sheet, cells: str) -> None:
    """Green for Yes, red for No, grey for what nobody can know yet."""
    first = cells.partition(":")[0]
    for answer, style in (("Yes", "yes"), ("No", "no"), ("Not known", "unknown")):
        sheet.highlights.append(Highlight(cells, f'{first}="{answer}"', style))
