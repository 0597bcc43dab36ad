"""What the tests of examples read: plans as rows, and sums of them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import TypeVar

from bcf.submissions.models import Submission, Version
from bcf.submissions.sections import section_of
from bcf.tables import Row

K = TypeVar("K", bound=Hashable)

BCP, BCP_PLAN = "E06000058", "2019-20-plan"
DORSET = "E06000059"
EXAMPLESHIRE, SAMPLETON, TWO_YEARS = "X99000001", "X99000002", "2023-25-plan"


def version_of(board: str, collection: str) -> Version:
    """The newest version of a board's plan."""
    submission = Submission.objects.get(board__code=board, collection__code=collection)
    return submission.versions.newest().get()


def rows_of(version: Version, section: str) -> list[Row]:
    return section_of(version.submission.collection, section).rows(version)


def amount(row: Row, year: str) -> Decimal:
    """A row's pounds in a year; nothing typed counts as nothing."""
    value = row.get(f"amount_{year}")
    return value if isinstance(value, Decimal) else Decimal(0)


def added_up(rows: Iterable[Row], year: str, by: Callable[[Row], K]) -> dict[K, Decimal]:
    """Pounds of a year by whatever `by` says of a row."""
    sums: dict[K, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[by(row)] += amount(row, year)
    return dict(sums)
