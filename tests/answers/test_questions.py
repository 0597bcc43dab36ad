"""Pages of questions, and the cells of lines that have no typed field."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from bcf.answers.models import Answer
from bcf.editions.models import Condition, Question
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.tables import Edit, Kind
from tests.factories import (
    BCP,
    ONE_YEAR,
    add,
    again,
    cells,
    person,
    plan,
    proposal,
    put,
    refusals,
    row,
    section,
    statements,
)


def page(version: Version, **raw: str) -> None:
    put(version, Edit(uid=section(version, "cover").uid, raw=raw), key="cover")


def values(version: Version) -> dict[str, object]:
    (found,) = section(version, "cover").rows(version)
    return dict(found.values)


class TestAPage:
    def test_is_one_row_from_the_start(self, version: Version) -> None:
        kind = section(version, "cover")
        (found,) = kind.rows(version)
        assert (found.uid, found.position, dict(found.values)) == (kind.uid, 1, {})
        assert not kind.rows_vary
        assert kind.last_position(version) == 1

    def test_keeps_each_kind_of_answer(self, version: Version) -> None:
        page(
            version,
            completed_by_role="Integrated commissioning manager",
            hwb_signed="Yes",
            hwb_signed_on="28/06/2023",
        )
        assert values(version) == {
            "completed_by_role": "Integrated commissioning manager",
            "hwb_signed": "yes",
            "hwb_signed_on": datetime.date(2023, 6, 28),
        }

    def test_changes_and_clears_answers(self, version: Version) -> None:
        page(version, hwb_signed="Yes", completed_by_role="x")
        page(version, hwb_signed="No", completed_by_role="")
        assert values(version) == {"hwb_signed": "no"}
        assert Answer.objects.filter(version=version).count() == 1

    def test_asks_what_the_answers_call_for(self, version: Version) -> None:
        kind = section(version, "cover")
        signed_on, expected = kind.column("hwb_signed_on"), kind.column("hwb_sign_off_expected")
        for answer, asked in (
            ("yes", (True, False)),
            ("no", (False, True)),
            (None, (False, False)),
        ):
            row = {"hwb_signed": answer}
            assert (kind.asked(signed_on, row), kind.asked(expected, row)) == asked

    def test_refuses_what_it_cannot_keep(self, version: Version) -> None:
        raw = {"hwb_signed": "Perhaps", "hwb_signed_on": "soon", "completed_by_role": "x" * 121}
        edit = Edit(uid=section(version, "cover").uid, raw=raw)
        refused = refusals(version, edit, key="cover")
        assert {refusal.column for refusal in refused} == raw.keys()
        assert values(version) == {}

    def test_of_another_edition_is_another_row(self, version: Version) -> None:
        older = plan(BCP, ONE_YEAR)
        assert section(older, "cover").uid != section(version, "cover").uid
        page(older, hwb_signed="Yes")
        assert values(version) == {}

    def test_of_another_board_is_its_own(self, version: Version) -> None:
        other = plan("X99000002")
        page(other, hwb_signed="Yes")
        assert values(version) == {}
        assert values(other) == {"hwb_signed": "yes"}

    def test_is_copied_into_the_next_version(self, version: Version) -> None:
        page(version, hwb_signed="Yes")
        new = reopen(freeze(version, by=None, reason="Sent").submission, by=None, reason="More")
        page(new, hwb_signed="No")
        assert values(again(version)) == {"hwb_signed": "yes"}
        assert values(new) == {"hwb_signed": "no"}

    def test_conflicts_cell_by_cell(self, version: Version) -> None:
        page(version, hwb_signed="Yes", completed_by_role="x")
        uid, seen = section(version, "cover").uid, {"hwb_signed": "", "completed_by_role": "x"}
        mine = Edit(uid=uid, raw={"hwb_signed": "No", "completed_by_role": "y"}, seen=seen)
        difference = proposal(version, mine, key="cover").differences["cover"]
        assert [conflict.column for conflict in difference.conflicts] == ["hwb_signed"]


class TestANewQuestion:
    """A question is data: a row of the edition makes it, of whatever kind."""

    @pytest.mark.parametrize(
        ("kind", "raw", "value"),
        [
            (Kind.TEXT, " two\r\nlines ", "two\nlines"),
            (Kind.MONEY, "£1,234.50", Decimal("1234.50")),
            (Kind.NUMBER, "1 234", Decimal(1234)),
            (Kind.PERCENT, "33.33%", Decimal("33.33")),
            (Kind.DATE, "28 June 2023", datetime.date(2023, 6, 28)),
            (Kind.CHOICE, "YES", "yes"),
        ],
    )
    @pytest.mark.parametrize("place", ["cover", "expenditure"])
    def test_is_kept_on_a_page_and_on_a_line(
        self, version: Version, place: str, kind: Kind, raw: str, value: object
    ) -> None:
        Question.objects.create(
            section=section(version, place).section,
            key="extra",
            label="Extra",
            kind=kind,
            choices="yes_no",
            position=90,
        )
        fresh = again(version)
        if place == "cover":
            page(fresh, extra=raw)
            assert values(fresh) == {"extra": value}
        else:
            assert row(fresh, add(fresh, {"extra": raw})).get("extra") == value

    def test_is_asked_by_its_conditions(self, version: Version) -> None:
        asked = Question.objects.create(
            section=section(version).section, key="extra", label="Extra", kind="text", position=90
        )
        Condition.objects.create(question=asked, on="source", op="in", values="dfg|ibcf")
        Condition.objects.create(question=asked, on="description", op="not_blank")
        kind = section(again(version))
        column = kind.column("extra")
        assert kind.asked(column, {"source": "dfg", "description": "x"})
        assert not kind.asked(column, {"source": "dfg"})
        assert not kind.asked(column, {"source": "min_nhs", "description": "x"})


class TestAnswersOfLines:
    def test_go_with_their_line(self, version: Version) -> None:
        uid = add(version, {"new_or_existing": "New", "scheme_type_other": "x"})
        kept = add(version, {"new_or_existing": "Existing"})
        assert Answer.objects.filter(version=version).count() == 3
        put(version, Edit(uid=uid, remove=True))
        assert [answer.row for answer in Answer.objects.filter(version=version)] == [str(kept)]

    def test_are_cleared_line_by_line(self, version: Version) -> None:
        one, other = (add(version, {"new_or_existing": "New"}) for _ in range(2))
        put(version, Edit(uid=one, raw={"new_or_existing": ""}))
        assert cells(version, one) == {}
        assert cells(version, other) == {"new_or_existing": "new"}

    def test_say_which_revision_wrote_them(self, version: Version) -> None:
        uid = add(version, {"new_or_existing": "New", "scheme_type_other": "x"})
        change = put(version, Edit(uid=uid, raw={"new_or_existing": "Existing"}), by=person())
        revisions = {a.question.key: a.revision for a in Answer.objects.filter(version=version)}
        assert revisions["new_or_existing"] == change.revision
        assert revisions["scheme_type_other"] == change.revision - 1

    def test_of_a_choice_that_is_no_longer_offered_stand(self, version: Version) -> None:
        uid = add(version, {"new_or_existing": "New"})
        version.submission.collection.edition.choices.filter(list="new_or_existing").update(
            active=False
        )
        fresh = again(version)
        assert row(fresh, uid).get("new_or_existing") == "new"
        put(
            fresh,
            Edit(
                uid=uid,
                raw={"description": "x", "new_or_existing": "new"},
                seen={"new_or_existing": "new"},
            ),
        )
        assert cells(fresh, uid) == {"new_or_existing": "new", "description": "x"}
        (refusal,) = refusals(fresh, Edit(raw={"new_or_existing": "New"}))
        assert "is not in the list" in refusal.message


def test_a_page_is_read_by_one_statement(version: Version) -> None:
    page(version, hwb_signed="Yes", completed_by_role="x", hwb_signed_on="28/06/2023")
    fresh = again(version)
    assert len(statements(lambda: values(fresh))) == 1
