"""The one way in: everything or nothing, looked at first, numbered, and refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Change, Version, Via
from bcf.submissions.proposals import Frozen, Incoming, Refused, propose
from bcf.tables import Edit
from tests.factories import (
    THIS,
    add,
    again,
    cells,
    content,
    person,
    plan,
    proposal,
    put,
    row,
    section,
    statements,
)


def test_applying_writes_every_section_of_it_and_says_who_and_why(version: Version) -> None:
    by = person()
    change = propose(
        version,
        {
            "cover": Incoming([Edit(uid=section(version, "cover").uid, raw={"hwb_signed": "No"})]),
            "expenditure": Incoming([Edit(raw={"scheme_name": "Telecare", THIS: "£742,000"})]),
        },
    ).apply(by=by, what="Started the lines", reason="Agreed on Monday", via=Via.COMMAND)

    assert change is not None
    assert (change.by, change.what, change.reason, change.via) == (
        by,
        "Started the lines",
        "Agreed on Monday",
        "command",
    )
    (line,) = section(version).rows(version)
    assert (line.get("scheme_name"), line.get(THIS)) == ("Telecare", Decimal(742000))
    assert section(version, "cover").rows(version)[0].get("hwb_signed") == "no"


def test_one_refused_cell_keeps_all_out(version: Version) -> None:
    before = content(version)
    good = [Edit(raw={THIS: str(n)}) for n in range(50)]
    with pytest.raises(Refused) as refused:
        proposal(version, *good, Edit(raw={THIS: "n/a"})).apply(by=None, what="Pasted")
    (refusal,) = refused.value.proposal.differences["expenditure"].refusals
    assert (refusal.index, refusal.column, refusal.typed) == (50, THIS, "n/a")
    assert content(version) == before
    assert again(version).revision == version.revision
    assert not Change.objects.filter(what="Pasted").exists()


def test_a_failure_in_the_last_section_takes_back_the_first(version: Version) -> None:
    """The database itself refuses the last row, after the others were written."""
    before = content(version)
    incoming = {
        "cover": Incoming([Edit(uid=section(version, "cover").uid, raw={"hwb_signed": "Yes"})]),
        "expenditure": Incoming([Edit(raw={"scheme_name": "x"}), Edit(position=2**40)]),
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        propose(version, incoming).apply(by=None, what="Broken")
    assert content(version) == before
    assert again(version).revision == version.revision


def test_nothing_to_change_is_no_change(version: Version) -> None:
    uid = add(version, {THIS: "5"})
    revision = again(version).revision
    assert proposal(version, Edit(uid=uid, raw={THIS: "£5.00"})).apply(by=None, what="x") is None
    assert proposal(version).empty
    assert again(version).revision == revision
    assert Change.objects.filter(version=version).count() == revision


def test_every_change_has_the_next_number_and_stamps_what_it_wrote(version: Version) -> None:
    first = version.revision
    uids = [add(version, {"description": str(n)}) for n in range(3)]
    put(version, Edit(uid=uids[0], raw={THIS: "1"}))
    numbers = Change.objects.filter(version=version).values_list("revision", flat=True)
    assert list(numbers) == [first + 4, first + 3, first + 2, first + 1, 1]
    stamped = section(version).queryset([version]).order_by("position")
    assert [line.revision for line in stamped] == [first + 4, first + 2, first + 3]
    assert version.revision == again(version).revision == first + 4


class TestPreview:
    def test_shows_the_version_as_it_would_be_and_leaves_nothing(self, version: Version) -> None:
        uid = add(version, {THIS: "1"})
        before, revision = content(version), again(version).revision
        proposed = proposal(
            version, Edit(uid=uid, raw={THIS: "2", "new_or_existing": "New"}), Edit(raw={})
        )

        seen = proposed.preview(lambda v: [r.get(THIS) for r in section(v).rows(v)])

        assert seen == [Decimal(2), None]
        assert content(version) == before
        assert again(version).revision == revision
        assert not Change.objects.filter(revision__gt=revision).exists()

    def test_can_be_applied_afterwards(self, version: Version) -> None:
        uid = add(version, {THIS: "1"})
        proposed = proposal(version, Edit(uid=uid, raw={THIS: "2"}))
        proposed.preview(lambda _: None)
        assert proposed.apply(by=None, what="x") is not None
        assert row(version, uid).get(THIS) == Decimal(2)

    def test_looks_at_what_stands_now(self, version: Version) -> None:
        """The row went after the proposal was made: it says so, instead of failing."""
        uid = add(version, {THIS: "1"})
        proposed = proposal(again(version), Edit(uid=uid, raw={THIS: "2"}))
        put(version, Edit(uid=uid, remove=True))
        with pytest.raises(Refused):
            proposed.preview(lambda _: None)

    def test_leaves_nothing_when_looking_fails(self, version: Version) -> None:
        before = content(version)
        with pytest.raises(ZeroDivisionError):
            proposal(version, Edit(raw={THIS: "1"})).preview(lambda _: 1 // 0)
        assert content(version) == before

    def test_of_a_frozen_version_is_refused(self, version: Version) -> None:
        proposed = proposal(again(version), Edit(raw={THIS: "1"}))
        freeze(version, by=None, reason="Sent")
        with pytest.raises(Frozen):
            proposed.preview(lambda _: None)


class TestWhatMovedOn:
    """A proposal made before somebody else's change is compared again when it is applied."""

    def test_another_cell_of_the_row_does_not_matter(self, version: Version) -> None:
        uid = add(version, {THIS: "1", "description": "old"})
        seen = cells(version, uid)
        mine = proposal(again(version), Edit(uid=uid, raw={THIS: "2"}, seen=seen))
        put(again(version), Edit(uid=uid, raw={"description": "theirs"}, seen=seen))

        mine.apply(by=None, what="Mine")

        assert cells(version, uid) == {THIS: "2.00", "description": "theirs"}

    def test_the_same_cell_gives_the_second_all_three_values(self, version: Version) -> None:
        uid = add(version, {THIS: "1"})
        mine = proposal(again(version), Edit(uid=uid, raw={THIS: "2"}, seen={THIS: "1.00"}))
        put(again(version), Edit(uid=uid, raw={THIS: "3"}))

        with pytest.raises(Refused) as refused:
            mine.apply(by=None, what="Mine")

        (conflict,) = refused.value.proposal.differences["expenditure"].conflicts
        assert (conflict.column, conflict.seen) == (THIS, "1.00")
        assert (conflict.now, conflict.new) == (Decimal(3), Decimal(2))
        assert row(version, uid).get(THIS) == Decimal(3)

    def test_a_deleted_row_is_told(self, version: Version) -> None:
        uid = add(version, {THIS: "1"})
        mine = proposal(again(version), Edit(uid=uid, raw={THIS: "2"}))
        put(again(version), Edit(uid=uid, remove=True))
        with pytest.raises(Refused) as refused:
            mine.apply(by=None, what="Mine")
        (refusal,) = refused.value.proposal.differences["expenditure"].refusals
        assert refusal.message == "Somebody deleted this row. What you typed was not saved."

    def test_two_new_rows_stand_after_each_other(self, version: Version) -> None:
        one, two = again(version), again(version)
        first, second = proposal(one, Edit()), proposal(two, Edit())
        first.apply(by=None, what="First")
        second.apply(by=None, what="Second")
        assert [line.position for line in section(version).rows(version)] == [1, 2]

    def test_afterwards_it_says_what_was_written(self, version: Version) -> None:
        uid = add(version, {THIS: "0"})
        mine = proposal(version, Edit(uid=uid, raw={THIS: "1"}))
        put(again(version), Edit(uid=uid, raw={THIS: "1"}))
        assert mine.differences["expenditure"].changed
        assert mine.apply(by=None, what="The same") is None
        assert mine.empty


class TestAFrozenVersion:
    def test_is_not_written(self, version: Version) -> None:
        proposed = proposal(again(version), Edit(raw={THIS: "1"}))
        frozen = freeze(version, by=None, reason="Sent")
        with pytest.raises(Frozen):
            proposed.apply(by=None, what="Late")
        assert section(frozen).rows(frozen) == []

    def test_is_not_written_even_with_nothing_to_change(self, version: Version) -> None:
        frozen = freeze(version, by=None, reason="Sent")
        with pytest.raises(Frozen):
            proposal(again(frozen)).apply(by=None, what="Late")


class TestAReplacingTable:
    def test_removes_what_it_leaves_out(self, version: Version) -> None:
        keep, _ = add(version, {"description": "keep"}), add(version, {"description": "drop"})
        edits = [Edit(uid=keep, raw={THIS: "5"}), Edit(raw={"description": "new"})]
        propose(version, {"expenditure": Incoming(edits, replace=True)}).apply(by=None, what="x")
        rows = section(version).rows(version)
        assert [line.get("description") for line in rows] == ["keep", "new"]
        assert rows[0].get(THIS) == Decimal(5)

    def test_keeps_pre_filled_rows(self, version: Version) -> None:
        replacing = propose(version, {"income": Incoming([], replace=True)})
        assert not replacing.ok
        assert replacing.differences["income"].refusals


def test_a_page_gains_and_loses_no_row(version: Version) -> None:
    page = section(version, "cover").uid
    for edit in (Edit(raw={"hwb_signed": "Yes"}), Edit(uid=page, remove=True)):
        assert not proposal(version, edit, key="cover").ok


def test_a_row_sent_twice_is_refused(version: Version) -> None:
    uid = add(version, {THIS: "1"})
    edits = [Edit(uid=uid, raw={THIS: "2"}), Edit(uid=uid, raw={THIS: "3"})]
    assert not proposal(version, *edits).ok


def test_a_row_of_another_version_is_not_reached(version: Version) -> None:
    """A uid is looked for among the version's own rows only."""
    other = plan("X99000002")
    uid = add(other, {THIS: "1"})
    for edit in (Edit(uid=uid, raw={THIS: "2"}), Edit(uid=uid, remove=True)):
        outcome = proposal(version, edit)
        assert outcome.empty
    assert row(other, uid).get(THIS) == Decimal(1)


def test_long_words_of_the_change_are_cut(version: Version) -> None:
    change = proposal(version, Edit()).apply(by=None, what="x" * 300)
    assert change is not None
    assert change.what == "x" * 200


def test_saving_one_amount_takes_five_statements(version: Version) -> None:
    uid = add(version, {THIS: "1"})
    fresh = again(version)
    edit = Edit(uid=uid, raw={THIS: "2"}, seen={THIS: "1.00"})
    assert len(statements(lambda: put(fresh, edit))) == 5
