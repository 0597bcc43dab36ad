"""The task list: what state a section is in, worked out from its findings and its content."""

from __future__ import annotations

import pytest

from bcf.checks.findings import Finding, Verdict, fails, holds, unknown
from bcf.pages.frame import findings_of
from bcf.pages.tasks import section_state, tasks
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


def test_a_plan_with_judgements_left_is_complete_and_names_them(examples: None) -> None:
    version = version_of(EXAMPLESHIRE, TWO_YEARS)
    listed = [task for _, group in tasks(version, findings_of(version))["groups"] for task in group]
    (expenditure,) = [task for task in listed if task.url.endswith("/expenditure/")]
    assert expenditure.state == "complete"
    assert expenditure.left.startswith("A person must judge the use of ")
    assert expenditure.second == "3 cannot be checked"
