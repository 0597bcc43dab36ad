"""A made-up plan before it is stored, and the lists of the edition that it chooses from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bcf.answers.sections import FixedRows, Records
from bcf.boards.models import Organisation
from bcf.editions.models import Collection
from bcf.examples.england.places import Place
from bcf.submissions.sections import sections_of_kind

from .. import keys
from ..models import FundingSource
from ..sections import Expenditure, Income
from ..totals import frame_of

#: How the keys of providers of health care begin; the others provide social care.
OF_HEALTH = ("ambulance", "ccg", "nhs")
#: The type of scheme that no other source pays for here.
DFG_ONLY = "dfg-related-schemes"
#: Whole pounds by financial year.
Pounds = dict[str, int]


@dataclass(slots=True)
class Contribution:
    """A line of income."""

    source: FundingSource
    contributor: Organisation
    amounts: Pounds
    comment: str = ""
    breakdown: bool = False


@dataclass(slots=True)
class Line:
    """A line of expenditure; its lists hold keys. Fields are called as the columns' fields are."""

    scheme_code: str
    scheme_name: str
    description: str
    scheme_type: str | None
    sub_type: str | None
    unit: str | None
    area_of_spend: str
    commissioner: str
    nhs_share: int | None
    provider: str
    source: str
    amounts: Pounds
    outputs: dict[str, int]


@dataclass(slots=True)
class Plan:
    """A place's plan: what comes in, what it is spent on, and what the minimums demand."""

    place: Place
    income: list[Contribution] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    minimums: dict[str, Pounds] = field(default_factory=dict)

    def given(self, source: str) -> list[Contribution]:
        """The lines of income of a source that add up: no district's part among them."""
        return [c for c in self.income if c.source.key == source and not c.breakdown]

    def total(self, source: str) -> Pounds:
        """What a source gives, by year; nothing where it gives nothing."""
        lines = self.given(source)
        years = lines[0].amounts if lines else {}
        return {year: sum(line.amounts[year] for line in lines) for year in years}

    def spent_by(self, source: str) -> list[Line]:
        """The lines that a source pays for, the dearest first."""
        lines = [line for line in self.lines if line.source == source]
        return sorted(lines, key=lambda line: -sum(line.amounts.values()))


class Lists:
    """What an edition's plan may choose from."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        (self.income,) = sections_of_kind(collection, Income)
        (self.expenditure,) = sections_of_kind(collection, Expenditure)
        self.answered = sections_of_kind(collection, FixedRows)
        self.records = sections_of_kind(collection, Records)
        self.years = self.expenditure.years
        self.starts = collection.edition.starts

    @cached_property
    def minimums(self) -> list[str]:
        """The sums that the edition requires to be spent from the NHS minimum."""
        return [minimum.key for minimum in frame_of(self.collection).minimums]

    @cached_property
    def areas_of_health(self) -> list[str]:
        """The areas of spend that are neither acute nor social care."""
        return [
            a for a in self._choices("area_of_spend") if a not in (keys.ACUTE, keys.SOCIAL_CARE)
        ]

    @cached_property
    def providers_of_health(self) -> list[str]:
        return [key for key in self._choices("provider") if key.startswith(OF_HEALTH)]

    @cached_property
    def providers_of_care(self) -> list[str]:
        return [key for key in self._choices("provider") if not key.startswith(OF_HEALTH)]

    @cached_property
    def units(self) -> list[str]:
        """The units a person chooses from; none where they follow from the type."""
        typed = any(column.field == "unit" for column in self.expenditure.typed.values())
        return self._choices("unit") if typed else []

    @cached_property
    def types(self) -> list[str]:
        """The types of scheme that money other than the DFG pays for."""
        return [key for key in self.expenditure.scheme_types if key != DFG_ONLY]

    @cached_property
    def types_of_homes(self) -> list[str]:
        """Those that the DFG pays for."""
        return [key for key in keys.DFG_TYPES if key in self.expenditure.scheme_types]

    @cached_property
    def sub_types(self) -> dict[str, list[str]]:
        """The sub types of each type, as their column knows them."""
        found: dict[str, list[str]] = {}
        for key, sub_type in self.expenditure.sub_types.items():
            found.setdefault(sub_type.scheme_type.key, []).append(key)
        return found

    def _choices(self, field: str) -> list[str]:
        return list(self.expenditure.references[field])


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """A whole sum divided by weight into whole parts; the first takes what rounding leaves."""
    whole = sum(weights)
    parts = [int(total * weight / whole) for weight in weights]
    parts[0] += total - sum(parts)
    return parts
