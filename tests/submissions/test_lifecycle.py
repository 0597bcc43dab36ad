"""A submission's life: started with what is known, frozen for ever, reopened as a copy."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bcf.editions.models import Allocation
from bcf.submissions.lifecycle import freeze, reopen, start, version_digest
from bcf.submissions.models import Change, Submission, Version, Via
from bcf.submissions.proposals import Frozen, Refused
from bcf.submissions.sections import sections_of
from bcf.tables import Edit
from schemes.models import ExpenditureLine, FundingLine, FundingYear, LineYear, Scheme
from tests.factories import (
    BCP,
    NEXT,
    ONE_YEAR,
    THIS,
    TWO_YEARS,
    add,
    again,
    content,
    person,
    plan,
    proposal,
    put,
    section,
)


def started(version: Version) -> list[tuple[str, str, tuple[Decimal | None, ...]]]:
    """The rows of income: source, contributor, and the amount of each year."""
    income = section(version, "income")
    return [
        (
            str(row.get("source")),
            str(row.get("contributor")),
            tuple(row.get(key) for key in income.yearly),
        )
        for row in income.rows(version)
    ]


class TestStarting:
    def test_asks_every_mandatory_source_of_every_contributor_and_fills_in_what_is_published(
        self, editions: None
    ) -> None:
        version = plan()
        assert started(version) == [
            ("dfg", "X99000001", (Decimal(6412385), Decimal(6843207))),
            ("dfg", "X99D01", (None, None)),
            ("dfg", "X99D02", (None, None)),
            ("dfg", "X99D03", (None, None)),
            ("min_nhs", "QX1", (Decimal(45386117), Decimal(47954971))),
            ("min_nhs", "QX2", (Decimal(7388902), Decimal(7807114))),
            ("ibcf", "X99000001", (Decimal(14206733), Decimal(14206733))),
            ("disch_la", "X99000001", (Decimal(1991748), Decimal(3319580))),
            ("disch_icb", "QX1", (None, None)),
            ("disch_icb", "QX2", (None, None)),
        ]
        assert section(version).rows(version) == []

    def test_leaves_open_what_is_not_published(self, editions: None) -> None:
        assert started(plan(BCP, ONE_YEAR)) == [
            ("min_nhs", "11J", (None,)),
            ("dfg", BCP, (None,)),
            ("ibcf", BCP, (None,)),
            ("winter", BCP, (None,)),
        ]

    @pytest.mark.parametrize(
        ("board", "collection", "there", "left_out"),
        [
            ("E10000025", TWO_YEARS, {"QU9"}, {"QOX", "QPM"}),
            ("E10000023", ONE_YEAR, {"03D", "03Q"}, {"01K"}),
            # A sliver in 2018-19 that was one no longer when the edition began.
            ("E10000030", ONE_YEAR, {"15D"}, set()),
        ],
    )
    def test_asks_no_nhs_body_whose_tie_is_a_sliver(
        self, editions: None, board: str, collection: str, there: set[str], left_out: set[str]
    ) -> None:
        version = plan(board, collection)
        asked = {payer for source, payer, _ in started(version) if source == "min_nhs"}
        assert there <= asked
        assert not asked & left_out
        known = section(version, "income").contributors(version)
        assert left_out <= set(known.values_list("code", flat=True))

    def test_takes_the_newest_published_figure(self, editions: None) -> None:
        """Bristol's DFG of 2024-25 was raised during the year."""
        assert ("dfg", "E06000023", (None, Decimal(4378108))) in started(plan("E06000023"))

    def test_locks_what_it_filled_in(self, editions: None) -> None:
        version = plan()
        income = section(version, "income")
        dfg, district = income.rows(version)[:2]
        locks = income.locks(version, [dfg, district])
        assert {column for uid, column in locks if uid == dfg.uid} == {
            "source",
            "contributor",
            THIS,
            NEXT,
        }
        assert not [column for uid, column in locks if uid == district.uid]
        assert locks[dfg.uid, THIS].why == (
            "The published allocation for 2023-24 sets this at £6,412,385.00."
            " It cannot be typed over."
        )

    def test_is_recorded_as_a_change_that_is_not_undone(self, editions: None) -> None:
        by = person(organisation="X99000001")
        version = plan(by=by)
        assert version.opened_by == by
        change = Change.objects.get(version=version)
        assert (change.revision, change.by, change.via) == (1, by, Via.START)

    def test_again_changes_nothing(self, editions: None) -> None:
        version = plan()
        add(version, {THIS: "5"})
        assert plan() == version
        assert Change.objects.filter(version=version).count() == 2

    def test_again_gives_the_newest_version(self, editions: None) -> None:
        newest = reopen(
            freeze(plan(), by=None, reason="Sent").submission, by=None, reason="More to do"
        )
        assert plan() == newest
        assert newest.number == 2


class TestFreezing:
    def test_closes_the_version_with_its_digest(self, editions: None) -> None:
        version, by = plan(), person()
        add(version, {"scheme_name": "Telecare", THIS: "5"})
        frozen = freeze(version, by=by, reason="Sent")
        assert (again(frozen).is_open, frozen.frozen_by) == (False, by)
        assert frozen.digest == version_digest(again(frozen))
        assert len(frozen.digest) == len(hashlib.sha256().hexdigest())

    def test_twice_is_refused(self, editions: None) -> None:
        stale = again(plan())
        frozen = freeze(again(stale), by=None, reason="Sent")
        with pytest.raises(Frozen):
            freeze(stale, by=None, reason="Sent again")
        assert again(frozen).digest == frozen.digest

    def test_counts_what_was_saved_a_moment_before(self, editions: None) -> None:
        version = plan()
        stale = again(version)
        add(version, {THIS: "5"})
        assert freeze(stale, by=None, reason="Sent").digest == version_digest(again(version))

    def test_an_amount_changes_the_digest_and_back_again(self, editions: None) -> None:
        version = plan()
        uid = add(version, {THIS: "5"})
        digest = version_digest(version)
        put(version, Edit(uid=uid, raw={THIS: "5.01"}))
        assert version_digest(version) != digest
        put(version, Edit(uid=uid, raw={THIS: "5"}))
        assert version_digest(version) == digest

    def test_a_label_does_not_change_the_digest(self, editions: None) -> None:
        version = plan()
        add(version, {"area_of_spend": "Social Care", "source": "iBCF", "provider": "NHS"})
        digest = version_digest(version)
        edition = version.submission.collection.edition
        edition.choices.update(label="Confirmed", position=9)
        edition.sources.update(label="Renamed")
        for question in section(version).questions.values():
            question.label = "Renamed"
            question.save()
        fresh = again(version)
        assert section(fresh) is not section(version)
        assert section(fresh).columns[0].label == "Renamed"
        assert version_digest(fresh) == digest


@pytest.fixture
def frozen(editions: None) -> Version:
    """A version with rows in every table, frozen."""
    version = plan()
    page = section(version, "cover").uid
    put(
        version,
        Edit(uid=page, raw={"hwb_signed": "Yes", "hwb_signed_on": "28/06/2023"}),
        key="cover",
    )
    line = {"scheme_code": "1", "scheme_name": "Telecare", THIS: "742000", "output_2023-24": "5"}
    add(version, {**line, "new_or_existing": "New", "scheme_type_other": "x"})
    add(version, {**line, NEXT: "1.01"})
    add(version, {"source": "Additional LA Contribution", "comment": "Extra", THIS: "5"}, "income")
    return freeze(version, by=None, reason="Sent")


class TestReopening:
    def test_copies_everything(self, frozen: Version) -> None:
        by = person()
        new = reopen(frozen.submission, by=by, reason="A line was wrong")

        assert (new.number, new.base, new.opened_by, new.is_open) == (2, frozen, by, True)
        assert content(new) == content(frozen)
        assert version_digest(new) == frozen.digest
        for model in (FundingLine, ExpenditureLine, Scheme):
            kept = list(model.objects.filter(version=frozen).values_list("uid", "lineage"))
            copied = list(model.objects.filter(version=new).values_list("uid", "lineage"))
            assert copied == kept
            assert kept
        for model in (FundingYear, LineYear):
            kept = model.objects.filter(line__version=frozen).count()
            assert model.objects.filter(line__version=new).count() == kept > 0

    def test_copies_nothing_that_the_old_version_still_shares(self, frozen: Version) -> None:
        new = reopen(frozen.submission, by=None, reason="A line was wrong")
        lines = ExpenditureLine.objects.filter(version=new).select_related("scheme")
        assert {line.scheme.version_id for line in lines} == {new.pk}
        before = content(frozen)
        for line in section(new).rows(new):
            put(new, Edit(uid=line.uid, raw={"scheme_name": "Renamed", THIS: "1"}))
        put(new, *(Edit(uid=row.uid, remove=True) for row in section(new).rows(new)))
        assert content(frozen) == before
        assert version_digest(frozen) == frozen.digest

    def test_is_recorded_as_a_change_that_is_not_undone(self, frozen: Version) -> None:
        new = reopen(frozen.submission, by=None, reason="A line was wrong")
        change = Change.objects.get(version=new)
        assert (change.revision, change.via, change.reason) == (1, "reopen", "A line was wrong")
        add(again(new), {THIS: "5"})
        assert again(new).revision == 2

    def test_an_open_version_changes_nothing(self, frozen: Version) -> None:
        new = reopen(frozen.submission, by=None, reason="A line was wrong")
        assert reopen(frozen.submission, by=None, reason="Again") == new
        assert Version.objects.count() == 2
        assert Change.objects.filter(version=new).count() == 1

    def test_keeps_what_was_prefilled_locked(self, frozen: Version) -> None:
        new = reopen(frozen.submission, by=None, reason="A line was wrong")
        dfg = section(new, "income").rows(new)[0]
        assert not proposal(new, Edit(uid=dfg.uid, raw={THIS: "1"}), key="income").ok

    def test_after_a_new_figure_was_published_offers_it_and_nothing_else(
        self, frozen: Version
    ) -> None:
        """The old figure stays until somebody takes the new one: nothing changes by itself."""
        published = Allocation.objects.get(board__code="X99000001", fund="ibcf", year="2024-25")
        published.pk, published.amount = None, Decimal(15000000)
        published.stage, published.published_on = "revised", "2025-01-01"
        published.save()
        new = reopen(frozen.submission, by=None, reason="A line was wrong")
        ibcf = next(row for row in section(new, "income").rows(new) if row.get("source") == "ibcf")
        assert ibcf.get(NEXT) == Decimal(14206733)
        assert not proposal(new, Edit(uid=ibcf.uid, raw={NEXT: "14206734"}), key="income").ok
        assert proposal(new, Edit(uid=ibcf.uid, raw={NEXT: "15000000"}), key="income").ok


def test_one_version_is_open_at_most(frozen: Version) -> None:
    reopen(frozen.submission, by=None, reason="A line was wrong")
    with pytest.raises(IntegrityError, match="one_open_version"), transaction.atomic():
        Version.objects.create(submission=frozen.submission, number=3)


def test_every_section_that_an_edition_names_can_be_read_when_nothing_is_in_it(
    editions: None,
) -> None:
    for board, collection in ((BCP, ONE_YEAR), ("X99000001", TWO_YEARS)):
        version = plan(board, collection)
        submission = Submission.objects.get(pk=version.submission_id)
        for kind in sections_of(submission.collection):
            table = kind.tables([version])[version.pk]
            assert table.columns == kind.columns_for(version)
            assert kind.last_position(version) >= 0


def test_starting_fails_whole(editions: None) -> None:
    """A published figure that no cell can hold stops the start and leaves nothing."""
    Allocation.objects.filter(board__code="X99000001", fund="dfg").update(amount="99999999999.99")
    with pytest.raises(Refused), transaction.atomic():
        plan()
    assert not Submission.objects.exists()
    assert callable(start)
