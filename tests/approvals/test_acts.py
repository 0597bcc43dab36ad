"""Approvals: what each speaks for, when it stands, and that it is never changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bcf.approvals.acts import Changed, approve, fingerprint, withdraw
from bcf.approvals.models import Approval, Withdrawal
from bcf.documents.store import attach
from bcf.pages.undo import undo
from bcf.people.models import Role, User
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Change, Submission, Version
from bcf.submissions.reach import find_version
from bcf.tables import Edit
from schemes.models import FundingLine
from tests.approvals.given import give, word
from tests.factories import EXAMPLESHIRE, TWO_YEARS, again, person, plan, put, section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]

MONEY, WHOLE = "money-finance-X99000001", "plan-chief-X99000001"
BOTH = (MONEY, WHOLE)


@pytest.fixture
def version() -> Version:
    return plan()


def states(version: Version) -> list[str]:
    return [word(version, key).state for key in BOTH]


def income(version: Version, comment: str = "A word more") -> Change:
    uid = section(version, "income").rows(version)[0].uid
    return put(version, Edit(uid=uid, raw={"comment": comment}), key="income")


def written(version: Version, key: str, **raw: str) -> None:
    put(version, Edit(uid=section(version, key).rows(version)[0].uid, raw=raw), key=key)


class TestWhatItSpeaksFor:
    def test_it_stands_while_the_plan_says_the_same(self, version: Version) -> None:
        assert states(version) == ["not_yet", "not_yet"]
        by = person(Role.CHIEF, EXAMPLESHIRE)
        approval = give(version, WHOLE, by)
        assert states(version) == ["not_yet", "given"]
        held = Approval.objects.get()
        assert (held.by, held.role, held.organisation.code) == (by, "chief", EXAMPLESHIRE)
        assert (held.version, held.revision) == (version, again(version).revision)
        assert held.digest == approval.digest == fingerprint(again(version), "plan")

    def test_a_change_puts_it_out_of_date_and_undoing_it_brings_it_back(
        self, version: Version
    ) -> None:
        for key in BOTH:
            give(version, key)
        change = income(version)
        assert states(version) == ["out_of_date", "out_of_date"]
        undo(change, by=None)
        assert states(version) == ["given", "given"]

    def test_a_change_by_plain_sql_is_seen(self, version: Version) -> None:
        give(version, MONEY)
        with connection.cursor() as cursor:  # as in a transaction of its own
            cursor.execute("SELECT set_config('bcf.counted', '', true)")
        FundingLine.objects.filter(version=version).update(comment="By hand")
        assert word(version, MONEY).state == "out_of_date"

    def test_a_word_about_the_money_outlives_a_change_of_words(self, version: Version) -> None:
        for key in BOTH:
            give(version, key)
        written(version, "narrative", governance="The board meets in public.")
        assert states(version) == ["given", "out_of_date"]

    def test_the_cover_may_tell_of_approvals_afterwards(self, version: Version) -> None:
        for key in BOTH:
            give(version, key)
        written(version, "cover", hwb_signed="Yes")
        assert states(version) == ["given", "given"]

    def test_it_holds_for_a_next_version_as_long_as_that_says_the_same(
        self, version: Version
    ) -> None:
        frozen = freeze(again(version), by=None, reason="Sent")
        give(frozen, WHOLE)
        assert word(frozen, WHOLE).state == "given"
        opened = reopen(frozen.submission, by=None, reason="A line was wrong")
        assert word(opened, WHOLE).state == "given"
        income(opened)
        assert word(opened, WHOLE).state == "out_of_date"
        assert word(opened, WHOLE).approval == Approval.objects.get()


class TestGiving:
    def test_the_same_word_is_given_once(self, version: Version) -> None:
        first = give(version, WHOLE)
        assert give(version, WHOLE) == first
        income(version)
        assert give(version, WHOLE) != first
        assert word(version, WHOLE).state == "given"

    def test_nobody_approves_what_they_did_not_see(self, version: Version) -> None:
        fresh = again(version)
        capacity, seen = word(version, WHOLE).capacity, fingerprint(fresh, "plan")
        income(version)
        with pytest.raises(Changed):
            approve(fresh, capacity, seen=seen, by=person(Role.CHIEF, EXAMPLESHIRE))
        assert not Approval.objects.exists()

    def test_one_partner_does_not_speak_for_another(self, version: Version) -> None:
        give(version, "plan-chief-QX1")
        assert word(version, "plan-chief-QX2").state == "not_yet"


class TestTakingBack:
    def test_it_is_an_act_of_its_own(self, version: Version) -> None:
        approval = give(version, WHOLE)
        other = person(Role.CHIEF, EXAMPLESHIRE)
        withdrawal = withdraw(approval, reason="A figure is wrong", by=other)
        assert withdraw(approval, reason="Again", by=other) == withdrawal
        assert word(version, WHOLE).state == "not_yet"
        assert (withdrawal.by, withdrawal.reason) == (other, "A figure is wrong")
        give(version, WHOLE)
        assert word(version, WHOLE).state == "given"
        assert Approval.objects.count() == 2

    def test_an_earlier_word_that_still_stands_counts(self, version: Version) -> None:
        first = give(version, WHOLE)
        change = income(version)
        later = give(version, WHOLE)
        undo(change, by=None)
        assert word(version, WHOLE).approval == first
        withdraw(first, reason="x", by=first.by)
        assert word(version, WHOLE).approval == later
        assert word(version, WHOLE).state == "out_of_date"


class TestNothingIsChanged:
    @pytest.mark.parametrize("table", ["approvals_approval", "approvals_withdrawal"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
    def test_by_whatever_way(self, version: Version, table: str, statement: str) -> None:
        approval = give(version, WHOLE)
        withdraw(approval, reason="x", by=approval.by)
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))

    def test_the_history_says_who_and_why(self, version: Version) -> None:
        approval = give(version, WHOLE)
        withdraw(approval, reason="A figure is wrong", by=approval.by)
        (event,) = Withdrawal.pgh_event_model.objects.all()  # type: ignore[attr-defined]
        context = event.pgh_context
        assert (event.pgh_label, context["user"]) == ("insert", approval.by.pk)
        assert context["reason"] == "A figure is wrong"


def test_what_was_worked_out_is_forgotten_by_every_act(version: Version) -> None:
    """Rules speak of approvals and documents, and no revision tells of them."""
    user = person(organisation=EXAMPLESHIRE)
    acts: list[Callable[[], object]] = [
        lambda: give(version, WHOLE),
        lambda: withdraw(Approval.objects.get(), reason="x", by=user),
        lambda: attach(again(version), "a.txt", "other", b"x", by=None),
    ]
    for act in acts:
        remembered(user)["known"] = "old"
        assert "known" in remembered(user)
        act()
        assert "known" not in remembered(user)
    assert Submission.objects.get(pk=version.submission_id).acts == len(acts)


def remembered(user: User) -> dict[str, Any]:
    found = find_version(user, EXAMPLESHIRE, TWO_YEARS)
    assert found is not None
    return found.remembered
