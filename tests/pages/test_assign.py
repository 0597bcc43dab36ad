"""The page that says who is on what."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bcf.people.models import Role, User
from bcf.submissions.assigning import assign, assigned
from bcf.submissions.models import Submission
from tests.factories import EXAMPLESHIRE, TWO_YEARS, person, plan

PLAN = (EXAMPLESHIRE, TWO_YEARS)
PAGE = reverse("assign", args=PLAN)


@pytest.fixture
def people(editions: None, client: Client) -> list[User]:
    """Two who may change the plan; the first is signed in."""
    plan()
    found = [person(organisation=EXAMPLESHIRE), person(Role.FINANCE, "QX2")]
    client.force_login(found[0])
    return found


def on() -> dict[str, User]:
    return assigned(Submission.objects.get())


def test_who_was_chosen_is_on_the_task_list(client: Client, people: list[User]) -> None:
    _, two = people
    form = {"income": str(two.pk), "cover": ""}
    page = client.post(PAGE, form, follow=True).content.decode()
    assert on() == {"income": two}
    assert "Saved: who is on what." in page
    assert f'<span class="task__person">{two.name}</span>' in page


def test_only_what_the_person_changed_is_saved(client: Client, people: list[User]) -> None:
    """Somebody else chose for the cover after this page was opened."""
    one, two = people
    assign(Submission.objects.get(), {"cover": two.pk}, by=two)
    form = {"income": str(one.pk), "seen-income": "", "cover": "", "seen-cover": ""}
    client.post(PAGE, form)
    assert on() == {"income": one, "cover": two}


@pytest.mark.parametrize("role", [Role.READER, Role.CHIEF])
def test_somebody_who_cannot_be_on_it_is_refused(
    client: Client, people: list[User], role: str
) -> None:
    outsider = person(role, EXAMPLESHIRE)
    for wrong in (str(outsider.pk), "x", "99999999999999999999"):
        response = client.post(PAGE, {"income": wrong})
        assert response.status_code == 200
        assert "Choose somebody from the list." in response.content.decode()
    assert on() == {}


def test_who_has_left_stays_until_somebody_else_is_chosen(
    client: Client, people: list[User]
) -> None:
    one, two = people
    assign(Submission.objects.get(), {"income": two.pk}, by=one)
    two.memberships.update(active_from="2019-01-01", active_to="2020-01-01")
    assert f"{two.name}, who has left" in client.get(PAGE).content.decode()
    kept = {"income": str(two.pk), "seen-income": str(two.pk), "cover": str(one.pk)}
    assert client.post(PAGE, kept).status_code == 302
    assert on() == {"income": two, "cover": one}


def test_readers_do_not_choose(client: Client, people: list[User]) -> None:
    client.force_login(person(Role.READER, EXAMPLESHIRE))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"income": str(people[0].pk)}).status_code == 403
    page = client.get(reverse("submission", args=PLAN)).content.decode()
    assert "Say who is on what" not in page
    assert on() == {}
