"""Taking changes back: whole, to the last cell, and never over somebody's later change."""

from __future__ import annotations

import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import timezone

from bcf.pages.undo import last_of, savers, undo, undoable, why_not
from bcf.people.models import User
from bcf.submissions.lifecycle import freeze, version_digest
from bcf.submissions.models import Change, Version, Via
from bcf.submissions.proposals import Frozen, Refused, row_as_raw
from bcf.tables import Edit
from schemes.models import ExpenditureLine, Scheme
from tests.factories import THIS, add, again, cells, content, person, put, row, section

LINE = {
    "scheme_code": "1",
    "scheme_name": "Telecare",
    "description": "Alarms,\nand who answers them",
    "scheme_type": "Assistive Technologies and Equipment",
    "sub_type": "Community based equipment",
    "output_2023-24": "2,150",
    "area_of_spend": "Social Care",
    "commissioner": "Joint",
    "nhs_share": "55",
    "provider": "Local Authority",
    "source": "iBCF",
    "new_or_existing": "New",
    "local_reference": "AB-1042/7",
    THIS: "742,000.50",
    "amount_2024-25": "0",
}


@pytest.fixture
def by(editions: None) -> User:
    return person()


@pytest.fixture
def line(version: Version) -> UUID:
    return add(version, LINE)


def undone(change: Change, by: User) -> Change:
    done = undo(change, by=by)
    assert done is not None
    return done


def edits_of(uid: UUID) -> dict[str, list[Edit]]:
    """Every way to change a line, by name."""
    return {
        "cell": [Edit(uid=uid, raw={THIS: "5"})],
        "blank": [Edit(uid=uid, raw=dict.fromkeys(LINE, ""))],
        "type": [Edit(uid=uid, raw={"scheme_type": "Carers Services"})],
        "scheme": [Edit(uid=uid, raw={"scheme_name": "Renamed"})],
        "add": [Edit(raw=LINE)],
        "delete": [Edit(uid=uid, remove=True)],
        "move": [Edit(uid=uid, position=9)],
        "all": [Edit(raw={}), Edit(uid=uid, raw={THIS: "1"}, position=7)],
    }


@pytest.mark.parametrize("way", edits_of(UUID(int=0)))
def test_a_change_undone_leaves_what_was(way: str, version: Version, line: UUID, by: User) -> None:
    other = add(version, {"scheme_code": "1", "scheme_name": "Telecare"})
    before, digest = content(version), version_digest(version)
    lineages = {r.uid: r.lineage for r in section(version).rows(version)}

    change = put(version, *edits_of(line)[way], by=by)
    assert content(version) != before
    done = undone(change, by)

    assert content(version) == before
    assert version_digest(version) == digest
    assert {r.uid: r.lineage for r in section(version).rows(version)} == lineages
    assert (done.via, done.by, done.what) == (Via.UNDO, by, f"Undid: {change.what}")
    assert Change.objects.get(pk=change.pk).undone_by == done
    assert {s.name for s in Scheme.objects.filter(version=version)} == {"Telecare"}
    assert row(version, other).get("scheme_name") == "Telecare"


@pytest.mark.parametrize("way", edits_of(UUID(int=0)))
def test_an_undo_undone_leaves_the_change(way: str, version: Version, line: UUID, by: User) -> None:
    change = put(version, *edits_of(line)[way], by=by)
    after = content(version)
    undone(undone(change, by), by)
    assert content(version) == after


def test_many_changes_are_undone_one_by_one(version: Version, line: UUID, by: User) -> None:
    states = [content(version)]
    changes = []
    for way in ("cell", "type", "scheme", "move", "add", "delete"):
        changes.append(put(version, *edits_of(line)[way], by=by))
        states.append(content(version))
    for change in reversed(changes):
        assert content(version) == states.pop()
        undone(change, by)
    assert content(version) == states.pop()
    assert states == []


class TestIsRefused:
    def refused(self, change: Change, by: User) -> Refused:
        before = content(change.version)
        with pytest.raises(Refused) as refused:
            undo(change, by=by)
        assert content(change.version) == before
        assert Change.objects.get(pk=change.pk).undone_by is None
        return refused.value

    def test_when_the_cell_was_changed_since(self, version: Version, line: UUID, by: User) -> None:
        change = put(version, Edit(uid=line, raw={THIS: "1", "description": "x"}), by=by)
        put(version, Edit(uid=line, raw={THIS: "2"}))
        refused = self.refused(change, by)
        (conflict,) = refused.proposal.differences["expenditure"].conflicts
        assert (conflict.column, conflict.seen, conflict.now) == (THIS, "1.00", Decimal(2))
        assert why_not(refused) == (
            "Nothing was undone: 1 cell of that change was changed again since."
            " Undo the later change first."
        )

    def test_when_the_row_was_deleted_since(self, version: Version, line: UUID, by: User) -> None:
        change = put(version, Edit(uid=line, raw={THIS: "1"}), by=by)
        put(version, Edit(uid=line, remove=True))
        self.refused(change, by)

    def test_when_the_new_row_was_changed_since(
        self, version: Version, line: UUID, by: User
    ) -> None:
        change = put(version, Edit(raw=LINE), by=by)
        uid = UUID(change.inverse["expenditure"][0]["uid"])
        put(version, Edit(uid=uid, raw={"new_or_existing": "Existing"}))
        self.refused(change, by)

    def test_when_the_row_was_moved_since(self, version: Version, line: UUID, by: User) -> None:
        other = add(version, {})
        change = put(version, Edit(uid=line, position=2), Edit(uid=other, position=1), by=by)
        put(version, Edit(uid=line, position=3))
        self.refused(change, by)

    def test_when_the_version_is_frozen(self, version: Version, line: UUID, by: User) -> None:
        change = put(version, Edit(uid=line, raw={THIS: "1"}), by=by)
        freeze(version, by=by, reason="Sent")
        with pytest.raises(Frozen):
            undo(change, by=by)


def test_another_cell_changed_since_stays(version: Version, line: UUID, by: User) -> None:
    change = put(version, Edit(uid=line, raw={THIS: "1"}), by=by)
    put(version, Edit(uid=line, raw={"description": "later"}))
    undone(change, by)
    assert cells(version, line)[THIS] == "742000.50"
    assert cells(version, line)["description"] == "later"


def test_pressing_undo_twice_undoes_once(version: Version, line: UUID, by: User) -> None:
    change = put(version, Edit(uid=line, raw={THIS: "1"}), by=by)
    stale = Change.objects.get(pk=change.pk)
    done = undone(change, by)
    assert undo(stale, by=by) is None
    assert Change.objects.get(pk=change.pk).undone_by == done
    assert again(version).revision == done.revision


def test_what_can_be_undone_is_what_people_did(version: Version, by: User) -> None:
    """Not how the version began; one's own newest change, but not one's own undo."""
    assert not undoable(version).exists()
    first = put(version, Edit(raw={}), by=by)
    second = put(version, Edit(raw={}), by=by)
    theirs = put(version, Edit(raw={}), by=person())
    assert list(undoable(version)) == [theirs, second, first]
    assert last_of(version, by) == second
    undo_of_second = undone(second, by)
    assert last_of(version, by) == first
    assert list(undoable(version)) == [undo_of_second, theirs, first]


def test_who_saved_each_cell_last(version: Version, line: UUID, by: User) -> None:
    put(version, Edit(uid=line, raw={THIS: "1", "description": "x"}), by=by)
    put(version, Edit(uid=line, raw={THIS: "2"}))
    told = savers(version, "expenditure", line, [THIS, "description", "provider"])
    assert told.keys() == {THIS, "description"}
    assert told[THIS].startswith("A command, at ")
    assert told["description"].startswith(f"{by.name}, at ")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime.datetime(2019, 6, 12, 9, 41, tzinfo=datetime.UTC), "on 12 June 2019 at 10:41,"),
        (timezone.localtime() - datetime.timedelta(days=1), "on "),
        (timezone.localtime(), "at "),
    ],
)
def test_the_day_of_a_save_is_said_unless_it_is_today(
    version: Version, line: UUID, by: User, at: datetime.datetime, told: str
) -> None:
    change = put(version, Edit(uid=line, raw={THIS: "1"}), by=by)
    Change.objects.filter(pk=change.pk).update(at=at)
    said = savers(version, "expenditure", line, [THIS])[THIS]
    assert said.startswith(f"{by.name}, {told}")
    assert said.endswith(f"at {timezone.localtime(at):%H:%M},")


def test_a_row_as_raw_reads_back_as_itself(version: Version, line: UUID) -> None:
    columns = section(version).columns
    copy = add(version, row_as_raw(row(version, line), columns))
    assert cells(version, copy) == cells(version, line)
    uids = ExpenditureLine.objects.filter(version=version).values_list("lineage", flat=True)
    assert len(set(uids)) == 2
