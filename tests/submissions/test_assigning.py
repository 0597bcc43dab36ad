"""Who is on what: whom one may choose, and what is kept."""

from __future__ import annotations

import pytest

from bcf.boards.models import BoardLink
from bcf.people.models import Role, User
from bcf.submissions.assigning import assign, assigned, workers
from bcf.submissions.models import Assignment, Version
from tests.factories import BCP, EXAMPLESHIRE, person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan()


def chosen_from(version: Version) -> set[User]:
    return {membership.user for membership in workers(version.submission.board)}


def test_those_who_may_change_the_plan_may_be_on_it(version: Version) -> None:
    council, body = person(organisation=EXAMPLESHIRE), person(Role.FINANCE, "QX2")
    person(Role.READER, EXAMPLESHIRE)
    person(Role.CHIEF, EXAMPLESHIRE)
    person(Role.FINANCE, BCP)
    person(Role.FINANCE, EXAMPLESHIRE, active_to="2020-01-01")
    assert chosen_from(version) == {council, body}
    BoardLink.objects.filter(organisation__code="QX2").update(share_of_board="0.009")
    assert chosen_from(version) == {council}


def test_others_stay_and_nobody_takes_somebody_off(version: Version) -> None:
    one, two = person(organisation=EXAMPLESHIRE), person(organisation=EXAMPLESHIRE)
    submission = version.submission
    assign(submission, {"income": one.pk, "cover": one.pk}, by=one)
    assign(submission, {"income": two.pk, "cover": None, "narrative": None}, by=one)
    assert assigned(submission) == {"income": two}


def test_the_history_says_who_said_so(version: Version) -> None:
    one, two = person(organisation=EXAMPLESHIRE), person(organisation=EXAMPLESHIRE)
    assign(version.submission, {"income": one.pk}, by=one)
    assign(version.submission, {"income": two.pk}, by=two)
    assign(version.submission, {"income": None}, by=one)
    events = Assignment.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert [(e.pgh_label, e.user_id, e.pgh_context["user"]) for e in events] == [
        ("insert", one.pk, one.pk),
        ("update", two.pk, two.pk),
        ("delete", two.pk, one.pk),
    ]
    assert events[0].pgh_context["what"] == "Said who is on what"
