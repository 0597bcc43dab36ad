"""Where the uplift of the NHS minimum went: the money more of a year, and the lines it pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from bcf.editions.models import Allocation, Edition
from bcf.pages.frame import place
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of_kind

from .keys import MIN_NHS
from .models import FundingSource
from .sections import Expenditure
from .totals import NOTHING, known_sum

#: What may become of a scheme's money, in the order that it is told.
NEW, LARGER, SMALLER, ENDED, SAME = "New", "Larger", "Smaller", "Ended", "Unchanged"
KINDS = (NEW, LARGER, SMALLER, ENDED, SAME)


class Given(NamedTuple):
    """Pounds of the NHS minimum, a year before and now: what a body gives, or lines spend.

    None where it is not known.
    """

    payer: str
    before: Decimal | None
    now: Decimal | None

    @property
    def rise(self) -> Decimal | None:
        return None if self.before is None or self.now is None else self.now - self.before


class Line(NamedTuple):
    """A line that the NHS minimum pays for in one year: `number` is its place in its plan."""

    scheme: tuple[str, str]
    lineage: UUID | None
    number: int
    url: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tied:
    """Lines of two years that are the same: one carried over, or all of a scheme."""

    scheme: tuple[str, str]
    before: list[Line] = field(default_factory=list)
    now: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        code, name = self.scheme
        if not name:
            return f"Scheme {code}" if code else "No scheme"
        return f"{code} {name}".strip()

    @property
    def lines(self) -> list[Line]:
        """Those to look at: of the year, or of the year before where none is left."""
        return self.now or self.before

    @property
    def sums(self) -> Given:
        return _sums([self])

    @property
    def kind(self) -> str:
        """What became of it."""
        if not self.before:
            return NEW
        if not self.now:
            return ENDED
        rise = self.sums.rise
        return SAME if not rise else LARGER if rise > 0 else SMALLER


@dataclass(frozen=True, slots=True)
class Group:
    """All that the same became of."""

    kind: str
    tied: list[Tied]

    @property
    def lines(self) -> int:
        """How many lines that are."""
        return sum(len(each.lines) for each in self.tied)

    @property
    def sums(self) -> Given:
        return _sums(self.tied)

    @property
    def changed(self) -> list[Tied]:
        """Those that are told one by one."""
        return [] if self.kind == SAME else self.tied


@dataclass(frozen=True, slots=True)
class Year:
    """One year against the one before it. `tied` is None where no plan of that one is here."""

    year: str
    before: str
    given: list[Given]
    tied: list[Tied] | None

    @property
    def published(self) -> Given:
        """All bodies together; None where the figure of one is not known, or none is."""
        if not self.given:
            return Given("", None, None)
        sums = (known_sum(column) for column in zip(*(g[1:] for g in self.given), strict=True))
        return Given("", *sums)

    @property
    def groups(self) -> list[Group]:
        """What became of the lines, each kind with its sums; those as they were come last."""
        kinds = groupby(self.tied or (), key=lambda tied: tied.kind)
        return [Group(kind, list(tied)) for kind, tied in kinds]

    @property
    def spent(self) -> Given:
        """What all lines spend of it."""
        return _sums(self.tied or ())

    @property
    def over(self) -> Decimal | None:
        """How much more the lines rise than the uplift; None while either is not known."""
        rise = self.published.rise
        return None if rise is None or self.tied is None else (self.spent.rise or NOTHING) - rise

    @property
    def left(self) -> Decimal | None:
        """How much of the uplift is in no line's change: below 0 where the lines take more."""
        return None if self.over is None else -self.over


def name_of_minimum(edition: Edition) -> str:
    """What an edition calls the NHS minimum: the CCG minimum, until 2021-22."""
    source = FundingSource.objects.filter(edition=edition, key=MIN_NHS).first()
    return source.short_label if source else "NHS minimum"


def uplift_of(version: Version) -> list[Year]:
    """Each year of a plan against the year before: in the same plan, or in those in force then."""
    years = [each.year for each in version.submission.collection.years.all()]
    pairs = [(year, year_before(year)) for year in years]
    given = _published(version, {year for pair in pairs for year in pair})
    return [
        Year(
            year,
            before,
            list(_given(given.get(before, {}), given.get(year, {}))),
            _tied_of(version, years, before, year),
        )
        for year, before in pairs
    ]


def year_before(year: str) -> str:
    """The financial year before one: "2022-23" of "2023-24"."""
    first = int(year[:4])
    return f"{first - 1}-{first % 100:02}"


_Published = dict[int | None, Allocation]


def _published(version: Version, years: Iterable[str]) -> dict[str, _Published]:
    """The figures in force for the board, by year and contributor (its id)."""
    board = version.submission.board_id
    found = Allocation.objects.filter(board=board, fund=MIN_NHS, year__in=years).in_force()
    figures: dict[str, _Published] = {}
    for each in found.select_related("contributor"):
        figures.setdefault(each.year, {})[each.contributor_id] = each
    return figures


def _given(before: _Published, now: _Published) -> Iterator[Given]:
    """What each body gives. The publisher's own word on the year before comes first.

    A body that gave and gives no more leaves the whole unknown, unless the publisher set all
    figures of the year against those of the year before.
    """
    for body, figure in now.items():
        earlier = figure.previous_amount
        if earlier is None and body in before:
            earlier = before[body].amount
        yield Given(_payer(figure), earlier, figure.amount)
    if any(figure.previous_amount is None for figure in now.values()):
        for body in before.keys() - now.keys():
            yield Given(_payer(before[body]), before[body].amount, None)


def _payer(figure: Allocation) -> str:
    return str(figure.contributor) if figure.contributor else "All bodies"


def _tied_of(version: Version, years: Sequence[str], before: str, year: str) -> list[Tied] | None:
    if before in years:
        earlier = [version]
    else:
        in_force = Version.objects.in_force(before).filter(
            submission__board=version.submission.board_id
        )
        related = ("submission__board", "submission__collection__edition")
        earlier = list(in_force.select_related(*related))
    if not earlier:
        return None
    was = [line for each in earlier for line in _lines(each, before)]
    return sorted(tie(was, list(_lines(version, year))), key=lambda tied: KINDS.index(tied.kind))


def _lines(version: Version, year: str) -> Iterator[Line]:
    """The lines of a plan that the NHS minimum pays for in a year."""
    for section in sections_of_kind(version.submission.collection, Expenditure):
        column = section.by_year("amount").get(year)
        if column is None:
            continue
        for number, row in enumerate(section.rows(version), start=1):
            pounds = row.get(column.key)
            if row.get("source") == MIN_NHS and isinstance(pounds, Decimal) and pounds:
                scheme = str(row.get("scheme_code") or ""), str(row.get("scheme_name") or "")
                url = place(version, "row", section.key, row.uid)
                yield Line(scheme, row.lineage, number, url, pounds)


def tie(before: Sequence[Line], now: Sequence[Line]) -> list[Tied]:
    """The lines of two years, each with its own: by lineage, and the rest by the scheme's ID.

    Where both years have a name with it, that is to be the same too.
    """
    carried = {line.lineage: line for line in before}
    tied = [
        Tied(line.scheme, [carried.pop(line.lineage)], [line])
        for line in now
        if line.lineage in carried
    ]
    ties = {line.lineage for each in tied for line in each.now}
    left = [line for line in now if line.lineage not in ties]
    earlier = list(carried.values())
    named = _codes_named(earlier) & _codes_named(left)
    schemes: dict[tuple[str, str], Tied] = {}

    def scheme_of(line: Line) -> Tied:
        code, name = line.scheme
        key = (code, name if code in named or not code else "")
        return schemes.setdefault(key, Tied(line.scheme))

    for line in earlier:
        scheme_of(line).before.append(line)
    for line in left:
        scheme_of(line).now.append(line)
    return [*tied, *schemes.values()]


def _codes_named(lines: Iterable[Line]) -> set[str]:
    """The IDs that stand with a name: some editions ask for none."""
    return {line.scheme[0] for line in lines if line.scheme[1]}


def _sums(tied: Sequence[Tied]) -> Given:
    """What lines have together, in the year before and now."""
    before = sum((line.amount for each in tied for line in each.before), NOTHING)
    return Given("", before, sum((line.amount for each in tied for line in each.now), NOTHING))
