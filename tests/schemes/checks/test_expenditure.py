"""What is spent, against what comes in: a penny under, level, a penny over."""

from decimal import Decimal

import pytest

from bcf.checks.findings import Outcome
from tests.schemes.plans import Plan, empty_plan


class TestBalance:
    """R-EXP-001 and R-EXP-002"""

    @pytest.mark.parametrize(
        ("amount", "fails"),
        [
            ("1999999.99", {"R-EXP-001"}),
            ("2000000.00", set()),
            ("2000000.01", {"R-EXP-001", "R-EXP-002"}),
        ],
    )
    def test_of_a_source(self, plan: Plan, amount: str, fails: set[str]) -> None:
        plan.costs(plan.lines[5], amount)
        plan.expect(fails=fails)

    def test_says_what_is_over(self, plan: Plan) -> None:
        plan.costs(plan.lines[5], (2_012_500, 2_000_000))
        over, overspent = plan.one("R-EXP-001"), plan.one("R-EXP-002")
        assert over.message == "iBCF is £12,500 over in 2023-24."
        assert over.detail == "Income £2,000,000, spending £2,012,500."
        assert over.figures == {
            "income": Decimal(2_000_000),
            "spending": Decimal(2_012_500),
            "difference": Decimal(12_500),
        }
        assert (over.section, over.row, over.column) == ("expenditure", "", "")
        assert (over.subject, over.year) == ("ibcf", "2023-24")
        assert overspent.message == "iBCF pays for £12,500 more than it has in 2023-24."
        assert overspent.detail == over.detail
        assert (over.stops, overspent.stops) == (False, True)

    def test_says_what_is_not_planned(self, plan: Plan) -> None:
        plan.costs(plan.lines[5], (2_000_000, 1_952_000))
        found = plan.one("R-EXP-001")
        assert found.message == "£48,000 of iBCF is not planned in 2024-25."
        assert found.detail == "Income £2,000,000, spending £1,952,000."

    def test_that_holds_shows_both_figures(self, plan: Plan) -> None:
        balances, overspent = plan.of("R-EXP-001"), plan.of("R-EXP-002")
        assert balances[0].message == "DFG balances in 2023-24."
        assert overspent[0].message == "DFG is not overspent in 2023-24."
        assert balances[0].detail == "Income £1,000,000, spending £1,000,000."

    def test_is_told_for_each_mandatory_source_and_year(self, plan: Plan) -> None:
        told = [(f.subject, f.year) for f in plan.of("R-EXP-001")]
        assert told == [
            (source, year)
            for source in ("dfg", "min_nhs", "ibcf", "disch_la", "disch_icb")
            for year in ("2023-24", "2024-25")
        ]

    def test_of_an_extra_that_comes_in(self, plan: Plan) -> None:
        plan.gives("add_la", (7, 0), plan.council, "For carers.")
        plan.expect(fails={"R-EXP-001"})
        told = [f.year for f in plan.of("R-EXP-001") if f.subject == "add_la"]
        assert told == ["2023-24", "2024-25"]

    def test_of_an_extra_that_is_spent_but_does_not_come_in(self, plan: Plan) -> None:
        plan.spends("add_nhs", (7, 0), area_of_spend="social-care")
        plan.expect(fails={"R-EXP-001", "R-EXP-002"})
        told = [f.year for f in plan.of("R-EXP-001") if f.subject == "add_nhs"]
        assert told == ["2023-24"]

    def test_cannot_be_told_while_income_is_missing(self, plan: Plan) -> None:
        plan.pays(plan.income["disch_icb"], (200_000, None))
        plan.expect(
            fails={"R-INC-008"}, unknown={"R-INC-003", "R-INC-007", "R-EXP-001", "R-EXP-002"}
        )
        found = plan.one("R-EXP-001", "unknown")
        assert found.message == "Whether ICB Discharge Funding balances in 2024-25 cannot be told."
        assert found.detail == "Spending £200,000. An amount of its income is still empty."
        assert found.figures == {"spending": Decimal(200_000)}
        assert plan.one("R-EXP-002", "unknown").message == (
            "Whether ICB Discharge Funding is overspent in 2024-25 cannot be told."
        )

    def test_cannot_be_told_of_a_mandatory_source_without_a_line(self, plan: Plan) -> None:
        plan.income["ibcf"].delete()
        plan.expect(unknown={"R-INC-002", "R-INC-007", "R-EXP-001", "R-EXP-002"})

    def test_leaves_out_the_districts_parts(self, plan: Plan) -> None:
        plan.gives("dfg", 5, plan.council, breakdown=True)
        plan.expect()

    def test_adds_lines_of_one_source_and_reads_blank_as_not_planned(self, plan: Plan) -> None:
        plan.costs(plan.lines[5], 1_500_000)
        plan.spends("ibcf", (500_000, None))
        plan.expect(fails={"R-EXP-001", "R-EXP-003"})
        assert plan.one("R-EXP-001").message == "£500,000 of iBCF is not planned in 2024-25."


class TestShares:
    """R-EXP-015"""

    def test_are_worked_out_from_all_spending(self, plan: Plan) -> None:
        (found,) = plan.of("R-EXP-015")
        assert found.outcome is Outcome.HOLDS
        assert found.message == ("Each line's share is worked out from all spending, £27,000,000.")

    def test_are_nothing_without_spending(self, reference: None, db: None) -> None:
        assert empty_plan("2023-25-plan", "T92").of("R-EXP-015") == []
