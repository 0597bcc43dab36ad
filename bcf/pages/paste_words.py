"""What a preview says in sentences: what is to be answered, and what was read into the paste."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bcf import figures
from bcf.pastes.answers import Bad
from bcf.pastes.clipboard import Span
from bcf.pastes.preview import Preview
from bcf.pastes.thousands import HEADING, Doubt, Outcome

#: How many things to mend are listed, and how many have a control, at one time.
MOST_LISTED = 40
MOST_MENDS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to be answered, and the id of the control that does."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the question of thousands, and what it would leave."""

    value: str
    text: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """The question of thousands for one reason."""

    reason: str
    because: str
    answers: list[Answer]


def problems(made: Preview) -> list[Problem]:
    """All that stands before the rows can go in, in the order of the page."""
    found = [Problem("columns", text) for text in _columns(made)]
    found += [
        Problem(f"thousands-{doubt.reason}", "Say whether the amounts are thousands of pounds")
        for doubt in made.open_doubts
    ]
    return found + _mends(made)


def _columns(made: Preview) -> Iterable[str]:
    if made.asks_columns:
        yield "Say which column is which" if made.places else "Choose where a column goes"
    for key in made.twice:
        yield f"Two columns go into {made.target.column(key).heading}. Leave one out"


def _mends(made: Preview) -> list[Problem]:
    """A problem for each cell to mend, for each value that no list has, and for whole rows."""
    by_value: dict[Bad, list[int]] = {}
    whole: dict[str, list[int]] = {}
    found: list[tuple[int, str, str | Bad]] = []
    for row in made.rows:
        if row.problem:
            whole.setdefault(row.problem, []).append(row.number)
        for key, cell in row.cells.items():
            if cell.why and cell.bad is not None:
                if cell.bad not in by_value:
                    found.append((row.number, key, cell.bad))
                by_value.setdefault(cell.bad, []).append(row.number)
            elif cell.why:
                found.append((row.number, key, cell.why))
    told = [Problem(f"pasted-{rows[0]}", f"{named(rows)}: {why}") for why, rows in whole.items()]
    for number, key, what in found:
        why = _why(made, number, key) if isinstance(what, Bad) else what
        rows = by_value[what] if isinstance(what, Bad) else [number]
        told.append(Problem(f"mend-{number}-{key}", f"{named(rows)}: {why}"))
    return told


def _why(made: Preview, number: int, key: str) -> str:
    """A value's reason without the entry it may mean, which stands at the cell."""
    why = next(row for row in made.rows if row.number == number).cells[key].why
    return why.split(" Did you mean")[0].split(" Choose one")[0]


def named(numbers: Iterable[int]) -> str:
    """Rows by their numbers: "Row 7", "Rows 2 to 5 and 9"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > 5:
        more = sum(map(len, runs[5:]))
        told = [*map(_run, runs[:5]), f"{more} more"]
    else:
        told = list(map(_run, runs))
    if len(runs) == 1 and len(runs[0]) == 2:
        told = list(map(str, runs[0]))
    one = len(runs) == 1 and len(runs[0]) == 1
    return f"{'Row' if one else 'Rows'} {_and(told)}"


def _run(run: list[int]) -> str:
    return ", ".join(map(str, run)) if len(run) < 3 else f"{run[0]} to {run[-1]}"


def _and(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def question(made: Preview, doubt: Doubt) -> Question:
    """The question of one doubt, with what each answer would leave to plan."""
    given = made.answers.thousands.get(doubt.reason)
    assert made.money is not None, "a doubt comes from the money"
    changed = {line.uid for line in made.matches.lines.values()}
    thousands = made.money.outcomes(doubt, 1000, changed)
    pounds = made.money.outcomes(doubt, 1, changed)
    answers = [
        _answer(made, "yes", "Yes, thousands", thousands, given is True),
        _answer(made, "no", "No, pounds", pounds, given is False),
    ]
    return Question(doubt.reason, _because(made, doubt, pounds), answers)


def _because(made: Preview, doubt: Doubt, pounds: list[Outcome]) -> str:
    if doubt.reason == HEADING:
        texts = {column.key: made.headings[place].text for place, column in made.places.items()}
        said = _and([f"“{' '.join(texts[key].split())}”" for key in doubt.columns])
        return f"{said} {'says' if len(doubt.columns) == 1 else 'say'} so."
    sums = [
        f"{made.target.column(o.column).heading} adds up to {figures.money(o.pasted)}"
        for o in pounds
    ]
    return f"{_and(sums)}: about a thousandth of what there is to plan, or of what is planned now."


def _answer(made: Preview, value: str, text: str, outcomes: list[Outcome], chosen: bool) -> Answer:
    first = outcomes[0]
    text = f"{text}: {figures.number(first.pasted)} means {figures.money(first.means)}"
    many = len(outcomes) > 1
    hints = []
    for outcome in outcomes:
        head = f"{made.target.column(outcome.column).heading}: " if many else ""
        if outcome is not first:
            head += f"{figures.money(outcome.means)}, "
        hints.append(head + _left(outcome.left))
    return Answer(value, text, ". ".join(hints), chosen)


def _left(left: Decimal | None) -> str:
    if left is None:
        return "What there is to plan is not known"
    if left < 0:
        return f"{figures.money(-left)} more than there is to plan"
    return f"{figures.money(left)} would be left to plan"


def notes(made: Preview, spans: list[Span], noun: str) -> list[str]:
    """What was read into the paste, each thing in one line."""
    told = [_merged(made, span) for span in spans[:3]]
    if len(spans) > 3:
        told.append(f"{len(spans) - 3} more merged cells are repeated in the same way.")
    if any(cell.implied for row in made.rows for cell in row.cells.values()):
        told.append("A type that was not pasted is taken from its sub type.")
    if made.block:
        told.append(f"This block lands {_landing(made, noun)}, and goes right and down.")
    elif made.matches.lines:
        told.append(f"Rows are matched to your {noun}s by {_matched(made)}.")
    if made.matches.paired:
        rows = named(made.matches.paired)
        told.append(f"{rows} fit more than one {noun} equally well, and were taken in order.")
    return told


def _merged(made: Preview, span: Span) -> str:
    text = " ".join(made.grid[span.row][span.column].split())[:60]
    rows = named(range(span.row + 1, span.row + span.height + 1))
    place = f"over r{rows[1:]}" if span.height > 1 else f"in r{rows[1:]}"
    return f"“{text}” was one merged cell {place}; it is repeated on each."


def _landing(made: Preview, noun: str) -> str:
    first = made.rows[0] if made.rows else None
    line = made.line_of(first) if first else None
    column = made.target.column(made.headings[0].key).heading if made.headings[0].key else ""
    place = f"at {noun} {made.target.numbers[line.uid]}" if line else f"below the last {noun}"
    return f"{place}, {column}" if column else place


def _matched(made: Preview) -> str:
    pasted = {column.key for column in made.places.values()}
    keys = [column for column in made.target.columns if column.key in made.target.match_on]
    told = [column.heading for column in keys if column.key in pasted]
    return _and(told) if told else "all their cells"
