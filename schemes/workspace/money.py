"""An NHS body's lines of income in the plans of its boards, read for all boards at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.models import Allocation, Collection
from bcf.pages.cells import typed
from bcf.people.models import WRITERS, User
from bcf.submissions.access import boards_worked_for, versions_for
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of_kind
from bcf.tables import Column, Lock

from ..allocations.funds import is_shared
from ..models import FundingLine, FundingSource, Pays, Published
from ..sections.income import Income, lock_of
from ..totals import NOTHING, known_sum

#: The beginning of the names of controls of a line that is in the plan.
LINE = "line-"


@dataclass
class Cell:
    """One line's amount of one year, in pounds.

    `name` is that of its control, `typed` what stands in it and `seen` what the person saw;
    `errors` say why what was typed was not taken.
    """

    column: Column
    name: str
    label: str
    amount: Decimal | None
    published: Allocation | None
    lock: Lock | None
    editable: bool
    typed: str = ""
    seen: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def left(self) -> Decimal | None:
        """What is published less what is planned; None while either is not known."""
        if self.published is None or self.amount is None:
            return None
        return self.published.amount - self.amount

    @property
    def to_take(self) -> str:
        """The published figure where it locks the cell and the plan holds another one."""
        locked = self.published if self.editable and self.lock else None
        return format(locked.amount, "f") if locked and self.left != 0 else ""


@dataclass
class Line:
    """A line of one source in one board's plan; without a `uid` it is not in the plan yet."""

    board: Board
    version: Version | None
    source: FundingSource
    uid: str
    cells: list[Cell]

    @property
    def state(self) -> str:
        """A key of the list of words."""
        if self.version is None:
            return "not_started"
        return "draft" if self.version.is_open else "frozen"

    @property
    def editable(self) -> bool:
        return any(cell.editable for cell in self.cells)


@dataclass(frozen=True)
class YearSum:
    """What all boards take of a source in a year, and what the body has for it.

    `allocation` is None where nothing is loaded; `open` counts lines without an amount.
    """

    year: str
    planned: Decimal
    allocation: Decimal | None
    open: int

    @property
    def left(self) -> Decimal | None:
        return None if self.allocation is None else self.allocation - self.planned


@dataclass
class SourceMoney:
    """One source of funding: its lines in all boards, and the sums."""

    source: FundingSource
    lines: list[Line]
    sums: list[YearSum]

    @property
    def has_allocation(self) -> bool:
        """Whether a figure is published of it at all."""
        return self.source.published != Published.NONE or is_shared(self.source)

    @property
    def by_board(self) -> bool:
        """Whether a figure is published of it for each board."""
        return self.source.published != Published.NONE


def income_of(collection: Collection) -> Income:
    """The section of income of a collection that has one."""
    return sections_of_kind(collection, Income)[0]


class Money:
    """A body's money in one collection, as one person may see and change it."""

    def __init__(self, user: User, body: Organisation, collection: Collection) -> None:
        self.user, self.body, self.collection = user, body, collection
        self.section = income_of(collection)
        self.columns: Sequence[Column] = list(self.section.yearly.values())

    @cached_property
    def links(self) -> list[BoardLink]:
        """The ties to boards that stand today."""
        ties = BoardLink.objects.standing(timezone.localdate()).filter(organisation=self.body)
        return list(ties.select_related("board").order_by("board__name"))

    @cached_property
    def boards(self) -> list[Board]:
        return list({link.board_id: link.board for link in self.links}.values())

    @property
    def board_ids(self) -> list[int]:
        return [board.pk for board in self.boards]

    @cached_property
    def substantial(self) -> set[int]:
        """The boards of which the body serves more than a sliver."""
        return {link.board_id for link in self.links if link.is_substantial}

    @cached_property
    def versions(self) -> dict[int, Version]:
        """The newest version of each board's answer, by board."""
        found = versions_for(self.user).filter(
            submission__collection=self.collection, submission__board__in=self.boards
        )
        return {version.submission.board_id: version for version in found.newest()}

    @cached_property
    def writable(self) -> set[int]:
        """The boards whose plan is open and may be changed by this person."""
        open_ = {board for board, version in self.versions.items() if version.is_open}
        return open_ & set(boards_worked_for(self.user, WRITERS).values_list("pk", flat=True))

    @cached_property
    def held(self) -> dict[tuple[int, str], list[FundingLine]]:
        """The body's own lines, by version and source, in the plan's order."""
        lines = self.section.queryset(self.versions.values()).filter(
            contributor=self.body, breakdown=False
        )
        found: dict[tuple[int, str], list[FundingLine]] = {}
        for line in lines.select_related("source").prefetch_related("years"):
            found.setdefault((line.version_id, line.source.key), []).append(line)
        return found

    @cached_property
    def published(self) -> list[Allocation]:
        """Every figure published of the body's money in these years, older ones too."""
        found = Allocation.objects.filter(
            contributor=self.body,
            year__in=self.section.years,
            fund__in=[source.key for source in self.sources],
        )
        ours = found.filter(Q(board__in=self.boards) | Q(board=None)).select_related("board")
        return list(ours.order_by("fund", "board__name", "year", "published_on", "pk"))

    @cached_property
    def in_force(self) -> dict[tuple[str, int | None, str], Allocation]:
        """The newest figure by fund, board (None: shared out by the body) and year."""
        return {(a.fund, a.board_id, a.year): a for a in self.published}

    @cached_property
    def sources(self) -> list[FundingSource]:
        """The sources that NHS bodies pay."""
        return [s for s in self.section.sources.values() if s.pays == Pays.NHS]

    @cached_property
    def tables(self) -> list[SourceMoney]:
        """Each source with its lines and sums."""
        return [self._of_source(source) for source in self.sources]

    def lines(self) -> Iterator[Line]:
        for table in self.tables:
            yield from table.lines

    def cells(self) -> Iterator[Cell]:
        for line in self.lines():
            yield from line.cells

    def _of_source(self, source: FundingSource) -> SourceMoney:
        lines = [line for board in self.boards for line in self._lines(board, source)]
        sums = [self._sum(source, lines, column) for column in self.columns]
        return SourceMoney(source, lines, sums)

    def _lines(self, board: Board, source: FundingSource) -> list[Line]:
        """A board's lines of a source; one that is empty where there is none."""
        version = self.versions.get(board.pk)
        held = self.held.get((version.pk, source.key), []) if version else []
        return [
            self._line(board, version, source, line, first=place == 0)
            for place, line in enumerate(held or [None])
        ]

    def _line(
        self,
        board: Board,
        version: Version | None,
        source: FundingSource,
        held: FundingLine | None,
        *,
        first: bool,
    ) -> Line:
        amounts = {y.year: y.amount for y in held.years.all()} if held else {}
        uid = str(held.uid) if held else ""
        made = Line(board, version, source, uid, [])
        prefix = f"{LINE}{uid}" if uid else new_prefix(board, source)
        for column in self.columns:
            published = self.in_force.get((source.key, board.pk, column.year)) if first else None
            made.cells.append(self._cell(made, column, prefix, amounts, published))
        return made

    def _cell(
        self,
        line: Line,
        column: Column,
        prefix: str,
        amounts: Mapping[str, Decimal],
        published: Allocation | None,
    ) -> Cell:
        amount = amounts.get(column.year)
        locks = line.source.published != Published.NONE
        return Cell(
            column=column,
            name=f"{prefix}-{column.key}",
            label=f"{line.board}, {line.source.label}, {column.year}",
            amount=amount,
            published=published,
            lock=lock_of(published) if published and locks else None,
            editable=line.board.pk in self.writable,
            typed=typed(column, amount),
            seen=column.canonical(amount),
        )

    def _sum(self, source: FundingSource, lines: Sequence[Line], column: Column) -> YearSum:
        cells = [(ln, cell) for ln in lines for cell in ln.cells if cell.column is column]
        amounts = [cell.amount for _, cell in cells if cell.amount is not None]
        open_ = [ln for ln, cell in cells if cell.amount is None and self._is_waited_for(ln)]
        allocation = self._allocation(source, column.year)
        return YearSum(column.year, sum(amounts, NOTHING), allocation, len(open_))

    def _is_waited_for(self, line: Line) -> bool:
        """Whether an amount belongs in a line: it is in the plan, or every board has one."""
        return bool(line.uid) or (line.source.mandatory and line.board.pk in self.substantial)

    def _allocation(self, source: FundingSource, year: str) -> Decimal | None:
        """What the body has of a source: its own sum, or those published by board.

        None while the figure of one board is not loaded. A board of a sliver has none.
        """
        if own := self.in_force.get((source.key, None, year)):
            return own.amount
        if source.published == Published.NONE:
            return None
        by_board = {pk: self.in_force.get((source.key, pk, year)) for pk in self.board_ids}
        expected = [a for pk, a in by_board.items() if a or pk in self.substantial]
        return known_sum(a.amount if a else None for a in expected) if expected else None


def new_prefix(board: Board, source: FundingSource) -> str:
    """The beginning of the names of controls of a line that is not in the plan yet."""
    return f"new-{board.code}-{source.key}"
