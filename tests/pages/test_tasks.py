"""The task list: what state a section is in, worked out from its findings and its content."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bcf.checks.findings import Finding, Verdict, fails, holds, unknown
from bcf.pages.frame import findings_of
from bcf.pages.tasks import section_state, tasks
from bcf.people.models import User
from bcf.submissions import presence
from bcf.submissions.models import Presence
from tests.examples.reading import EXAMPLESHIRE, TWO_YEARS, version_of

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
    *filled, narrative = before
    assert all(cell.startswith("A command|today, ") for cell in filled)
    assert narrative == "Nobody yet"
    for email, section in (("noor@example.net", "income"), ("dev@example.org", "expenditure")):
        presence.tell(version, User.objects.get(email=email), section, None)
    assert who() == [before[0], "A command|Noor Template is here", *before[2:]]
    presence.tell(version, User.objects.get(email="remi@example.net"), "income", None)
    assert who()[1] == "A command|Noor Template, Remi Pattern are here"
    Presence.objects.update(seen_at=timezone.now() - presence.STAYS * 2)
    assert who() == before


def test_a_plan_with_judgements_left_is_complete_and_names_them(examples: None) -> None:
    version = version_of(EXAMPLESHIRE, TWO_YEARS)
    listed = [task for _, group in tasks(version, findings_of(version))["groups"] for task in group]
    (expenditure,) = [task for task in listed if task.url.endswith("/expenditure/")]
    assert expenditure.state == "complete"
    assert expenditure.left.startswith("A person must judge the use of ")
    assert expenditure.second == "3 cannot be checked"
