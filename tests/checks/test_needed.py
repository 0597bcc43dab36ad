"""Needed answers that are missing: whatever the edition's data asks, by the rule it names."""

from __future__ import annotations

import pytest

from bcf.answers.models import Record
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import Condition, Question, RuleSetting
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import add, again, plan, put, section, statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan()


def found(version: Version, rule: str) -> list[Finding]:
    fresh = again(version)
    return [finding for finding in check([fresh])[fresh.pk] if finding.rule == rule]


def states(version: Version, rule: str) -> list[str]:
    return [finding.state for finding in found(version, rule)]


def answer(version: Version, number: int, **raw: str) -> None:
    uid = section(version, "conditions").rows(version)[number - 1].uid
    put(version, Edit(uid=uid, raw=raw), key="conditions")


class TestRowsOfTheEdition:
    def test_each_missing_answer_is_a_finding_at_its_cell(self, version: Version) -> None:
        answer(version, 1, met="Yes")
        missing = found(version, "R-PRQ-001")
        assert [finding.row for finding in missing] == [
            str(row.uid) for row in section(version, "conditions").rows(version)[1:]
        ]
        first = missing[0]
        assert (first.section, first.column, first.missing) == ("conditions", "met", True)
        assert first.message == "PR2: “Met” is empty."

    def test_all_answered_holds(self, version: Version) -> None:
        for number in range(1, 10):
            answer(version, number, met="Yes")
        assert states(version, "R-PRQ-001") == ["holds"]
        assert states(version, "R-PRQ-002") == ["holds"]

    def test_a_no_asks_for_more(self, version: Version) -> None:
        answer(version, 4, met="No", actions="Talk")
        finding, _ = found(version, "R-PRQ-002")
        assert (finding.column, finding.message) == ("timeframe", "PR4: “Met by” is empty.")

    def test_whether_more_is_needed_is_not_known_before_the_answer(self, version: Version) -> None:
        answer(version, 4, met="Yes")
        (finding,) = found(version, "R-PRQ-002")
        assert (finding.state, finding.column) == ("unknown", "met")
        assert finding.message == "“Met” is empty in 8 rows: whether more is needed cannot be told."

    def test_a_condition_may_speak_of_the_rows_themselves(self, version: Version) -> None:
        asked = Question.objects.get(key="documents", section__key="conditions")
        Question.objects.filter(pk=asked.pk).update(need="asked", rule="R-PRQ-002")
        Condition.objects.create(question=asked, on="requirement", op="in", values="PR1|PR6")
        missing = [f for f in found(version, "R-PRQ-002") if f.missing]
        assert [(f.message[:3], f.column) for f in missing] == [
            ("PR1", "documents"),
            ("PR6", "documents"),
        ]


class TestAPage:
    def test_a_missing_answer_is_a_finding(self, version: Version) -> None:
        put(version, Edit(uid=section(version, "cover").uid, raw={"hwb_signed": "No"}), key="cover")
        (who,) = found(version, "R-COV-001")
        assert who.message == "“Completed by” is empty."
        (expected,) = found(version, "R-COV-002")
        assert expected.column == "hwb_sign_off_expected"

    def test_all_answered_holds(self, version: Version) -> None:
        raw = {"completed_by_role": "Manager", "hwb_signed": "Yes", "hwb_signed_on": "1/6/2023"}
        put(version, Edit(uid=section(version, "cover").uid, raw=raw), key="cover")
        assert states(version, "R-COV-001") == states(version, "R-COV-002") == ["holds"]


class TestRecords:
    def test_a_plan_without_any_is_not_spoken_of(self, version: Version) -> None:
        assert states(version, "R-COV-011") == []

    def test_each_record_is_looked_at(self, version: Version) -> None:
        whole = {"title": "A", "host": "B", "manager_role": "C", "monitoring": "D"}
        add(version, whole, "section-75")
        assert states(version, "R-COV-011") == ["holds"]
        add(version, {"title": "E", "host": "F"}, "section-75")
        missing = found(version, "R-COV-011")
        assert [(f.message, f.state) for f in missing] == [
            ("Section 75 agreement 2: “Pool manager” is empty.", "warns"),
            ("Section 75 agreement 2: “Monitoring” is empty.", "warns"),
        ]

    def test_other_sections_records_are_not_taken_for_these(self, version: Version) -> None:
        add(version, {"risk": "Costs rise"}, "risks")
        assert states(version, "R-COV-011") == []


def test_a_rule_that_the_edition_does_not_set_is_not_asked(version: Version) -> None:
    RuleSetting.objects.filter(rule="R-PRQ-001").delete()
    assert states(version, "R-PRQ-001") == []


def test_many_plans_cost_as_few_statements_as_one(version: Version) -> None:
    other = plan("X99000002")
    for each in (version, other):
        Record.objects.create(version=each, section=section(each, "section-75").section)
    one, both = [again(version)], [again(version), again(other)]
    check(both)
    assert len(statements(lambda: check(both))) == len(statements(lambda: check(one)))
    told = check(both)
    assert {len([f for f in told[v.pk] if f.rule == "R-COV-011"]) for v in both} == {3}
