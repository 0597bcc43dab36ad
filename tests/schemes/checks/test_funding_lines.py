"""Single lines of income."""

from bcf.editions.models import RuleSetting
from tests.schemes.plans import Plan, empty_plan


class TestExtras:
    """R-INC-004"""

    def test_that_say_who_gives_them_and_what_for_hold(self, plan: Plan) -> None:
        plan.gives("add_la", 0, plan.council, "For carers.")
        plan.expect()
        (found,) = plan.of("R-INC-004")
        assert found.message == "Every additional contribution says who gives it and what for."
        assert found.state == "holds"

    def test_need_a_contributor(self, plan: Plan) -> None:
        line = plan.gives("add_la", 0, None, "For carers.")
        plan.expect(fails={"R-INC-004"})
        found = plan.one("R-INC-004")
        assert found.message == "Additional LA Contribution: no contributor."
        assert found.detail == "An additional contribution names who gives it."
        assert (found.row, found.column, found.missing) == (str(line.uid), "contributor", True)

    def test_without_a_comment_only_warn(self, plan: Plan) -> None:
        RuleSetting.objects.filter(rule="R-INC-004").update(rule_standing="C")
        line = plan.gives("add_nhs", 0, plan.nhs)
        plan.expect(fails={"R-INC-004"})
        found = plan.one("R-INC-004")
        assert found.message == "Additional NHS Contribution, T01N ICB: no comment on its use."
        assert found.detail == "Say what the additional contribution is for."
        assert (found.row, found.column, found.missing) == (str(line.uid), "comment", True)
        assert (found.severity, found.state) == ("warning", "warns")

    def test_without_a_contributor_may_stop_a_plan(self, plan: Plan) -> None:
        RuleSetting.objects.filter(rule="R-INC-004").update(rule_standing="C")
        plan.gives("add_nhs", 0, None, "For carers.")
        found = plan.one("R-INC-004")
        assert (found.severity, found.state, found.stops) == ("error", "missing", True)

    def test_mandatory_sources_need_neither(self, plan: Plan) -> None:
        plan.pays(plan.income["dfg"], 400_000)
        plan.gives("dfg", 600_000, plan.council)
        plan.expect()


class TestAmounts:
    """R-INC-008"""

    def test_are_there_for_every_year(self, plan: Plan) -> None:
        (found,) = plan.of("R-INC-008")
        assert found.message == "Every line of income has an amount for each year."

    def test_of_nought_are_amounts(self, plan: Plan) -> None:
        plan.gives("add_la", 0, plan.council, "None this year.")
        plan.expect()

    def test_left_empty_are_missing_in_their_year(self, plan: Plan) -> None:
        plan.gives("add_la", (0, None), plan.council, "For carers.")
        plan.expect(fails={"R-INC-008"}, unknown={"R-INC-007", "R-EXP-001", "R-EXP-002"})
        found = plan.one("R-INC-008")
        assert found.message == "Additional LA Contribution, T01C Council: no amount for 2024-25."
        assert (found.column, found.year, found.missing) == ("amount_2024-25", "2024-25", True)

    def test_are_not_asked_by_this_rule_in_2019_20(self, older: Plan) -> None:
        assert older.of("R-INC-008") == []


class TestSources:
    """R-INC-010"""

    def test_are_those_of_the_edition(self, plan: Plan) -> None:
        (found,) = plan.of("R-INC-010")
        assert found.message == "Every source of funding is one of this edition."

    def test_of_another_edition_are_refused(self, plan: Plan, older: Plan) -> None:
        line = plan.gives("add_la", 0, plan.council, "For carers.")
        line.source_id = older.lists.sources["winter"]
        line.save()
        plan.expect(fails={"R-INC-010"})
        found = plan.one("R-INC-010")
        assert found.message == (
            "Winter Pressures Grant, T01C Council: this edition has no such source of funding."
        )
        assert found.detail == "Move the amount to a source of this edition and delete the line."
        assert (found.row, found.column, found.missing) == (str(line.uid), "source", False)
        assert found.stops


def test_a_plan_without_lines_has_nothing_to_check(reference: None, db: None) -> None:
    plan = empty_plan("2023-25-plan", "T91")
    assert {"R-INC-004", "R-INC-008", "R-INC-010"}.isdisjoint(f.rule for f in plan.findings())
