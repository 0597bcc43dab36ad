"""The rows of a list as figures of boards and NHS bodies, and what has to be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bcf import figures
from bcf.boards.models import Board, Organisation
from bcf.pastes.rows import figure_of

from ..totals import NOTHING
from .bodies import Bodies, Index, T
from .funds import Fund, Whose
from .listing import Rows

#: The answer that leaves a row out, and the beginning of the name of each answer.
OUT, ROW = "out", "row-"
#: The columns of a list, by what stands in them.
AUTHORITY, NHS_BODY, DISTRICT, AMOUNT = "authority", "nhs_body", "district", "amount"
#: How far the parts of districts, each rounded, may be from their county's own row.
ROUNDED = Decimal(1)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list holds what: the number of the row of headings, and columns counted from 0.

    `times` is what one unit of its amounts is in pounds.
    """

    head: int
    columns: Mapping[str, int]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One published sum in pounds, and the row it stands in (0: added up from its districts).

    A `part` is a district's; it explains its council's figure and is not added again.
    """

    row: int
    board: Board | None
    contributor: Organisation | None
    amount: Decimal
    part: bool = False

    @property
    def key(self) -> tuple[int | None, int | None]:
        """Who it is for: the ids of board and contributor."""
        board, contributor = self.board, self.contributor
        return board.pk if board else None, contributor.pk if contributor else None


@dataclass(frozen=True, slots=True)
class Question:
    """A row that cannot be taken as it is: what it says, why, and what may be answered."""

    name: str
    row: int
    text: str
    why: str
    options: list[tuple[str, str]]


@dataclass
class Read:
    """What the rows of a list come to. `left_out` counts rows left out by answer."""

    figures: list[Figure] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left_out: int = 0
    without_amount: int = 0

    @property
    def total(self) -> Decimal:
        """The sum of all figures, each pound once."""
        return sum((f.amount for f in self.figures if not f.part), NOTHING)


class _Unclear(Exception):
    """A row to ask about: why, and the options beside leaving it out."""

    def __init__(self, what: str, why: str, bodies: list[tuple[str, str]] | None = None) -> None:
        super().__init__(why)
        self.what, self.why, self.options = what, why, bodies or []


def read_rows(
    rows: Rows, places: Places, fund: Fund, bodies: Bodies, answers: Mapping[str, str]
) -> Read:
    """Read the rows under the headings, with what was answered so far.

    `answers` are by the names of questions: `out`, or the code of a body.
    """
    return _Reader(rows, places, fund, bodies, answers).read()


class _Reader:
    def __init__(
        self,
        rows: Rows,
        places: Places,
        fund: Fund,
        bodies: Bodies,
        answers: Mapping[str, str],
    ) -> None:
        self.rows, self.places, self.fund = rows, places, fund
        self.bodies, self.answers = bodies, answers
        self.out = {_row_of(name) for name, answer in answers.items() if answer == OUT}
        self.rows_of: dict[tuple[int | None, int | None], int] = {}
        self.found = Read()

    def read(self) -> Read:
        for number in range(self.places.head + 1, len(self.rows) + 1):
            self._take(number)
        self._add_up_districts()
        return self.found

    def _cell(self, number: int, column: str) -> str:
        row, place = self.rows[number - 1], self.places.columns.get(column)
        return row[place] if place is not None and place < len(row) else ""

    def _take(self, number: int) -> None:
        amount = self._cell(number, AMOUNT)
        if amount in ("", "-"):
            self.found.without_amount += any(self.rows[number - 1])
            return
        if number in self.out:
            self.found.left_out += 1
            return
        try:
            figure = self._figure(number, amount)
            self._refuse_second(figure)
        except _Unclear as unclear:
            self._ask(number, unclear)
        else:
            self.found.figures.append(figure)

    def _ask(self, number: int, unclear: _Unclear) -> None:
        said = [self._cell(number, column) for column in self.places.columns]
        name = f"{ROW}{number}-{unclear.what}"
        text = "; ".join(filter(None, said))
        self.found.questions.append(Question(name, number, text, unclear.why, unclear.options))

    def _figure(self, number: int, typed: str) -> Figure:
        amount = figure_of(typed)
        if amount is None:
            raise _Unclear(AMOUNT, f"“{typed}” is not an amount.")
        pounds = (amount * self.places.times).quantize(Decimal("0.01"), ROUND_HALF_UP)
        board = contributor = None
        if self.fund.names_authority:
            board, contributor = self._authority(number)
        if self.fund.names_nhs_body:
            contributor = self._named(number, NHS_BODY, self.bodies.nhs, "NHS body")
        return Figure(number, board, contributor, pounds, part=self._is_part(board, contributor))

    def _is_part(self, board: Board | None, contributor: Organisation | None) -> bool:
        council = self.fund.whose is Whose.COUNCIL
        return council and board is not None and contributor != self._council(board)

    def _council(self, board: Board) -> Organisation | None:
        return self.bodies.councils.get(board.code)

    def _authority(self, number: int) -> tuple[Board, Organisation | None]:
        """Whose board a row is of, and the council or district that the money goes to."""
        name = self._cell(number, DISTRICT) or self._cell(number, AUTHORITY)
        district = self.bodies.districts.find(name) if self.fund.has_districts else None
        if district and (board := self.bodies.board_of_district.get(district.pk)):
            return board, district
        board = self._named(number, AUTHORITY, self.bodies.boards, "authority")
        return board, self._council(board) if self.fund.whose is Whose.COUNCIL else None

    def _named(self, number: int, column: str, index: Index[T], noun: str) -> T:
        answer = self.answers.get(f"{ROW}{number}-{column}", "")
        if body := index.by_code.get(answer):
            return body
        text = self._cell(number, column)
        if column == AUTHORITY:
            text = self._cell(number, DISTRICT) or text
        if body := index.find(text):
            return body
        options = [(body.code, body.name) for body in index.every]
        said = f"“{text}” is not" if text else "It names no"
        raise _Unclear(column, f"{said} the code or name of one {noun} of that year.", options)

    def _refuse_second(self, figure: Figure) -> None:
        first = self.rows_of.setdefault(figure.key, figure.row)
        if first != figure.row:
            raise _Unclear("twice", f"Row {first} is of the same body already.")

    def _add_up_districts(self) -> None:
        """Give each county the sum of its districts, or hold them against its own row."""
        parts: dict[Board, Decimal] = {}
        for figure in self.found.figures:
            if figure.part and figure.board:
                parts[figure.board] = parts.get(figure.board, NOTHING) + figure.amount
        own = {f.board: f for f in self.found.figures if not f.part}
        for board, added in parts.items():
            if board not in own:
                self.found.figures.append(Figure(0, board, self._council(board), added))
            elif abs(own[board].amount - added) > ROUNDED:
                why = f"Its districts come to {figures.money(added)}, which is another sum."
                self._ask(own[board].row, _Unclear("districts", why))


def _row_of(name: str) -> int:
    """The number of the row that an answer is about; 0 for a name that is none."""
    number = name.removeprefix(ROW).partition("-")[0]
    return int(number) if number.isdecimal() else 0
