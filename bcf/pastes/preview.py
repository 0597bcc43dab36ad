"""A paste as it would go in: each row's outcome, what must be answered first, and the edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from bcf.tables import Column, Difference, Edit, Kind, Row, Value

from .answers import Answers
from .asides import set_aside
from .clipboard import Grid, Span, spread
from .headings import (
    CHOSEN,
    Heading,
    from_column,
    heading_row,
    in_order,
    recognise,
)
from .matching import Matches, match
from .rows import PastedRow, Reading, fill_from_above, make_rows
from .thousands import Doubt, Funds, Money, doubts

#: What becomes of a row.
NEW, CHANGES, SAME, ASIDE, MEND = "new", "changes", "same", "aside", "mend"


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: texts, merged cells, and the cell it lands at, if it is a block.

    A block with a column and no row begins below the last line. `down` and `right` are the
    lines and columns from its cell on where the page shows others than the whole table:
    sorted, filtered, or with columns closed.
    """

    grid: Grid
    spans: Sequence[Span] = ()
    at_row: UUID | None = None
    at_column: str = ""
    down: Sequence[UUID] = ()
    right: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """The section it goes into: columns, those of its table, its lines now.

    `named_by`, `match_on` and `paid_from` are keys of columns; `funds` is what there is to
    plan.
    """

    columns: Sequence[Column]
    table: Sequence[Column]
    lines: Sequence[Row]
    named_by: Sequence[str] = ()
    match_on: Sequence[str] = ()
    paid_from: str = ""
    funds: Funds = field(default_factory=dict)

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def has(self, rows: Iterable[UUID], columns: Iterable[str]) -> bool:
        """Whether there are all these lines and columns."""
        known = {column.key for column in self.columns}
        return set(columns) <= known and set(rows) <= self.numbers.keys()

    @cached_property
    def numbers(self) -> dict[UUID, int]:
        """Each line's number in the table."""
        return {row.uid: number for number, row in enumerate(self.lines, start=1)}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of a line before and after."""

    was: Value
    now: Value


@dataclass
class Preview:
    """What a paste amounts to under the answers so far. Nothing of it is kept."""

    target: Target
    answers: Answers
    grid: Grid
    head: int | None
    block: bool
    headings: list[Heading]
    rows: list[PastedRow] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    money: Money | None = None
    matches: Matches = field(default_factory=Matches)
    above: list[int] = field(default_factory=list)
    cleared: dict[int, list[str]] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[int, Column]:
        """Our column at each place of the grid. A column is given once, to the first."""
        given: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            if heading.key:
                given.setdefault(heading.key, place)
        return {place: self.target.column(key) for key, place in given.items()}

    @property
    def twice(self) -> list[str]:
        """Columns of ours that more than one pasted column would go into."""
        counted = Counter(heading.key for heading in self.headings if heading.key)
        return [key for key, times in counted.items() if times > 1]

    @property
    def asks_columns(self) -> bool:
        """Whether nothing tells which column is which, and the person has not yet."""
        guessed = self.head is None and not self.block
        return not self.places or (guessed and not self.answers.columns_right)

    @property
    def open_doubts(self) -> list[Doubt]:
        return [doubt for doubt in self.doubts if doubt.reason not in self.answers.thousands]

    @property
    def unsure(self) -> set[str]:
        """The columns of which it is not said yet whether they are thousands."""
        return {key for doubt in self.open_doubts for key in doubt.columns}

    @property
    def in_thousands(self) -> set[str]:
        """The columns that are said to be thousands."""
        said = [doubt for doubt in self.doubts if self.answers.thousands.get(doubt.reason)]
        return {key for doubt in said for key in doubt.columns}

    def line_of(self, row: PastedRow) -> Row | None:
        """The line that a row is, or will change."""
        return self.matches.lines.get(row.number)

    def changes(self, row: PastedRow) -> dict[str, Change]:
        """What a row would change in its line; amounts in doubt are left out."""
        line = self.line_of(row)
        if line is None:
            return {}
        return {
            key: Change(line.get(key), cell.value)
            for key, cell in row.cells.items()
            if key not in self.unsure and cell.settled and cell.value != line.get(key)
        }

    def outcome(self, row: PastedRow) -> str:
        """What becomes of a row."""
        if row.aside:
            return ASIDE
        if not row.settled:
            return MEND
        if self.line_of(row) is None:
            return NEW
        return CHANGES if self.changes(row) else SAME

    @cached_property
    def outcomes(self) -> dict[int, str]:
        return {row.number: self.outcome(row) for row in self.rows}

    def count(self, *outcomes: str) -> int:
        """How many rows have one of these outcomes."""
        return sum(outcome in outcomes for outcome in self.outcomes.values())

    @property
    def ready(self) -> bool:
        """Nothing has to be answered or mended any more."""
        answered = not (self.asks_columns or self.twice or self.open_doubts)
        return answered and not self.count(MEND)

    def edits(self) -> Iterator[tuple[PastedRow, Edit]]:
        """The edit of each row that adds or changes something."""
        for row in self.rows:
            match self.outcome(row):
                case "new":
                    cells = {k: c for k, c in row.cells.items() if k not in self.unsure}
                    yield (
                        row,
                        Edit(raw={k: c.value for k, c in cells.items() if c.value is not None}),
                    )
                case "changes":
                    yield row, self._changing(row)

    def _changing(self, row: PastedRow) -> Edit:
        line, changes = self.matches.lines[row.number], self.changes(row)
        columns = {key: self.target.column(key) for key in changes}
        return Edit(
            uid=line.uid,
            raw={key: change.now for key, change in changes.items()},
            seen={key: columns[key].canonical(change.was) for key, change in changes.items()},
        )

    def take(self, rows: Sequence[PastedRow], difference: Difference) -> None:
        """Note what the section refuses of the rows' edits, and what it would empty."""
        for refusal in difference.refusals:
            row = rows[refusal.index]
            cell = row.cells.get(refusal.column)
            if cell is None:
                row.problem = refusal.message
            else:
                cell.why = refusal.message
                cell.options = self.target.column(refusal.column).options
        by_line = {line.uid: number for number, line in self.matches.lines.items()}
        for change in difference.cleared:
            self.cleared.setdefault(by_line[change.uid], []).append(change.column)
        self.__dict__.pop("outcomes", None)


def preview(paste: Paste, target: Target, answers: Answers) -> Preview:
    """Read a paste under the answers given so far."""
    grid = spread(paste.grid, paste.spans)
    anchored = bool(paste.at_column)
    head = heading_row(grid, target.columns, least=2 if anchored or len(grid[0]) > 1 else 1)
    block = anchored and head is None
    headings = _headings(grid, head, paste, target, answers)
    made = Preview(target, answers, grid, head, block, headings)
    made.rows = make_rows(grid, head, made.places)
    _put_aside(made)
    _fill(made)
    if block:
        made.matches.lines = _below(made.rows, target, paste)
    _read(made)
    if not block:
        made.matches = _match(made)
    return made


def _headings(
    grid: Grid, head: int | None, paste: Paste, target: Target, answers: Answers
) -> list[Heading]:
    """What each pasted column is: as recognised, unless the person chose otherwise."""
    if head is not None:
        found = recognise(grid[head], grid[head + 1 :], target.columns)
    elif paste.at_column:
        found = from_column(len(grid[0]), paste.at_column, _order(paste, target))
    else:
        found = in_order(grid, target.columns, target.table)
    typed = {column.key for column in target.columns if not column.computed}
    chosen = {p: key for p, key in answers.columns.items() if key in typed or not key}
    return [
        Heading(each.text, chosen[place], CHOSEN)
        if place in chosen and chosen[place] != each.key
        else each
        for place, each in enumerate(found)
    ]


def _order(paste: Paste, target: Target) -> Sequence[Column]:
    """The columns in the order in which a block goes right."""
    if paste.right:
        return [target.column(key) for key in paste.right]
    shown = any(column.key == paste.at_column for column in target.table)
    return target.table if shown else target.columns


def _put_aside(made: Preview) -> None:
    aside = set_aside(made.grid, made.head, made.places, made.block)
    for row in made.rows:
        row.aside = aside.get(row.number - 1, "")
        use = made.answers.rows.get(row.number)
        if use is not None:
            row.aside = "" if use else row.aside or "You left it out."


def _fill(made: Preview) -> None:
    if not made.block:
        named = [c.key for c in made.target.columns if c.key in made.target.named_by]
        money = [column.key for column in made.target.columns if column.kind is Kind.MONEY]
        made.above = fill_from_above(made.rows, named, money, made.answers.above)


def _below(rows: Sequence[PastedRow], target: Target, paste: Paste) -> dict[int, Row]:
    """The lines a block lands on: down from its first one, whatever is set aside."""
    order = list(target.numbers)
    down = paste.down
    if not down and paste.at_row:
        down = order[order.index(paste.at_row) :]
    lines = [target.lines[target.numbers[uid] - 1] for uid in down]
    return {row.number: line for row, line in zip(rows, lines, strict=False)}


def _read(made: Preview) -> None:
    """Read the cells, see whether amounts may be thousands, and read them again as answered."""
    _read_cells(made, Reading(made.target.columns, made.answers))
    rows = [row for row in made.rows if not row.aside]
    target = made.target
    made.money = Money(rows, target.lines, target.funds, target.paid_from)
    texts = {column.key: made.headings[place].text for place, column in made.places.items()}
    made.doubts = doubts(texts, target.columns, made.money)
    if made.doubts:
        again = Reading(target.columns, made.answers, made.in_thousands, made.unsure)
        _read_cells(made, again)


def _read_cells(made: Preview, reading: Reading) -> None:
    for row in made.rows:
        if not row.aside:
            line = made.line_of(row)
            reading.cells(row, line.values if line else {})


def _match(made: Preview) -> Matches:
    """The lines of the rows, by the columns that were pasted and are not in doubt."""
    target = made.target
    told = {key for row in made.rows for key, cell in row.cells.items() if cell.implied}
    told |= {column.key for column in made.places.values()} - made.unsure
    columns = [column for column in target.columns if column.key in told]
    rows = [row for row in made.rows if not row.aside]
    return match(rows, target.lines, columns, target.match_on, target.named_by)


def moved(
    made: Preview, seen: Mapping[UUID, Mapping[str, str]], same: Iterable[UUID]
) -> dict[UUID, dict[str, str]]:
    """What is not as the person saw it: by line, the cells' values then.

    `seen` are the cells of lines that rows were shown to change, `same` the lines that rows
    were shown to be already. A line that is gone, or of which something else becomes now,
    has no cells.
    """
    lines = {line.uid: line for line in made.target.lines}
    columns = {column.key: column for column in made.target.columns}
    now: dict[UUID, str] = {}
    for row in made.rows:
        line = made.line_of(row)
        if line is not None and not row.aside:
            now[line.uid] = made.outcomes[row.number]
    changed = {uid for uid, outcome in now.items() if outcome == CHANGES} - seen.keys()
    gone = {uid for uid in [*seen, *same] if uid not in now}
    found: dict[UUID, dict[str, str]] = {uid: {} for uid in (changed | gone)}
    for uid, cells in seen.items():
        if line := lines.get(uid):
            for key, was in cells.items():
                if key in columns and columns[key].canonical(line.get(key)) != was:
                    found.setdefault(uid, {})[key] = was
    return found
