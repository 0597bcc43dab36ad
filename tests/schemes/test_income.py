"""The section of income: who pays in, what is published, and what adds to the pool."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from bcf.boards.models import BoardLink, Organisation
from bcf.editions.models import Allocation
from bcf.pages.undo import undo
from bcf.submissions.models import Version
from bcf.tables import Edit
from schemes.models import FundingLine, FundingYear
from schemes.sections import Income
from tests.factories import (
    BCP,
    NEXT,
    ONE_YEAR,
    THIS,
    add,
    cells,
    person,
    plan,
    put,
    refusals,
    row,
    section,
    statements,
)

COUNCIL, DISTRICT, ICB = "X99000001", "X99D01", "QX1"


def income(version: Version) -> Income:
    kind = section(version, "income")
    assert isinstance(kind, Income)
    return kind


def of(version: Version, source: str, contributor: str) -> UUID:
    """The first row of a source and contributor."""
    for line in income(version).rows(version):
        if (line.get("source"), line.get("contributor")) == (source, contributor):
            return line.uid
    raise LookupError(source, contributor)


class TestContributors:
    def test_are_the_board_s_own_partners_during_the_edition(self, version: Version) -> None:
        column = next(c for c in income(version).columns_for(version) if c.key == "contributor")
        assert {option.key for option in column.options} == {
            *("X99000001", "X99D01", "X99D02", "X99D03"),
            *("QX1", "QX2"),
        }

    def test_are_of_the_time_of_the_edition(self, editions: None) -> None:
        """A CCG in 2019-20, the ICB that came after it in 2023-25."""
        older, newer = plan(BCP, ONE_YEAR), plan(BCP)
        assert set(income(older).contributors(older).values_list("code", flat=True)) == {BCP, "11J"}
        assert set(income(newer).contributors(newer).values_list("code", flat=True)) == {BCP, "QVV"}

    def test_of_another_board_are_refused(self, version: Version) -> None:
        edit = Edit(raw={"source": "add_nhs", "contributor": "QVV"})
        (refusal,) = refusals(version, edit, key="income")
        assert refusal.column == "contributor"
        assert "is not in the list for Contributor" in refusal.message

    def test_that_left_stay_where_they_are_named(self, version: Version) -> None:
        uid = add(version, {"source": "add_nhs", "contributor": ICB}, "income")
        BoardLink.objects.filter(organisation__code=ICB).delete()
        put(version, Edit(uid=uid, raw={"comment": "Still here"}), key="income")
        assert cells(version, uid, "income")["contributor"] == ICB


class TestASource:
    def test_is_needed(self, version: Version) -> None:
        for raw in ({}, {"comment": "x"}, {"source": ""}):
            (refusal,) = refusals(version, Edit(raw=raw), key="income")
            assert (refusal.column, refusal.message) == ("source", "Source cannot be empty here.")

    def test_cannot_be_taken_away(self, version: Version) -> None:
        uid = add(version, {"source": "add_la"}, "income")
        (refusal,) = refusals(version, Edit(uid=uid, raw={"source": ""}), key="income")
        assert refusal.column == "source"

    def test_and_contributor_may_have_several_lines(self, version: Version) -> None:
        """Additional money for different purposes stands apart."""
        line = {
            "source": "Additional LA Contribution",
            "contributor": "Exampleshire County Council",
        }
        one, other = (add(version, {**line, "comment": c, THIS: "5"}, "income") for c in "ab")
        for uid in (one, other):
            put(version, Edit(uid=uid, raw={THIS: "6"}), key="income")
        put(version, Edit(uid=one, remove=True), key="income")


class TestPublishedAllocations:
    def test_are_each_board_s_own_when_read_together(self, editions: None) -> None:
        versions = [plan(COUNCIL), plan(BCP)]
        kind = income(versions[0])
        together = kind.prefilled(versions)
        found = [kind.locks_by(together[v.pk], kind.rows(v)) for v in versions]
        assert found == [kind.locks(v, kind.rows(v)) for v in versions]
        assert all(found)

    @pytest.mark.parametrize(
        ("raw", "columns"),
        [
            ({THIS: "6412384.99"}, [THIS]),
            ({THIS: ""}, [THIS]),
            ({"contributor": DISTRICT}, ["contributor"]),
            ({"contributor": ""}, ["contributor"]),
            ({"source": "add_la"}, ["source"]),
            ({THIS: "1", NEXT: "1"}, [THIS, NEXT]),
        ],
    )
    def test_lock_the_amounts_and_whose_they_are(
        self, version: Version, raw: dict[str, str], columns: list[str]
    ) -> None:
        edit = Edit(uid=of(version, "dfg", COUNCIL), raw=raw)
        assert [refusal.column for refusal in refusals(version, edit, key="income")] == columns

    def test_leave_the_comment_open(self, version: Version) -> None:
        uid = of(version, "dfg", COUNCIL)
        put(version, Edit(uid=uid, raw={"comment": "x", THIS: "£6,412,385"}), key="income")
        assert cells(version, uid, "income")["comment"] == "x"

    def test_keep_their_row(self, version: Version) -> None:
        edit = Edit(uid=of(version, "min_nhs", ICB), remove=True)
        (refusal,) = refusals(version, edit, key="income")
        assert refusal.message == (
            "This line is pre-filled from the published allocations and cannot be changed here."
        )

    def test_of_one_year_leave_the_other_open(self, version: Version) -> None:
        Allocation.objects.filter(fund="ibcf", year="2024-25").delete()
        edit = Edit(uid=of(version, "ibcf", COUNCIL), raw={NEXT: "5"})
        assert refusals(version, edit, key="income") == []

    def test_that_nobody_published_leave_everything_open(self, version: Version) -> None:
        """Each ICB agrees with its boards how its discharge sum is shared."""
        uid = of(version, "disch_icb", ICB)
        edits = [Edit(uid=uid, raw={THIS: "5", "comment": "x"}), Edit(uid=uid, remove=True)]
        for edit in edits:
            assert refusals(version, edit, key="income") == []

    def test_leave_a_second_line_open_to_be_mended_or_deleted(self, version: Version) -> None:
        uid = add(version, {"source": "dfg", "contributor": COUNCIL, THIS: "5"}, "income")
        put(version, Edit(uid=uid, raw={THIS: "6"}), key="income")
        put(version, Edit(uid=uid, remove=True), key="income")
        assert refusals(version, Edit(uid=of(version, "dfg", COUNCIL), remove=True), key="income")

    def test_that_are_superseded_lock_nothing(self, version: Version) -> None:
        old = Allocation.objects.get(board__code=COUNCIL, fund="ibcf", year="2024-25")
        old.pk, old.amount, old.stage = None, Decimal(15000000), "revised"
        old.published_on = old.published_on.replace(year=2025)
        old.save()
        uid = of(version, "ibcf", COUNCIL)
        assert refusals(version, Edit(uid=uid, raw={NEXT: "15,000,000"}), key="income") == []
        assert refusals(version, Edit(uid=uid, raw={NEXT: "14,000,000"}), key="income")

    def test_of_another_board_lock_nothing(self, version: Version) -> None:
        other = Organisation.objects.get(code="X99000002")
        Allocation.objects.filter(board__code="X99000001", fund="ibcf").update(contributor=other)
        edit = Edit(uid=of(version, "ibcf", COUNCIL), raw={THIS: "5"})
        assert refusals(version, edit, key="income") == []


class TestADistrictsPart:
    @staticmethod
    def explains(uid: UUID) -> bool:
        return FundingLine.objects.get(uid=uid).breakdown

    def test_of_the_dfg_explains_the_council_s_line(self, version: Version) -> None:
        assert self.explains(of(version, "dfg", DISTRICT))
        assert not self.explains(of(version, "dfg", COUNCIL))

    def test_of_other_money_adds_to_the_pool(self, version: Version) -> None:
        uid = add(version, {"source": "add_la", "contributor": DISTRICT, THIS: "5"}, "income")
        assert not self.explains(uid)

    def test_is_what_it_is_after_a_change_of_source_or_contributor(self, version: Version) -> None:
        uid = add(version, {"source": "add_la", "contributor": DISTRICT}, "income")
        for raw, explains in (
            ({"source": "dfg"}, True),
            ({"contributor": COUNCIL}, False),
            ({"contributor": "X99D02"}, True),
            ({"source": "add_la"}, False),
            ({"source": "dfg", "contributor": ""}, False),
        ):
            put(version, Edit(uid=uid, raw=raw), key="income")
            assert self.explains(uid) == explains, raw


class TestFiguresByYear:
    def test_that_are_cleared_are_not_known(self, version: Version) -> None:
        uid = add(version, {"source": "add_la", THIS: "5", NEXT: "6"}, "income")
        put(version, Edit(uid=uid, raw={THIS: "-"}), key="income")
        assert row(version, uid, "income").get(THIS) is None
        assert list(FundingYear.objects.filter(line__uid=uid).values_list("year", "amount")) == [
            ("2024-25", 6)
        ]

    def test_of_nought_are_known(self, version: Version) -> None:
        uid = add(version, {"source": "add_la", THIS: "0"}, "income")
        assert row(version, uid, "income").get(THIS) == 0


def test_a_deleted_line_comes_back_whole(version: Version) -> None:
    raw = {"source": "add_nhs", "contributor": ICB, THIS: "5", "comment": "Lung nurses"}
    uid = add(version, raw, "income")
    before = cells(version, uid, "income")
    change = put(version, Edit(uid=uid, remove=True), key="income")
    undo(change, by=person())
    assert cells(version, uid, "income") == before


def test_what_is_sent_to_the_database_does_not_grow_with_the_lines(editions: None) -> None:
    counted = {}
    for board, lines in (("X99000001", 3), ("X99000002", 30)):
        version = plan(board)
        raw = {"source": "add_la", "contributor": board, THIS: "5", "comment": "x"}
        add_all = [Edit(raw=raw)] * lines

        def change(version: Version = version) -> None:
            edits = [
                Edit(uid=line.uid, raw={THIS: "7", "contributor": "", "comment": ""})
                for line in income(version).rows(version)
                if line.get("source") == "add_la"
            ]
            put(version, *edits, key="income")

        counted[lines] = [
            len(statements(lambda v=version, e=add_all: put(v, *e, key="income"))),
            len(statements(lambda v=version: income(v).rows(v))),
            len(statements(change)),
        ]
    assert counted[30] == counted[3]
