"""The section of income: what comes into the pool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from bcf.answers.typed import Values
from bcf.boards.models import BoardLinkQuerySet, Organisation, OrganisationKind
from bcf.editions.models import Allocation
from bcf.submissions.models import Version
from bcf.submissions.sections import Locks
from bcf.tables import Column, Difference, Edit, Lock, Option, Row, Value

from .. import keys
from ..models import (
    FundingLine,
    FundingSource,
    FundingYear,
    Pays,
    Published,
)
from ..sums import totals_of
from ..tables import income_by_source, pool
from .funded import FundedRows

#: Published allocations by source, contributor and year.
PublishedSums = Mapping[tuple[str, str, str], Allocation]


class Prefilled(NamedTuple):
    """What is published for a version's board, and the rows that carry it.

    Those are the first of each source and contributor.
    """

    published: PublishedSums
    carriers: Set[UUID]


class Income(FundedRows):
    """Money coming into the pool: a row for each source and contributor."""

    row_noun = "funding line"
    totals_template = "schemes/partials/pool.html"
    wide = False
    model = FundingLine
    year_model = FundingYear
    named_by = ("source", "contributor")
    match_on = named_by

    def totals(self, version: Version, rows: Sequence[Row]) -> dict[str, Any]:
        totals = totals_of(version)
        return {
            "years": totals.frame.years,
            "by_source": income_by_source(totals),
            "pool": pool(totals),
        }

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The edition's columns. A funding line is nothing without its source."""
        return tuple(
            replace(column, required=column.field == "source") for column in super().columns
        )

    def columns_for(self, version: Version) -> tuple[Column, ...]:
        """The columns with the board's own partners as contributors."""
        named = self.contributors(version).values_list("code", "name")
        options = tuple(Option(code, name) for code, name in named)
        return tuple(
            column.with_options(options) if column.field == "contributor" else column
            for column in self.columns
        )

    def contributors(self, version: Version) -> QuerySet[Organisation]:
        """Councils, districts and NHS bodies tied to the board during the edition."""
        return Organisation.objects.filter(
            links__in=self._links(version), kind__in=["council", "district", "ccg", "icb"]
        ).distinct()

    def _links(self, version: Version) -> BoardLinkQuerySet:
        """The ties of organisations to the board during the edition."""
        return version.submission.board.links.during(self.edition.starts, self.edition.ends)

    @cached_property
    def held(self) -> dict[str, str]:
        behind = {"source": "source__key", "contributor": "contributor__code"}
        return {**super().held, **behind, "breakdown": "breakdown"}

    def value(self, key: str, found: Any) -> Value:
        """As held; a part of another line is told by `yes` under `breakdown`."""
        return ("yes" if found else None) if key == "breakdown" else super().value(key, found)

    def unpublished(self, column: Column, row: Row, locks: Locks) -> bool:
        source = self.sources.get(str(row.get("source")))
        published = source is not None and source.published != Published.NONE
        open_cell = column.key in self.yearly and (row.uid, column.key) not in locks
        return published and open_cell and self.adds_up(row)

    def adds_up(self, row: Row) -> bool:
        """A district's part explains the line of its source and is not added again."""
        return row.get("breakdown") is None

    def fields(self, rows: Mapping[UUID, Values]) -> dict[UUID, dict[str, Any]]:
        codes = {values["contributor"] for values in rows.values() if values.get("contributor")}
        found = Organisation.objects.filter(code__in=codes)
        contributors = dict(found.values_list("code", "pk"))
        return {uid: self._fields(values, contributors) for uid, values in rows.items()}

    def _fields(self, values: Values, contributors: Mapping[str, int]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if "source" in values:
            fields["source_id"] = self.sources[str(values["source"])].pk
        if "contributor" in values:
            fields["contributor_id"] = contributors.get(str(values["contributor"]))
        if "comment" in values:
            fields["comment"] = values["comment"] or ""
        return fields

    def write(self, version: Version, difference: Difference, revision: int) -> None:
        super().write(version, difference, revision)
        payers = {"source", "contributor"}
        touched = {change.uid for change in difference.changed if change.column in payers}
        touched |= {row.uid for row in difference.added}
        if touched:
            self._mark_breakdown(version, touched)

    def _mark_breakdown(self, version: Version, uids: set[UUID]) -> None:
        """A district's part of the DFG explains the council's line; its other money adds up."""
        lines = self.queryset([version]).filter(uid__in=uids)
        parts = Q(source__key=keys.DFG, contributor__kind=OrganisationKind.DISTRICT)
        lines.filter(parts, breakdown=False).update(breakdown=True)
        lines.exclude(parts).filter(breakdown=True).update(breakdown=False)

    def locks(self, version: Version, rows: Sequence[Row]) -> Locks:
        return self.locks_by(self.prefilled([version])[version.pk], rows)

    def locks_by(self, prefilled: Prefilled, rows: Sequence[Row]) -> Locks:
        """Amounts set by a published allocation, and the rows that carry them.

        A second row of the same source and contributor is open, so that whoever added it
        can mend or delete it.
        """
        locks: dict[tuple[UUID, str], Lock] = {}
        for row in rows:
            if row.uid not in prefilled.carriers:
                continue
            locks[row.uid, "source"] = Lock(row.get("source"), PREFILLED)
            locks[row.uid, "contributor"] = Lock(row.get("contributor"), PREFILLED)
            for column in self.yearly.values():
                if allocation := prefilled.published.get((*_payer(row), column.year)):
                    locks[row.uid, column.key] = lock_of(allocation)
        return locks

    def prefilled(self, versions: Sequence[Version]) -> dict[int, Prefilled]:
        """What published allocations set in each version, by its id, in two queries for all."""
        boards = {version.pk: version.submission.board_id for version in versions}
        published = self._published(boards.values())
        lines = (
            self.queryset(versions)
            .order_by("version_id", "source_id", "contributor_id", "position", "pk")
            .distinct("version_id", "source_id", "contributor_id")
            .values_list("version_id", "source__key", "contributor__code", "uid")
        )
        carriers: dict[int, set[UUID]] = defaultdict(set)
        set_for = {(board, *place[:2]) for board, of in published.items() for place in of}
        for version, source, contributor, uid in lines:
            if (boards[version], source, contributor) in set_for:
                carriers[version].add(uid)
        return {pk: Prefilled(published[board], carriers[pk]) for pk, board in boards.items()}

    def _published(self, boards: Collection[int]) -> Mapping[int, PublishedSums]:
        """The published allocations in force that set a line, by board."""
        funds = [key for key, s in self.sources.items() if s.published != Published.NONE]
        allocations = (
            Allocation.objects.filter(board__in=boards, fund__in=funds, year__in=self.years)
            .exclude(contributor=None)
            .select_related("contributor")
            .in_force()
        )
        published: dict[int, dict[tuple[str, str, str], Allocation]] = defaultdict(dict)
        for a in allocations:
            published[a.board_id][a.fund, a.contributor.code, a.year] = a
        return published

    def start(self, version: Version) -> list[Edit]:
        """A row for each mandatory source and contributor, with the published sums filled in.

        An update has the rows of the plan it amends, and those that it lacks. The NHS
        contributors are those with an allocation in these years, or, where none is known,
        those whose tie to the board is more than a sliver on the day the plan is due.
        """
        board = version.submission.board_id
        published = self._published([board])[board]
        edits = super().start(version)
        held = {(edit.raw["source"], edit.raw["contributor"]) for edit in edits}
        for source in (source for source in self.sources.values() if source.mandatory):
            for contributor in self._first_contributors(version, source, published):
                if (source.key, contributor.code) not in held:
                    edits.append(Edit(raw=self._first_row(source, contributor, published)))
        return [replace(edit, position=place) for place, edit in enumerate(edits, start=1)]

    def _first_contributors(
        self, version: Version, source: FundingSource, published: Mapping
    ) -> list[Organisation]:
        contributors = list(self.contributors(version).order_by("kind", "name"))
        if source.pays == Pays.COUNCIL:
            parts = [o for o in contributors if o.kind == OrganisationKind.DISTRICT]
            councils = [o for o in contributors if o.kind == OrganisationKind.COUNCIL]
            shared = version.submission.board.two_tier and source.key == keys.DFG
            return [*councils, *parts] if shared else councils
        allocated = {code for fund, code, _ in published if fund == source.key}
        ties = version.submission.board.links.on(self.collection.due or self.edition.starts)
        tied = set(ties.substantial().values_list("organisation", flat=True))
        return [
            o
            for o in contributors
            if o.is_nhs and (o.code in allocated if allocated else o.pk in tied)
        ]

    def _first_row(
        self, source: FundingSource, contributor: Organisation, published: Mapping
    ) -> dict[str, object]:
        raw: dict[str, object] = {"source": source.key, "contributor": contributor.code}
        for key, column in self.yearly.items():
            if allocation := published.get((source.key, contributor.code, column.year)):
                raw[key] = allocation.amount
        return raw


def _payer(row: Row) -> tuple[str, str]:
    return str(row.get("source")), str(row.get("contributor"))


PREFILLED = "This line is pre-filled from the published allocations and cannot be changed here."


def lock_of(allocation: Allocation) -> Lock:
    """What a published allocation demands of the amount it sets."""
    why = (
        f"The published allocation for {allocation.year} sets this at £{allocation.amount:,.2f}."
        " It cannot be typed over."
    )
    return Lock(allocation.amount, why)
