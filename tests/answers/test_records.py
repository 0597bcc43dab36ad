"""Records: rows that people add, and all of whose cells are answers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from bcf.answers.models import Answer, Record
from bcf.pages.rows import copy_of, delete_row, duplicate_row, move_row
from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import add, again, person, proposal, put, row, section

KEY, RISKS = "section-75", "risks"


@pytest.fixture
def pool(version: Version) -> UUID:
    return add(version, {"title": "The pool", "host": "The council", "starts": "1/4/2023"}, KEY)


def titles(version: Version) -> list[object]:
    return [found.get("title") for found in section(version, KEY).rows(version)]


class TestARecord:
    def test_holds_its_answers(self, version: Version, pool: UUID) -> None:
        assert dict(row(version, pool, KEY).values) == {
            "title": "The pool",
            "host": "The council",
            "starts": datetime.date(2023, 4, 1),
        }

    def test_is_of_its_own_section(self, version: Version, pool: UUID) -> None:
        risk = add(version, {"risk": "Costs rise", "amount": "£650,000"}, RISKS)
        assert dict(row(version, risk, RISKS).values)["amount"] == Decimal(650_000)
        assert titles(version) == ["The pool"]
        assert section(version, RISKS).rows(version, [pool]) == []
        assert section(version, RISKS).last_position(version) == 1

    def test_is_changed_and_cleared(self, version: Version, pool: UUID) -> None:
        put(version, Edit(uid=pool, raw={"title": "A pool", "host": ""}), key=KEY)
        assert set(row(version, pool, KEY).values.items()) >= {("title", "A pool")}
        assert "host" not in row(version, pool, KEY).values
        assert Record.objects.get().revision == version.revision

    def test_goes_with_its_answers_and_comes_back(self, version: Version, pool: UUID) -> None:
        held = dict(row(version, pool, KEY).values)
        gone = delete_row(version, section(version, KEY), pool, by=person())
        assert not Answer.objects.exists()
        assert not Record.objects.exists()
        assert gone is not None
        undo(gone, by=person())
        assert dict(row(version, pool, KEY).values) == held

    def test_is_duplicated_and_moved(self, version: Version, pool: UUID) -> None:
        kind = section(version, KEY)
        copy = copy_of(duplicate_row(version, kind, pool, by=person()), kind)
        put(version, Edit(uid=copy, raw={"title": "The copy"}), key=KEY)
        assert titles(version) == ["The pool", "The copy"]
        move_row(version, kind, copy, True, by=person())
        assert titles(version) == ["The copy", "The pool"]

    def test_conflicts_cell_by_cell(self, version: Version, pool: UUID) -> None:
        seen = {"title": "As I saw it", "host": "The council"}
        edit = Edit(uid=pool, raw={"title": "Mine", "host": "The ICB"}, seen=seen)
        difference = proposal(version, edit, key=KEY).differences[KEY]
        assert [conflict.column for conflict in difference.conflicts] == ["title"]

    def test_is_copied_into_the_next_version(self, version: Version, pool: UUID) -> None:
        new = reopen(freeze(version, by=None, reason="Sent").submission, by=None, reason="More")
        put(new, Edit(uid=pool, raw={"title": "Another"}), key=KEY)
        assert titles(again(version)) == ["The pool"]
        assert titles(new) == ["Another"]
        assert Record.objects.filter(uid=pool).count() == 2

    def test_of_a_frozen_version_is_refused_by_the_database(
        self, version: Version, pool: UUID
    ) -> None:
        freeze(version, by=None, reason="Sent")
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Record.objects.filter(uid=pool).update(position=7)

    def test_tells_what_was_changed_since(self, version: Version, pool: UUID) -> None:
        revision = version.revision
        other = add(version, {"title": "Another"}, KEY)
        assert section(version, KEY).changed_since(version, revision) == {other}


def test_the_first_column_names_a_record(version: Version) -> None:
    kind = section(version, KEY)
    assert kind.keys_of(kind.named_by) == kind.keys_of(kind.match_on) == ["title"]


def test_a_record_is_called_as_the_data_says(version: Version) -> None:
    assert section(version, KEY).row_noun == "section 75 agreement"
    assert section(version, "income").row_noun == "funding line"
