"""Income against what was published, at a penny below, at, and a penny above each threshold."""

from decimal import Decimal

import pytest

from bcf.checks.findings import Outcome
from bcf.editions.models import Allocation
from tests.schemes.plans import Plan, empty_plan, organisation, plan_2023

NOT_LOADED = (
    "The published figure is not loaded here. The national team adds it: there is nothing for"
    " you to do."
)


def test_a_sound_plan_of_2023_25_breaks_no_rule(plan: Plan) -> None:
    plan.expect()


def test_a_sound_plan_of_2019_20_breaks_no_rule(older: Plan) -> None:
    older.expect()


class TestMinimumContribution:
    """R-INC-001"""

    @pytest.mark.parametrize(
        ("amount", "fails"),
        [
            ("9999999.99", {"R-INC-001", "R-EXP-001", "R-EXP-002"}),
            ("10000000.00", set()),
            ("10000000.01", {"R-EXP-001"}),
        ],
    )
    def test_is_at_least_what_was_published(self, plan: Plan, amount: str, fails: set[str]) -> None:
        plan.pays(plan.income["min_nhs"], amount)
        plan.expect(fails=fails)

    def test_says_how_much_is_short_and_where(self, plan: Plan) -> None:
        plan.pays(plan.income["min_nhs"], (10_000_000, "9999999.99"))
        found = plan.one("R-INC-001")
        assert found.message == ("T01N ICB: Minimum NHS Contribution is £0.01 short in 2024-25.")
        assert found.detail == "Published £10,000,000, planned £9,999,999.99."
        assert found.figures == {
            "published": Decimal("10000000.00"),
            "planned": Decimal("9999999.99"),
            "short": Decimal("0.01"),
        }
        assert found.row == str(plan.income["min_nhs"].uid)
        assert (found.column, found.subject, found.year) == (
            "amount_2024-25",
            "min_nhs",
            "2024-25",
        )
        assert (found.section, found.severity, found.state) == ("income", "error", "fails")

    def test_cannot_be_checked_without_the_published_figure(self, plan: Plan) -> None:
        plan.unpublish("min_nhs")
        plan.expect(unknown={"R-INC-001"})
        found = plan.of("R-INC-001")[0]
        assert found.message == (
            "T01N ICB: Minimum NHS Contribution cannot be compared with its minimum in 2023-24."
        )
        assert found.detail == NOT_LOADED
        assert [f.year for f in plan.of("R-INC-001")] == ["2023-24", "2024-25"]

    def test_cannot_be_checked_without_an_amount(self, plan: Plan) -> None:
        plan.pays(plan.income["min_nhs"], (10_000_000, None))
        plan.expect(
            fails={"R-INC-008"}, unknown={"R-INC-001", "R-INC-007", "R-EXP-001", "R-EXP-002"}
        )
        found = plan.one("R-INC-001", "unknown")
        assert found.message == "T01N ICB: no amount for Minimum NHS Contribution in 2024-25."
        assert found.detail == "The published minimum is £10,000,000."

    def test_of_a_contributor_without_a_line_cannot_be_checked(self, plan: Plan) -> None:
        second = organisation("T02N", "icb")
        plan.publish("min_nhs", 500, second)
        plan.expect(unknown={"R-INC-001"})
        assert [f.message for f in plan.of("R-INC-001") if f.year == "2023-24"] == [
            "T01N ICB: Minimum NHS Contribution is at least its minimum in 2023-24.",
            "T02N ICB: no amount for Minimum NHS Contribution in 2023-24.",
            "All contributors: no amount for Minimum NHS Contribution in 2023-24.",
        ]

    def test_holds_for_each_contributor_and_for_all_together(self, plan: Plan) -> None:
        second = organisation("T02N", "icb")
        plan.pays(plan.income["min_nhs"], 6_000_000)
        plan.gives("min_nhs", 4_000_000, second)
        plan.publish("min_nhs", 6_000_001, plan.nhs)
        plan.publish("min_nhs", 3_999_999, second)
        plan.expect(fails={"R-INC-001"})
        assert [(f.outcome, f.verdict.facts["payer"]) for f in plan.of("R-INC-001")][:3] == [
            (Outcome.FAILS, "T01N ICB"),
            (Outcome.HOLDS, "T02N ICB"),
            (Outcome.HOLDS, "All contributors"),
        ]

    def test_adds_up_the_lines_of_one_contributor(self, plan: Plan) -> None:
        plan.pays(plan.income["min_nhs"], 6_000_000)
        plan.gives("min_nhs", 4_000_000, plan.nhs)
        plan.expect()

    def test_of_the_board_as_a_whole(self, plan: Plan) -> None:
        plan.unpublish("min_nhs")
        plan.publish("min_nhs", "10000000.01")
        plan.expect(fails={"R-INC-001"}, unknown={"R-INC-001"})
        assert plan.of("R-INC-001")[1].message == (
            "All contributors: Minimum NHS Contribution is £0.01 short in 2023-24."
        )

    def test_of_a_contributor_not_named(self, plan: Plan) -> None:
        plan.gives("min_nhs", 0)
        plan.expect(unknown={"R-INC-001"})
        assert plan.of("R-INC-001")[1].message == (
            "A contributor not named: Minimum NHS Contribution cannot be compared with its"
            " minimum in 2023-24."
        )

    def test_of_a_plan_without_any_cannot_be_checked(self, reference: None, db: None) -> None:
        found = empty_plan("2019-20-plan", "T90").of("R-INC-001")
        assert [(f.outcome, f.message) for f in found] == [
            (
                Outcome.UNKNOWN,
                "All contributors: Minimum CCG Contribution cannot be compared with its minimum"
                " in 2019-20.",
            )
        ]


class TestGrants:
    """R-INC-002, and the council's part of R-INC-003"""

    @pytest.mark.parametrize(
        ("source", "rule"),
        [("dfg", "R-INC-002"), ("ibcf", "R-INC-002"), ("disch_la", "R-INC-003")],
    )
    @pytest.mark.parametrize(
        ("change", "fails"),
        [("-0.01", {"R-EXP-001", "R-EXP-002"}), ("0", None), ("0.01", {"R-EXP-001"})],
    )
    def test_equal_what_was_published(
        self, plan: Plan, source: str, rule: str, change: str, fails: set[str] | None
    ) -> None:
        amount = plan.income[source].years.first().amount + Decimal(change)
        plan.pays(plan.income[source], amount)
        plan.expect(fails=set() if fails is None else fails | {rule})

    def test_winter_pressures_equals_what_was_published(self, older: Plan) -> None:
        older.pays(older.income["winter"], "299999.99")
        older.expect(fails={"R-INC-002", "R-EXP-001", "R-EXP-002"})

    @pytest.mark.parametrize(
        ("amount", "message"),
        [
            ("1000000.01", "DFG is £0.01 above its allocation in 2023-24."),
            ("999999.98", "DFG is £0.02 below its allocation in 2023-24."),
        ],
    )
    def test_say_how_far_they_are_off(self, plan: Plan, amount: str, message: str) -> None:
        plan.pays(plan.income["dfg"], (amount, 1_000_000))
        found = plan.one("R-INC-002")
        assert found.message == message
        assert found.figures["published"] == 1_000_000
        assert found.figures["planned"] == Decimal(amount)
        assert found.row == str(plan.income["dfg"].uid)
        assert (found.column, found.year) == ("amount_2023-24", "2023-24")

    def test_that_hold_show_both_figures(self, plan: Plan) -> None:
        found = plan.of("R-INC-002")[0]
        assert found.message == "DFG equals its allocation in 2023-24."
        assert found.detail == "Published £1,000,000, planned £1,000,000."

    @pytest.mark.parametrize("source", ["dfg", "ibcf"])
    def test_cannot_be_checked_without_the_published_figure(self, plan: Plan, source: str) -> None:
        plan.unpublish(source)
        plan.expect(unknown={"R-INC-002"})
        found = [f for f in plan.of("R-INC-002") if f.outcome is Outcome.UNKNOWN]
        assert {f.subject for f in found} == {source}
        assert {f.detail for f in found} == {NOT_LOADED}

    def test_cannot_be_checked_without_an_amount(self, plan: Plan) -> None:
        plan.pays(plan.income["ibcf"], (None, 2_000_000))
        plan.expect(
            fails={"R-INC-008"}, unknown={"R-INC-002", "R-INC-007", "R-EXP-001", "R-EXP-002"}
        )
        found = plan.one("R-INC-002", "unknown")
        assert (found.message, found.detail) == (
            "No amount for iBCF in 2023-24.",
            "Published £2,000,000.",
        )

    def test_take_the_newest_published_figure(self, plan: Plan) -> None:
        old = Allocation.objects.get(board=plan.board, fund="dfg", year="2023-24")
        old.pk, old.amount, old.published_on = None, Decimal("7"), "2019-05-01"
        old.save()
        plan.expect(fails={"R-INC-002"})
        assert plan.one("R-INC-002").figures["published"] == 7


class TestDistricts:
    """R-INC-005 and R-INC-006: the DFG of a two-tier area"""

    @pytest.fixture
    def county(self, reference: None, db: None) -> Plan:
        county = plan_2023("T05", two_tier=True)
        for name, amount in (("T05A", 600_000), ("T05B", 400_000)):
            line = county.gives("dfg", amount, organisation(name, "district"), breakdown=True)
            county.income[name] = line
        return county

    def test_hold_when_the_parts_add_up(self, county: Plan) -> None:
        county.expect()
        assert [f.message for f in county.of("R-INC-005")] == [
            "The districts' parts of DFG add up in 2023-24.",
            "The districts' parts of DFG add up in 2024-25.",
        ]
        assert county.of("R-INC-005")[0].detail == "£1,000,000 in all."
        assert county.of("R-INC-006")[0].message == "DFG is passed on in full in 2023-24."

    @pytest.mark.parametrize(
        ("amount", "fails"),
        [
            ("399999.99", {"R-INC-005", "R-INC-006"}),
            ("400000.00", set()),
            ("400000.01", {"R-INC-005"}),
        ],
    )
    def test_fail_when_they_do_not(self, county: Plan, amount: str, fails: set[str]) -> None:
        county.pays(county.income["T05B"], amount)
        county.expect(fails=fails)

    def test_say_how_far_the_parts_are_off(self, county: Plan) -> None:
        county.pays(county.income["T05B"], (400_000, 399_000))
        found = county.one("R-INC-005")
        assert found.message == "The districts' parts of DFG differ from it by £1,000 in 2024-25."
        assert found.detail == "Parts £999,000, DFG £1,000,000."
        assert found.row == str(county.income["dfg"].uid)
        kept = county.one("R-INC-006")
        assert kept.message == "£1,000 of DFG is not passed on to a district in 2024-25."
        assert kept.detail == "Write the districts' agreement in the comment on its line."

    def test_a_comment_says_why_something_is_kept(self, county: Plan) -> None:
        county.pays(county.income["T05B"], 399_000)
        line = county.income["dfg"]
        line.comment = "Agreed with both districts."
        line.save()
        county.expect(fails={"R-INC-005"})
        found = county.of("R-INC-006")[0]
        assert (found.message, found.detail) == (
            "£1,000 of DFG is not passed on in 2023-24.",
            "The comment on its line says why.",
        )

    def test_no_part_given(self, reference: None, db: None) -> None:
        county = plan_2023("T06", two_tier=True)
        county.expect(fails={"R-INC-005", "R-INC-006"})
        found = county.of("R-INC-005")[0]
        assert found.message == "No district's part of DFG is given in 2023-24."
        assert found.detail == "Add a line for each district."
        assert found.missing

    def test_a_part_left_empty(self, county: Plan) -> None:
        county.pays(county.income["T05A"], (600_000, None))
        county.expect(fails={"R-INC-008"}, unknown={"R-INC-005", "R-INC-006"})
        assert county.one("R-INC-005", "unknown").message == (
            "The districts' parts of DFG cannot be added up in 2024-25."
        )
        found = county.one("R-INC-006", "unknown")
        assert found.message == "Whether DFG is passed on in full in 2024-25 cannot be told."
        assert found.detail == "An amount is still empty."

    def test_the_boards_own_amount_left_empty(self, county: Plan) -> None:
        county.pays(county.income["dfg"], None)
        open_ = {"R-INC-002", "R-INC-005", "R-INC-006", "R-INC-007", "R-EXP-001", "R-EXP-002"}
        county.expect(fails={"R-INC-008"}, unknown=open_)

    def test_are_not_asked_where_there_are_no_districts(self, plan: Plan) -> None:
        assert plan.of("R-INC-005") == plan.of("R-INC-006") == []


class TestPool:
    """R-INC-007"""

    def test_is_the_sum_of_all_income(self, plan: Plan) -> None:
        plan.gives("add_la", (5, "7.50"), plan.council, "For carers.")
        pool = [(f.outcome, f.message) for f in plan.of("R-INC-007")]
        assert pool == [
            (Outcome.HOLDS, "The pool of 2023-24 is £13,500,005."),
            (Outcome.HOLDS, "The pool of 2024-25 is £13,500,007.50."),
        ]

    def test_is_not_known_while_an_amount_is_missing(self, plan: Plan) -> None:
        plan.pays(plan.income["dfg"], None)
        plan.income["ibcf"].delete()
        found = plan.of("R-INC-007")[1]
        assert found.outcome is Outcome.UNKNOWN
        assert found.message == "The pool of 2024-25 is not known yet."
        assert found.detail == "No amount for DFG, iBCF."
        assert found.year == "2024-25"

    def test_is_not_known_while_an_extra_has_no_amount(self, plan: Plan) -> None:
        plan.gives("add_nhs", (None, 0), plan.nhs, "For carers.")
        unknown = {"R-INC-007", "R-EXP-001", "R-EXP-002"}
        plan.expect(fails={"R-INC-008"}, unknown=unknown)


class TestThousands:
    """R-INC-009"""

    def test_nothing_of_nothing_is_in_pounds(self, plan: Plan) -> None:
        plan.publish("ibcf", 0, plan.council)
        plan.pays(plan.income["ibcf"], 0)
        assert [f.outcome for f in plan.of("R-INC-009")] == ["holds"]

    @pytest.mark.parametrize(
        ("amount", "suspect"),
        [
            ("4999.99", False),
            ("5000.00", True),
            ("5000.01", True),
            ("19999.99", True),
            ("20000.00", True),
            ("20000.01", False),
        ],
    )
    def test_are_about_a_thousandth_of_the_published_figure(
        self, plan: Plan, amount: str, suspect: bool
    ) -> None:
        plan.pays(plan.income["min_nhs"], amount)
        fails = {"R-INC-001", "R-EXP-001", "R-EXP-002"}
        plan.expect(fails=fails | {"R-INC-009"} if suspect else fails)

    def test_say_what_was_typed(self, plan: Plan) -> None:
        plan.pays(plan.income["min_nhs"], (10_000_000, 10_000))
        found = plan.one("R-INC-009")
        assert found.message == (
            "Minimum NHS Contribution looks like thousands of pounds in 2024-25: £10,000."
        )
        assert found.detail == "The published figure is £10,000,000. Type the amount in pounds."
        assert (found.row, found.column) == (
            str(plan.income["min_nhs"].uid),
            "amount_2024-25",
        )
        assert [f.message for f in plan.of("R-INC-009")] == [found.message]

    def test_that_no_amount_looks_like(self, plan: Plan) -> None:
        assert [f.message for f in plan.of("R-INC-009")] == ["No amount looks like thousands."]

    def test_cannot_be_told_without_a_published_figure(self, plan: Plan) -> None:
        for source in ("dfg", "ibcf", "min_nhs", "disch_la"):
            plan.unpublish(source)
        plan.expect(unknown={"R-INC-001", "R-INC-002", "R-INC-003", "R-INC-009"})
        (found,) = plan.of("R-INC-009")
        assert found.message == "Whether amounts are pounds, not thousands, cannot be told."
        assert found.detail == "No published figure is loaded to compare them with."
