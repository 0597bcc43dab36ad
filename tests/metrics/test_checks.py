"""The rules of metrics: each with a plan that breaks it, one that does not, and what is open."""

from __future__ import annotations

import pytest

from bcf.checks.engine import check
from bcf.editions.models import Section, SectionRow
from bcf.submissions.models import Version
from bcf.tables import Edit
from metrics.models import FigureKind, MetricFigure
from tests.factories import EXAMPLESHIRE, again, plan, put, section, statements

from .plans import found, one, publish, row, says, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


def fill(version: Version, of: str, **raw: str) -> None:
    """Type the same into every row."""
    fresh = again(version)
    put(fresh, *[Edit(uid=r.uid, raw=raw) for r in section(fresh, of).rows(fresh)], key=of)


class TestPlanned:
    """R-MET-001"""

    def test_each_target_without_a_value_is_told(self, version: Version) -> None:
        says(version, "RES-2023-24", numerator="731", denominator="155700")
        missing = found(version, "R-MET-001")
        assert len(missing) == 10
        assert missing[0].message == "Avoidable admissions, 2023-24 Q1: no planned value."
        assert (missing[0].column, missing[0].missing, missing[0].state) == ("value", True, "warns")

    def test_values_and_parts_hold(self, version: Version) -> None:
        fill(version, "metrics", value="10")
        assert states(version, "R-MET-001") == {"holds"}

    def test_what_others_set_is_not_asked_of_the_board(self, older: Version) -> None:
        rows = {finding.row for finding in found(older, "R-MET-001")}
        assert rows == {str(row(older, key).uid) for key in ("RES-2019-20", "REA-2019-20")}

    def test_a_national_value_that_is_not_loaded_leaves_it_open(self, older: Version) -> None:
        MetricFigure.objects.all().delete()
        says(older, "RES-2019-20", value="592")
        says(older, "REA-2019-20", value="79.7")
        assert states(older, "R-MET-001") == states(older, "R-MET-009") == {"unknown"}


class TestTexts:
    def test_each_metric_needs_both_texts(self, version: Version) -> None:
        assert len(found(version, "R-MET-002")) == 10
        fill(version, "ambitions", rationale="Neighbours did it.", local_plan="More classes.")
        assert states(version, "R-MET-002") == {"holds"}

    def test_in_2019_each_metric_needs_its_narrative(self, older: Version) -> None:
        says(older, "DTOC", "ambitions", plan="The winter plan is agreed.")
        told = [finding.message for finding in found(older, "R-MET-003")]
        assert told == [
            f"{name}: “Plan” is empty."
            for name in ("Non-Elective Admissions", "Residential Admissions", "Reablement")
        ]
        assert states(older, "R-MET-003") == {"missing"}
        fill(older, "ambitions", plan="It is planned.")
        assert states(older, "R-MET-003") == {"holds"}


class TestTheWinterPlan:
    """R-MET-004"""

    def test_nobody_can_tell_before_it_is_written(self, older: Version) -> None:
        says(older, "RES", "ambitions", plan="Winter beds.")
        told = one(older, "R-MET-004", "unknown")
        assert (told.judgement, told.row) == (False, str(row(older, "DTOC", "ambitions").uid))

    def test_whether_the_plan_is_agreed_a_person_must_judge(self, older: Version) -> None:
        says(older, "DTOC", "ambitions", plan="The Winter Pressures Grant pays for brokers.")
        assert one(older, "R-MET-004", "unknown").judgement


class TestRates:
    """R-MET-005"""

    def test_a_typed_rate_that_its_parts_do_not_make_is_told(self, version: Version) -> None:
        says(version, "REA-2023-24", numerator="442", denominator="528", value="84.7")
        told = one(version, "R-MET-005")
        assert told.message == (
            "Reablement, 2023-24: the typed value is 84.7, but its parts make 83.7."
        )

    @pytest.mark.parametrize("value", ["83.7", "84", ""])
    def test_one_that_agrees_as_far_as_it_was_typed_holds(
        self, version: Version, value: str
    ) -> None:
        says(version, "REA-2023-24", numerator="442", denominator="528", value=value)
        assert states(version, "R-MET-005") == {"holds"}

    def test_one_without_parts_cannot_be_checked(self, older: Version) -> None:
        says(older, "RES-2019-20", value="592")
        told = one(older, "R-MET-005", "unknown")
        assert told.message == "1 row: the value stands without its parts."

    def test_a_standardised_rate_is_not_held_against_its_counts(self, version: Version) -> None:
        counts = {"value": "1940", "numerator": "1", "denominator": "2"}
        says(version, "FALLS-2023-24", **counts)
        assert states(version, "R-MET-005") == {"holds"}


class TestParts:
    """R-MET-006"""

    def test_more_than_a_hundred_per_cent_is_told(self, version: Version) -> None:
        says(version, "REA-2023-24", numerator="529", denominator="528")
        told = one(version, "R-MET-006")
        assert told.message == "Reablement, 2023-24: 529 of 528 is more than 100%."
        assert told.stops

    def test_a_denominator_of_nought_is_told(self, version: Version) -> None:
        says(version, "RES-2023-24", numerator="0", denominator="0")
        assert one(version, "R-MET-006").column == "denominator"

    def test_a_rate_may_be_above_its_denominator(self, version: Version) -> None:
        says(version, "RES-2023-24", numerator="3", denominator="2")
        assert states(version, "R-MET-006") == {"unknown"}  # of the others

    def test_parts_that_fit_hold(self, version: Version) -> None:
        fill(version, "metrics", numerator="528", denominator="528")
        assert states(version, "R-MET-006") == {"holds"}


class TestWorse:
    """R-MET-007"""

    @pytest.mark.parametrize(
        ("key", "code", "worse", "better"),
        [("FALLS-2023-24", "FALLS", "1951", "1949"), ("REA-2023-24", "REA", "79.6", "79.8")],
    )
    def test_the_way_is_the_metrics_own(
        self, version: Version, key: str, code: str, worse: str, better: str
    ) -> None:
        publish(version, code, "2022-23", "1950" if code == "FALLS" else "79.7")
        says(version, key, value=worse)
        assert one(version, "R-MET-007").column == "worse_because"
        says(version, key, value=better)
        assert states(version, "R-MET-007") == {"holds"}

    def test_a_worse_target_that_is_explained_holds(self, version: Version) -> None:
        publish(version, "REA", "2022-23", "84")
        says(version, "REA-2023-24", value="83.7")
        told = one(version, "R-MET-007")
        assert told.message == "Reablement, 2023-24: 83.7 is planned, worse than 84 in 2022-23."
        assert told.state == "warns"
        says(version, "REA-2023-24", worse_because="Needs are greater.")
        assert states(version, "R-MET-007") == {"holds"}

    def test_without_an_actual_nobody_can_tell(self, version: Version) -> None:
        says(version, "REA-2023-24", value="83.7")
        assert one(version, "R-MET-007", "unknown").message.startswith("1 row: no earlier figure")


def test_each_goal_of_2025_is_set_in_some_period() -> None:
    version = plan(EXAMPLESHIRE, "2025-26-plan")
    says(version, "EA65-2025-04", value="1700")
    told = found(version, "R-MET-008")
    assert [finding.message for finding in told] == [
        "Discharge delays: no goal is set in any period.",
        "Residential Admissions: no goal is set in any period.",
    ]
    assert all(finding.stops for finding in told)
    says(version, "DELAY-2025-05", value="0.4")
    says(version, "RES-2025-26-Q1", value="120")
    assert states(version, "R-MET-008") == {"holds"}


def test_a_national_value_that_was_changed_since_is_told(older: Version) -> None:
    assert states(older, "R-MET-009") == {"holds"}
    MetricFigure.objects.filter(kind=FigureKind.NATIONAL).update(value=24)
    told = one(older, "R-MET-009")
    assert told.message == (
        "Delayed Transfers of Care, 2019-20: 24 is set nationally, and the plan has 25."
    )
    assert told.stops


def test_a_metric_that_has_ended_is_not_planned(version: Version) -> None:
    assert states(version, "R-MET-010") == {"holds"}
    SectionRow.objects.create(
        section=Section.objects.get(collection__code="2023-25-plan", key="metrics"),
        key="DTOC",
        label="Delayed Transfers of Care, 2023-24",
        subject="DTOC",
        period="2023-24",
        position=99,
    )
    assert states(version, "R-MET-010") == {"holds"}
    says(version, "DTOC", value="20")
    assert one(version, "R-MET-010").stops


def test_many_plans_cost_as_few_statements_as_one(version: Version) -> None:
    both, alone = [again(version), again(plan(EXAMPLESHIRE))], [again(version)]
    check(both)
    assert len(statements(lambda: check(both))) == len(statements(lambda: check(alone)))
