"""The page of approvals: who gives a word, who does not, and what it says of those given."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.approvals.acts import fingerprint
from bcf.approvals.models import Approval
from bcf.people.models import Role, User
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.approvals.given import give, word
from tests.examples.reading import SAMPLETON, version_of
from tests.factories import BCP, EXAMPLESHIRE, TWO_YEARS, again, joins, person, plan, put, section

PLAN = (EXAMPLESHIRE, TWO_YEARS)
PAGE = reverse("approvals", args=PLAN)
MONEY, WHOLE = "money-finance-X99000001", "plan-chief-X99000001"


@pytest.fixture
def version(examples: None) -> Version:
    return version_of(*PLAN)


@pytest.fixture
def chief(version: Version, client: Client) -> User:
    user = User.objects.get(email="cleo@example.org")
    client.force_login(user)
    return user


def text(response: object) -> str:
    """What a page says, without its markup."""
    assert isinstance(response, HttpResponse)
    said = re.sub("<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", said)


def sent(version: Version, key: str = WHOLE) -> dict[str, str]:
    fresh = again(version)
    return {"capacity": key, "seen": fingerprint(fresh, key.partition("-")[0])}


def changed(version: Version, by: User | None = None) -> None:
    uid = section(version, "income").rows(version)[0].uid
    put(version, Edit(uid=uid, raw={"comment": "More"}), key="income", by=by)


class TestGiving:
    def test_whoever_has_the_role_gives_it(
        self, client: Client, chief: User, version: Version
    ) -> None:
        page = text(client.get(PAGE))
        assert "Approve the plan: Chief executive, Exampleshire County Council" in page
        assert "It is for you to give." in page
        page = text(client.post(PAGE, sent(version), follow=True))
        assert "Given: The whole plan, Chief executive, Exampleshire County Council." in page
        assert "Approve the plan: 1 of 3 given" in page
        approval = Approval.objects.get()
        assert (approval.by, word(version, WHOLE).state) == (chief, "given")

    @pytest.mark.parametrize("key", [WHOLE, MONEY, "plan-chief-QX1", "plan-chief-QVV", "x", ""])
    def test_nobody_else_does(self, client: Client, version: Version, key: str) -> None:
        client.force_login(User.objects.get(email="dev@example.org"))
        page = text(client.get(PAGE))
        assert "Waiting for Cleo Illustration." in page
        assert "Nobody has this role there yet." in page
        assert client.post(PAGE, sent(version) | {"capacity": key}).status_code == 403
        assert not Approval.objects.exists()

    @pytest.mark.parametrize("key", [MONEY, "plan-chief-QX1"])
    def test_nor_in_another_role_than_their_own(
        self, client: Client, chief: User, version: Version, key: str
    ) -> None:
        assert client.post(PAGE, sent(version, key)).status_code == 403

    def test_a_role_elsewhere_or_in_the_past_is_none_here(
        self, client: Client, version: Version
    ) -> None:
        user = person(Role.READER, EXAMPLESHIRE)
        joins(user, Role.CHIEF, BCP)
        joins(user, Role.CHIEF, EXAMPLESHIRE, active_to="2020-01-01")
        client.force_login(user)
        assert client.post(PAGE, sent(version)).status_code == 403

    def test_another_board_s_plan_is_not_found(self, client: Client, version: Version) -> None:
        client.force_login(person(Role.CHIEF, BCP))
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, sent(version)).status_code == 404

    def test_what_changed_meanwhile_is_looked_at_first(
        self, client: Client, chief: User, version: Version
    ) -> None:
        form = sent(version)
        changed(version)
        response = client.post(PAGE, form)
        assert response.status_code == 200
        assert "The plan changed while you had this page open." in text(response)
        assert not Approval.objects.exists()
        assert client.post(PAGE, sent(version)).status_code == 302

    def test_what_is_to_be_fixed_comes_first(self, client: Client, examples: None) -> None:
        version = version_of(SAMPLETON, TWO_YEARS)
        page = reverse("approvals", args=[SAMPLETON, TWO_YEARS])
        client.force_login(person(Role.FINANCE, SAMPLETON))
        assert "left to fix: 2 to fix now" in text(client.get(page))
        response = client.post(page, sent(version, f"money-finance-{SAMPLETON}"))
        assert "Confirm the money: something is to be fixed first." in text(response)
        assert not Approval.objects.exists()


class TestOutOfDate:
    def test_the_page_says_what_changed_and_who_changed_it(
        self, client: Client, chief: User, version: Version
    ) -> None:
        give(version, WHOLE, chief)
        changed(version, by=User.objects.get(email="dev@example.org"))
        page = text(client.get(PAGE))
        assert "Out of date" in page
        assert re.search(r"Income changed since, last today, \d+:\d\d by Dev Fixture\.", page)
        assert client.post(PAGE, sent(version)).status_code == 302
        assert "Approve the plan: 1 of 3 given" in text(client.get(PAGE))


class TestTakingBack:
    def test_by_whoever_has_the_role(self, client: Client, chief: User, version: Version) -> None:
        approval = give(version, WHOLE, chief)
        address = reverse("approval_withdraw", args=[*PLAN, approval.pk])
        page = text(client.post(address, {"reason": " "}, follow=True))
        assert "Say why you take it back. Nothing was changed." in page
        assert word(version, WHOLE).state == "given"
        page = text(client.post(address, {"reason": "A figure is wrong"}, follow=True))
        assert "Taken back." in page
        assert "by Cleo Illustration: A figure is wrong" in page
        assert word(version, WHOLE).state == "not_yet"

    def test_by_nobody_else(self, client: Client, version: Version) -> None:
        approval = give(version, WHOLE)
        client.force_login(User.objects.get(email="isla@example.net"))
        address = reverse("approval_withdraw", args=[*PLAN, approval.pk])
        assert client.post(address, {"reason": "x"}).status_code == 403
        assert client.get(address).status_code == 405

    def test_one_of_another_plan_is_not_found(
        self, client: Client, chief: User, version: Version
    ) -> None:
        other = give(plan(EXAMPLESHIRE, "2025-26-plan"), WHOLE, chief)
        address = reverse("approval_withdraw", args=[*PLAN, other.pk])
        assert client.post(address, {"reason": "x"}).status_code == 404


def test_the_checklist_leads_to_the_page(client: Client, chief: User) -> None:
    page = client.get(reverse("checklist", args=PLAN)).content.decode()
    assert f'href="{PAGE}">Approvals</a>' in page
