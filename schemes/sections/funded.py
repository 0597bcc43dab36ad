"""What income and expenditure have in common: every row names a source of funding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from uuid import UUID

from bcf.answers.typed import TypedRows
from bcf.submissions.models import Version
from bcf.submissions.proposals import row_as_raw
from bcf.submissions.sections import sections_of_kind
from bcf.tables import Column, Edit, Option, Row, Value

from ..models import FundingSource

#: How the field of a column begins that shows what the amended plan has in another field.
PREVIOUS = "previous_"


class FundedRows(TypedRows):
    """Typed rows, each of one of the edition's sources of funding.

    An update begins with the rows of the plan that it amends. Computed columns of the fields
    `previous_amount` and `previous_output` show what that plan said of their year.
    """

    paid_from = "source"

    @cached_property
    def sources(self) -> dict[str, FundingSource]:
        """The collection's sources of funding by key, in the edition's order."""
        sources = FundingSource.objects.asked_by(self.collection).order_by("position")
        return {source.key: source for source in sources}

    def lists(self) -> dict[str, tuple[Option, ...]]:
        sources = tuple(Option(key, source.label) for key, source in self.sources.items())
        return {**super().lists(), "funding_source": sources}

    def rows_about(self, subject: str) -> dict[str, str]:
        """The rows of one source."""
        return {"source": subject} if subject in self.sources else {}

    def start(self, version: Version) -> list[Edit]:
        """The rows of the plan that an update amends, each under its lineage."""
        if version.base is None:
            return []
        shared, rows = self._amended(version.base)
        return [
            Edit(raw=row_as_raw(row, shared), position=place, lineage=row.lineage)
            for place, row in enumerate(rows, start=1)
        ]

    def _amended(self, base: Version) -> tuple[list[Column], list[Row]]:
        """The columns that both collections ask for, and the rows of the amended plan."""
        alike = sections_of_kind(base.submission.collection, type(self))
        shared = [c for c in self.columns if any(c.key in s.questions for s in alike)]
        return shared, [row for section in alike for row in section.rows(base)]

    @cached_property
    def previous(self) -> dict[str, Column]:
        """The columns that show what the amended plan said, by key."""
        return {c.key: c for c in self.columns if c.computed and c.field.startswith(PREVIOUS)}

    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        rows = super().rows(version, uids)
        if not (self.previous and rows):
            return rows
        before = self._said_before(version)
        return [
            replace(row, values={**row.values, **before[row.lineage]})
            if row.lineage in before
            else row
            for row in rows
        ]

    def _said_before(self, version: Version) -> Mapping[UUID | None, Mapping[str, Value]]:
        """What the amended plan said in the columns of `previous`, by lineage.

        That plan is what the submission's first version began from, however often it was
        reopened since.
        """
        first = Version.objects.filter(submission=version.submission_id, number=1)
        figures = self.year_model._default_manager.filter(line__version__in=first.values("base"))
        shown = {(c.year, c.field.removeprefix(PREVIOUS)): k for k, c in self.previous.items()}
        before: dict[UUID | None, dict[str, Value]] = defaultdict(dict)
        held = ("line__lineage", "year", *self.year_fields)
        for lineage, year, *values in figures.order_by().values_list(*held):
            for field, value in zip(self.year_fields, values, strict=True):
                if key := shown.get((year, field)):
                    before[lineage][key] = value
        return before
