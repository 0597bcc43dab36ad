"""What money is for: where the lines give a sign, and where only a person can judge."""

import pytest

from bcf.checks.findings import Outcome
from bcf.editions.models import RuleSetting
from tests.schemes.plans import NO_TYPE, Plan, empty_plan, plan_2023


class TestDfg:
    """R-EXP-016"""

    def test_for_homes_and_equipment_holds(self, plan: Plan) -> None:
        (found,) = plan.of("R-EXP-016")
        assert found.outcome is Outcome.HOLDS
        assert found.message == (
            "All of the DFG, £2,000,000, is for adaptations, housing and equipment."
        )

    @pytest.mark.parametrize(
        ("scheme_type", "sub_type", "outputs"),
        [
            ("housing-related-schemes", None, None),
            ("assistive-technologies-and-equipment", "community-based-equipment", 5),
        ],
    )
    def test_for_housing_or_equipment_holds(
        self, plan: Plan, scheme_type: str, sub_type: str | None, outputs: int | None
    ) -> None:
        chosen = {"scheme_type": scheme_type, "sub_type": sub_type, "outputs": outputs}
        plan.costs(plan.lines[0], "999999.99", 5)
        plan.spends("dfg", "0.01", **chosen)
        plan.expect()

    def test_for_anything_else_is_to_be_looked_at(self, plan: Plan) -> None:
        plan.costs(plan.lines[0], "999999.99", 5)
        plan.spends("dfg", "0.01")
        plan.expect(fails={"R-EXP-016"})
        found = plan.one("R-EXP-016")
        assert found.message == (
            "£0.02 of the DFG is for other schemes than adaptations and housing."
        )
        assert found.detail == "A part may go to wider social care capital, with an agreement."
        assert (found.subject, found.year, found.state) == ("dfg", "", "warns")

    def test_in_a_two_tier_area_needs_the_districts(self, reference: None, db: None) -> None:
        plan = plan_2023("T07", two_tier=True)
        plan.change(plan.lines[0], scheme_type=plan.lists.types["other"], sub_type=None)
        assert plan.one("R-EXP-016").detail == (
            "A part may go to wider social care capital, with the districts' express agreement."
        )

    def test_without_a_type_cannot_be_told(self, plan: Plan) -> None:
        plan.costs(plan.lines[0], "999999.99", 5)
        plan.spends("dfg", "0.01", scheme_type=None)
        plan.expect(fails={"R-EXP-003"}, unknown={"R-EXP-016", *NO_TYPE})
        found = plan.one("R-EXP-016", "unknown")
        assert found.message == "What £0.02 of the DFG pays for cannot be told."
        assert found.detail == "Its lines have no scheme type."

    def test_types_may_be_the_editions_own(self, plan: Plan) -> None:
        types = {"scheme_types": ["enablers-for-integration"]}
        RuleSetting.objects.filter(rule="R-EXP-016").update(parameters=types)
        plan.expect(fails={"R-EXP-016"})


class TestCarers:
    """R-EXP-024"""

    def test_have_a_line_of_their_own(self, plan: Plan) -> None:
        (found,) = plan.of("R-EXP-024")
        assert found.outcome is Outcome.HOLDS
        assert found.message == "£200,000 of the NHS minimum is for carers."

    def test_without_one_are_to_be_looked_at(self, plan: Plan) -> None:
        plan.change(plan.lines[2], source=plan.lists.sources["ibcf"])
        plan.costs(plan.lines[1], 4_000_000)
        plan.costs(plan.lines[5], 1_900_000)
        plan.expect(fails={"R-EXP-024"})
        found = plan.one("R-EXP-024")
        assert found.message == "No line from the NHS minimum is for carers."
        assert found.detail == "Give carers' support a line of the type Carers Services."
        assert (found.subject, found.severity) == ("min_nhs", "warning")

    def test_of_nought_are_none(self, plan: Plan) -> None:
        plan.costs(plan.lines[1], 4_000_000)
        plan.costs(plan.lines[2], (0, 0), 5)
        plan.expect(fails={"R-EXP-012", "R-EXP-024"})

    def test_cannot_be_told_while_a_line_has_no_type(self, plan: Plan) -> None:
        plan.change(plan.lines[2], scheme_type=None, sub_type=None)
        plan.expect(fails={"R-EXP-003"}, unknown={"R-EXP-024", *NO_TYPE})
        found = plan.one("R-EXP-024", "unknown")
        assert found.message == ("Whether the NHS minimum pays for carers' support cannot be told.")
        assert found.detail == "Lines of £200,000 have no scheme type."

    def test_are_not_asked_for_in_2019_20(self, older: Plan) -> None:
        assert older.of("R-EXP-024") == []


class TestJudgement:
    """R-EXP-017 to R-EXP-020"""

    @pytest.mark.parametrize(
        ("edition", "rule", "use", "that"),
        [
            ("plan", "R-EXP-017", "DFG", "it pays for capital costs only"),
            (
                "plan",
                "R-EXP-018",
                "iBCF",
                "it meets social care need, eases pressure on the NHS or supports the care market",
            ),
            (
                "older",
                "R-EXP-019",
                "Winter Pressures Grant",
                "it eases pressure on the NHS, in winter above all",
            ),
            (
                "plan",
                "R-EXP-020",
                "Local Authority Discharge Funding and ICB Discharge Funding",
                "it adds social care and reablement capacity that cuts delayed discharges",
            ),
        ],
    )
    def test_is_asked_of_a_person(
        self, edition: str, rule: str, use: str, that: str, request: pytest.FixtureRequest
    ) -> None:
        plan: Plan = request.getfixturevalue(edition)
        (found,) = plan.of(rule)
        assert found.message == f"A person must judge the use of {use}."
        assert found.detail.endswith(f" is planned. No figure shows that {that}.")
        assert (found.outcome, found.judgement, found.state) == ("unknown", True, "unknown")

    def test_names_all_that_is_planned(self, plan: Plan) -> None:
        (found,) = plan.of("R-EXP-020")
        assert found.figures == {"spending": 1_000_000}
        assert found.subject == "disch_la"
        assert found.detail.startswith("£1,000,000 is planned.")

    def test_is_not_asked_where_nothing_is_spent(self, reference: None, db: None) -> None:
        findings = empty_plan("2023-25-plan", "T94").findings()
        assert not [f for f in findings if f.judgement]
        assert not [f for f in findings if f.rule == "R-EXP-016"]
