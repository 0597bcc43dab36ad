"""The task list: what state a section is in, worked out from its findings and its content."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bcf.checks.findings import Finding, Verdict, fails, holds, unknown
from bcf.editions.models import KeyDate
from bcf.pages.frame import findings_of
from bcf.pages.task import Task, next_task
from bcf.pages.tasks import section_state, tasks
from bcf.people.models import User
from bcf.submissions import presence
from bcf.submissions.assigning import assign
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Presence, Version
from bcf.tables import Edit
from tests.approvals.given import give, give_all
from tests.examples.reading import EXAMPLESHIRE, SAMPLETON, TWO_YEARS, version_of
from tests.factories import again, put, section

JUDGED = unknown("A person must judge it.", judgement=True)


@pytest.mark.parametrize(
    ("verdicts", "missing", "state"),
    [
        ([holds("")], "", "complete"),
        ([holds(""), unknown("")], "", "waiting"),
        ([holds(""), JUDGED], "", "complete"),
        ([JUDGED, unknown("")], "", "waiting"),
        ([JUDGED], "some", "in_progress"),
        ([JUDGED], "all", "not_started"),
        ([JUDGED, fails("")], "", "to_fix"),
    ],
)
def test_what_only_a_person_can_judge_waits_for_nobody(
    verdicts: list[Verdict], missing: str, state: str
) -> None:
    findings = [Finding(7, "expenditure", "R-EXP-018", "error", verdict) for verdict in verdicts]
    assert section_state(findings, missing)[0] == state


def test_who_is_here_is_told_in_place_of_the_last_change(client: Client, examples: None) -> None:
    version = version_of(EXAMPLESHIRE, TWO_YEARS)
    client.force_login(User.objects.get(email="dev@example.org"))
    address = reverse("submission", args=[EXAMPLESHIRE, TWO_YEARS])

    def who() -> list[str]:
        page = client.get(address).content.decode()
        cells = re.findall('<div class="task__who">(.*?)</div>', page)
        return [re.sub("<.*?>", "|", cell).strip("|") for cell in cells if cell]

    before = who()
    written = before[:-2]  # confirming the money and approving the plan come after them
    assert all(cell.startswith("Nobody yet|Changed ") for cell in written)
    assert all(cell.endswith(" by a command") for cell in written)
    for email, where in (("noor@example.net", "income"), ("dev@example.org", "expenditure")):
        presence.tell(version, User.objects.get(email=email), where, None)
    assert who() == [before[0], "Nobody yet|Noor Template is here", *before[2:]]
    presence.tell(version, User.objects.get(email="remi@example.net"), "income", None)
    assert who()[1] == "Nobody yet|Noor Template, Remi Pattern are here"
    Presence.objects.update(seen_at=timezone.now() - presence.STAYS * 2)
    assert who() == before


def listed(version: Version, user: User) -> dict[str, Task]:
    """Every task by the end of its address."""
    told = tasks(version, findings_of(version), user)
    every = [task for _, group in told["groups"] for task in group] + told["agreeing"]
    return {task.url.strip("/").rpartition("/")[2]: task for task in every}


def test_a_plan_with_judgements_left_is_complete_and_names_them(examples: None) -> None:
    version = version_of(EXAMPLESHIRE, TWO_YEARS)
    expenditure = listed(version, User.objects.get(email="dev@example.org"))["expenditure"]
    assert expenditure.state == "complete"
    assert expenditure.left.startswith("A person must judge the use of ")
    assert expenditure.second == "3 cannot be checked"


class TestWhoAndWhen:
    @pytest.fixture
    def version(self, examples: None) -> Version:
        return version_of(EXAMPLESHIRE, TWO_YEARS)

    @pytest.fixture
    def dev(self, version: Version) -> User:
        return User.objects.get(email="dev@example.org")

    def test_a_section_may_have_a_day_of_its_own(self, version: Version, dev: User) -> None:
        due = {key: task.due.date for key, task in listed(version, dev).items() if task.due}
        assert due == {"section-75": datetime.date(2023, 10, 31)}

    def test_a_day_that_nobody_confirmed_says_so(
        self, version: Version, dev: User, client: Client
    ) -> None:
        client.force_login(dev)
        address = reverse("submission", args=[EXAMPLESHIRE, TWO_YEARS])
        assert "Due 31 October 2023." in client.get(address).content.decode()
        KeyDate.objects.update(standing="unconfirmed")
        assert "Due 31 October 2023, not confirmed." in client.get(address).content.decode()

    def test_who_is_on_it_is_told(self, version: Version, dev: User) -> None:
        assign(version.submission, {"income": dev.pk}, by=dev)
        found = listed(version, dev)
        assert (found["income"].people, found["expenditure"].people) == ((dev,), ())

    def test_approvals_are_told_with_what_changed_since(self, version: Version, dev: User) -> None:
        assert listed(version, dev)["#plan"].state == "not_yet"
        give(version, "plan-chief-QX1")
        assert listed(again(version), dev)["#plan"].text == "1 of 3 given"
        uid = section(version, "income").rows(version)[0].uid
        put(version, Edit(uid=uid, raw={"comment": "More"}), key="income")
        plan = listed(again(version), dev)["#plan"]
        assert (plan.state, plan.text) == ("out_of_date", "0 of 3, out of date")
        assert plan.left == "Changed since it was given: Income."

    def test_all_given_is_given(self, version: Version, dev: User) -> None:
        give_all(version)
        found = listed(again(version), dev)
        assert {found[key].state for key in ("#money", "#plan")} == {"given"}


class TestNext:
    @staticmethod
    def task(title: str, state: str, *people: User, blocked: bool = False) -> Task:
        return Task(title=title, url="", left="", state=state, people=people, blocked=blocked)

    def test_it_is_the_first_that_somebody_can_go_on_with(self) -> None:
        some = [self.task("a", "complete"), self.task("b", "waiting"), self.task("c", "to_fix")]
        assert next_task(some, User()) == some[2]
        assert next_task(some[:2], User()) is None

    def test_one_s_own_come_first(self) -> None:
        me, other = User(pk=1), User(pk=2)
        some = [self.task("a", "to_fix", other), self.task("b", "in_progress", me)]
        assert next_task(some, me) == some[1]
        assert next_task(some, User(pk=3)) == some[0]

    def test_an_approval_waits_for_what_is_to_be_fixed(self) -> None:
        me = User(pk=1)
        some = [self.task("a", "to_fix"), self.task("b", "not_yet", me, blocked=True)]
        assert next_task(some, me) == some[0]

    def test_of_a_frozen_plan_only_approvals_are_left(self, examples: None) -> None:
        version = version_of(EXAMPLESHIRE, TWO_YEARS)
        dev = User.objects.get(email="dev@example.org")
        narrative = section(version, "narrative")
        unwritten = {column.key: "" for column in narrative.columns if column.is_typed}
        put(version, Edit(uid=narrative.uid, raw=unwritten), key="narrative")
        version = again(version)
        assert tasks(version, findings_of(version), dev)["next"].title == "Narrative"
        frozen = freeze(version, by=None, reason="Sent")
        following = tasks(frozen, findings_of(frozen), dev)["next"]
        assert following.title == "Confirm the money"

    def test_the_page_leads_there(self, client: Client, examples: None) -> None:
        client.force_login(User.objects.get(email="sol@example.org"))
        page = client.get(reverse("submission", args=[SAMPLETON, TWO_YEARS])).content.decode()
        assert re.search("<h3>Next: (.*?)</h3>", page)
        assert page.count('class="govuk-button"') == 1
