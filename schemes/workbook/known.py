"""The figures of money that formulas of an official file may be said to amount to."""

from __future__ import annotations

from collections.abc import Iterator

from bcf.editions.models import Collection
from bcf.submissions.models import Version
from bcf.workbooks.cells import Content
from bcf.workbooks.official import Known
from schemes.models import FundingSource
from schemes.sums import totals_of
from schemes.totals import Balance, frame_of

from .figures import known


def money_figures(collection: Collection) -> Iterator[Known]:
    """Income, planned spending and what is left, in pounds, by source and in all, by year."""
    frame = frame_of(collection)
    for year in frame.years:
        yield from _whole(year)
        for source in frame.sources:
            yield from _of_source(source, year)


def _whole(year: str) -> Iterator[Known]:
    def income(version: Version) -> Content:
        return known(totals_of(version).income(year))

    def spending(version: Version) -> Content:
        return totals_of(version).spending(year)

    yield Known(f"income:{year}", f"All income {year}", income)
    yield Known(f"spending:{year}", f"All planned spending {year}", spending)


def _of_source(source: FundingSource, year: str) -> Iterator[Known]:
    def balance(version: Version) -> Balance:
        return totals_of(version).balance(source, year)

    place, label = f"{source.key}:{year}", f"{source.label} {year}"
    yield Known(f"income:{place}", f"Income, {label}", lambda v: known(balance(v).income))
    yield Known(f"spending:{place}", f"Planned spending, {label}", lambda v: balance(v).spending)
    yield Known(f"left:{place}", f"Left to plan, {label}", lambda v: known(balance(v).left))
