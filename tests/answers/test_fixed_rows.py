"""Rows that the edition names: the planning requirements of 2023-25."""

from __future__ import annotations

import datetime
import uuid

import pytest

from bcf.answers.models import Answer
from bcf.editions.models import SectionRow
from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen, version_digest
from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen
from bcf.tables import Edit, Row
from tests.factories import again, person, plan, proposal, put, refusals, section, statements

KEY = "conditions"


def rows(version: Version) -> dict[str, Row]:
    """The rows by their key."""
    kind = section(version, KEY)
    return {str(row.get("requirement")): row for row in kind.rows(version)}


def answer(version: Version, key: str, **raw: str) -> None:
    put(version, Edit(uid=rows(version)[key].uid, raw=raw), key=KEY)


def answers(version: Version, key: str) -> dict[str, object]:
    typed = {column.key for column in section(version, KEY).columns if column.is_typed}
    return {k: v for k, v in rows(version)[key].values.items() if k in typed}


class TestRows:
    def test_are_all_there_from_the_start_in_the_editions_order(self, version: Version) -> None:
        kind = section(version, KEY)
        found = kind.rows(version)
        assert [row.get("code") for row in found] == [f"PR{n}" for n in range(1, 10)]
        assert [row.position for row in found] == list(range(1, 10))
        assert kind.last_position(version) == 9
        assert not kind.rows_vary
        assert not kind.is_page

    def test_show_their_own_words(self, version: Version) -> None:
        row = rows(version)["PR9"]
        kind = section(version, KEY)
        assert row.get("theme") == "Metrics"
        assert str(row.get("considerations")).startswith("A target worse than last year")
        assert kind.column("requirement").label_of("PR9").startswith("Metrics are stretching")
        assert [c.key for c in kind.columns if c.given] == ["requirement"]

    def test_are_read_by_their_uids(self, version: Version) -> None:
        kind = section(version, KEY)
        wanted = rows(version)["PR3"].uid
        assert [row.uid for row in kind.rows(version, [wanted, uuid.uuid4()])] == [wanted]
        assert kind.rows(version, []) == []

    def test_are_the_same_rows_in_every_version_and_not_in_other_sections(
        self, version: Version
    ) -> None:
        other = plan("X99000002")
        assert rows(version)["PR1"].uid == rows(other)["PR1"].uid
        assert rows(version)["PR1"].uid != section(version, "cover").rows(version)[0].uid

    def test_are_numbered(self, version: Version) -> None:
        assert section(version, KEY).numbers(version)[rows(version)["PR3"].uid] == 3

    def test_are_read_by_one_statement(self, version: Version) -> None:
        answer(version, "PR1", met="Yes")
        answer(version, "PR2", met="No", actions="x")
        fresh = again(version)
        section(fresh, KEY).rows(fresh)
        assert len(statements(lambda: section(fresh, KEY).rows(fresh))) == 1


class TestAnswers:
    def test_are_kept_under_the_rows_key(self, version: Version) -> None:
        answer(version, "PR2", met="No", actions="Talk", timeframe="30/09/2023")
        answer(version, "PR1", met="Yes")
        assert answers(version, "PR2") == {
            "met": "no",
            "actions": "Talk",
            "timeframe": datetime.date(2023, 9, 30),
        }
        assert answers(version, "PR1") == {"met": "yes"}
        assert answers(version, "PR3") == {}
        assert set(Answer.objects.values_list("row", flat=True)) == {"PR1", "PR2"}

    def test_are_cleared(self, version: Version) -> None:
        answer(version, "PR1", met="Yes")
        revision = version.revision
        answer(version, "PR1", met="")
        assert answers(version, "PR1") == {}
        assert section(version, KEY).changed_since(version, revision) == {rows(version)["PR1"].uid}

    def test_of_another_board_are_its_own(self, version: Version) -> None:
        other = plan("X99000002")
        answer(other, "PR1", met="No")
        assert answers(version, "PR1") == {}

    def test_are_undone(self, version: Version) -> None:
        answer(version, "PR1", met="Yes")
        change = put(version, Edit(uid=rows(version)["PR1"].uid, raw={"met": "No"}), key=KEY)
        undo(change, by=person())
        assert answers(version, "PR1") == {"met": "yes"}

    def test_conflict_cell_by_cell(self, version: Version) -> None:
        answer(version, "PR1", met="Yes", documents="x")
        seen = {"met": "", "documents": "x"}
        edit = Edit(uid=rows(version)["PR1"].uid, raw={"met": "No", "documents": "y"}, seen=seen)
        difference = proposal(version, edit, key=KEY).differences[KEY]
        assert [conflict.column for conflict in difference.conflicts] == ["met"]

    def test_are_copied_into_the_next_version_and_frozen_in_this(self, version: Version) -> None:
        answer(version, "PR1", met="Yes")
        new = reopen(freeze(version, by=None, reason="Sent").submission, by=None, reason="More")
        answer(new, "PR1", met="No")
        assert answers(again(version), "PR1") == {"met": "yes"}
        assert answers(new, "PR1") == {"met": "no"}
        with pytest.raises(Frozen):
            answer(again(version), "PR1", met="No")


class TestNobodyChangesTheRows:
    def test_none_is_added_deleted_or_moved(self, version: Version) -> None:
        uid = rows(version)["PR1"].uid
        for edit in (
            Edit(raw={"met": "Yes"}),
            Edit(uid=uid, remove=True),
            Edit(uid=uid, position=5),
        ):
            (refusal,) = refusals(version, edit, key=KEY)
            assert "none is added, deleted or moved" in refusal.message

    @pytest.mark.parametrize("typed", ["PR2", "Metrics"])
    def test_what_the_edition_says_is_not_typed_over(self, version: Version, typed: str) -> None:
        edit = Edit(uid=rows(version)["PR1"].uid, raw={"requirement": typed})
        assert refusals(version, edit, key=KEY)

    def test_the_rows_own_name_may_be_said_again(self, version: Version) -> None:
        """As a pasted row or a form says it: in whatever case, by its key or its words."""
        label = section(version, KEY).column("requirement").label_of("PR1").upper()
        for said in (label, "pr1"):
            edit = Edit(uid=rows(version)["PR1"].uid, raw={"requirement": said})
            found = proposal(version, edit, key=KEY)
            assert found.ok
            assert found.empty


class TestTheDigest:
    def test_is_not_changed_by_rows_that_nobody_answered(self, version: Version) -> None:
        """An edition may name a row later; plans that were frozen hold what they held."""
        before = version_digest(version)
        kind = section(version, KEY).section
        SectionRow.objects.create(section=kind, key="PR10", label="Another", position=10)
        assert len(section(again(version), KEY).rows(version)) == 10
        assert version_digest(again(version)) == before

    def test_is_changed_by_an_answer(self, version: Version) -> None:
        before = version_digest(version)
        answer(version, "PR1", met="Yes")
        assert version_digest(again(version)) != before


def test_an_answer_of_a_row_that_is_gone_is_left_out(version: Version) -> None:
    answer(version, "PR9", met="Yes")
    SectionRow.objects.filter(key="PR9", section=section(version, KEY).section).delete()
    assert "PR9" not in rows(again(version))
