"""The required minimums: a penny short, met with nothing to spare, a penny above."""

from decimal import Decimal

import pytest

from bcf.checks.findings import Outcome
from tests.schemes.plans import NO_AREA, NO_COMMISSIONER, Plan

SHORT = {"R-MIN-001", "R-MIN-007"}
HOSPITAL_SHORT = {"R-MIN-003", "R-MIN-007"}


class TestSocialCare:
    """R-MIN-001, R-MIN-002 and R-MIN-007"""

    @pytest.mark.parametrize(("change", "fails"), [("-0.01", SHORT), ("0", set()), ("0.01", set())])
    def test_spending_is_at_least_the_minimum(
        self, plan: Plan, change: str, fails: set[str]
    ) -> None:
        change = Decimal(change)
        plan.costs(plan.lines[1], 3_900_000 + change)
        plan.costs(plan.lines[4], 1_000_000 - change)
        plan.expect(fails=fails)

    @pytest.mark.parametrize(
        ("required", "fails"),
        [("3999999.99", set()), ("4000000.00", set()), ("4000000.01", SHORT)],
    )
    def test_the_minimum_is_the_published_one(
        self, plan: Plan, required: str, fails: set[str]
    ) -> None:
        plan.publish("asc_min", required, previous="3785727.81", uplift="5.66")
        plan.expect(fails=fails)

    def test_says_what_is_short(self, plan: Plan) -> None:
        plan.costs(plan.lines[1], (3_900_000, 3_812_677))
        plan.costs(plan.lines[4], (1_000_000, 1_087_323))
        found, form = plan.one("R-MIN-001"), plan.one("R-MIN-007")
        assert found.message == (
            "Social care spending from the NHS minimum is £87,323 short in 2024-25."
        )
        assert found.detail == "Needed £4,000,000, planned £3,912,677."
        assert found.figures == {
            "required": Decimal(4_000_000),
            "planned": Decimal(3_912_677),
            "short": Decimal(87_323),
        }
        assert (found.subject, found.year, found.row) == ("asc_min", "2024-25", "")
        assert (found.severity, form.severity) == ("error", "warning")
        assert form.message == "Social care: the under spend of 2024-25 is £87,323."
        assert form.detail == "It must be £0."
        assert (form.subject, form.year) == ("asc_min", "2024-25")

    def test_that_is_enough_shows_both_figures(self, plan: Plan) -> None:
        enough = plan.of("R-MIN-001")[0]
        assert enough.message == "Social care spending from the NHS minimum is enough in 2023-24."
        assert enough.detail == "Needed £4,000,000, planned £4,000,000."
        messages = [f.message for f in plan.of("R-MIN-007")]
        assert messages == [
            "NHS out of hospital: the under spend of 2023-24 is £0.",
            "NHS out of hospital: the under spend of 2024-25 is £0.",
            "Social care: the under spend of 2023-24 is £0.",
            "Social care: the under spend of 2024-25 is £0.",
        ]

    def test_is_added_up_from_the_lines(self, plan: Plan) -> None:
        added = [f.message for f in plan.of("R-MIN-002")]
        assert added == [
            "Social care spending from the NHS minimum is £4,000,000 in 2023-24.",
            "Social care spending from the NHS minimum is £4,000,000 in 2024-25.",
        ]

    def test_counts_no_other_source_and_no_other_area(self, plan: Plan) -> None:
        for key in ("primary-care", "other"):
            plan.choose(plan.lines[1], area_of_spend=key)
            assert plan.of("R-MIN-001")[0].figures["planned"] == 100_000
        plan.change(plan.lines[2], source=plan.lists.sources["dfg"])
        assert plan.of("R-MIN-001")[0].figures["planned"] == 0

    def test_cannot_be_checked_without_the_published_minimum(self, plan: Plan) -> None:
        plan.unpublish("asc_min")
        plan.expect(unknown={"R-MIN-001", "R-MIN-005", "R-MIN-007"})
        found = plan.of("R-MIN-001")[0]
        assert found.message == (
            "Social care spending cannot be held against its minimum in 2023-24."
        )
        assert found.detail.startswith("The published figure is not loaded here.")
        form = plan.of("R-MIN-007")[2]
        assert form.message == "Social care: the under spend of 2023-24 cannot be told."
        assert form.detail == found.detail

    def test_holds_though_a_line_has_no_area_when_the_others_are_enough(self, plan: Plan) -> None:
        plan.choose(plan.lines[4], area_of_spend=None)
        plan.expect(fails={"R-EXP-003"}, unknown={"R-MIN-002", "R-MIN-004", *NO_AREA})

    def test_cannot_be_checked_while_lines_without_an_area_could_turn_it(self, plan: Plan) -> None:
        plan.choose(plan.lines[1], area_of_spend=None)
        plan.choose(plan.lines[2], area_of_spend=None)
        unknown = {"R-MIN-001", "R-MIN-002", "R-MIN-007", *NO_AREA}
        plan.expect(fails={"R-EXP-003"}, unknown=unknown)
        found = plan.of("R-MIN-001")[0]
        assert found.detail == (
            "Needed £4,000,000, planned between £0 and £4,000,000: 2 lines lack an area of"
            " spend, a commissioner or its share."
        )
        added = plan.of("R-MIN-002")[0]
        assert added.message == (
            "Social care spending from the NHS minimum cannot be added up in 2023-24."
        )
        assert added.detail == (
            "It lies between £0 and £4,000,000: 2 lines lack an area of spend, a commissioner or"
            " its share."
        )

    def test_fails_though_a_line_has_no_area_when_even_that_is_not_enough(self, plan: Plan) -> None:
        plan.choose(plan.lines[1], area_of_spend=None)
        plan.publish("asc_min", "4000000.01", previous="3785727.81", uplift="5.66")
        plan.expect(fails={"R-EXP-003", *SHORT}, unknown={"R-MIN-002", *NO_AREA})
        assert plan.of("R-MIN-001")[0].figures["planned"] == 4_000_000
        assert plan.of("R-MIN-001")[0].figures["short"] == Decimal("0.01")

    def test_a_line_without_an_area_and_without_money_leaves_nothing_open(self, plan: Plan) -> None:
        line = plan.spends("min_nhs", (0, None), area_of_spend=None)
        plan.expect(fails={"R-EXP-003"}, unknown={"R-EXP-012", *NO_AREA})
        assert line.area_of_spend_id is None


class TestOutOfHospital:
    """R-MIN-003, R-MIN-004 and R-MIN-007"""

    @pytest.mark.parametrize(
        ("change", "fails"), [("-0.01", HOSPITAL_SHORT), ("0", set()), ("0.01", set())]
    )
    def test_spending_is_at_least_the_minimum(
        self, plan: Plan, change: str, fails: set[str]
    ) -> None:
        plan.costs(plan.lines[3], 5_000_000 + Decimal(change))
        plan.costs(plan.lines[4], 1_000_000 - Decimal(change))
        plan.expect(fails=fails)

    def test_says_what_is_short(self, plan: Plan) -> None:
        plan.publish("nhs_ooh", (5_000_001, 5_000_000))
        found = plan.one("R-MIN-003")
        assert found.message == (
            "NHS out of hospital spending from the NHS minimum is £1 short in 2023-24."
        )
        assert (found.subject, found.year, found.stops) == ("nhs_ooh", "2023-24", True)
        assert plan.one("R-MIN-007").subject == "nhs_ooh"

    @pytest.mark.parametrize(
        ("share", "fails"),
        [("79.99", HOSPITAL_SHORT), ("80.00", set()), ("80.01", set())],
    )
    def test_a_joint_line_counts_by_its_nhs_share(
        self, plan: Plan, share: str, fails: set[str]
    ) -> None:
        plan.costs(plan.lines[3], 4_000_000)
        plan.publish("nhs_ooh", 4_800_000)
        joint = plan.spends(
            "min_nhs",
            1_000_000,
            area_of_spend="primary-care",
            commissioner="joint",
            nhs_share=share,
        )
        plan.expect(fails=fails)
        assert joint.nhs_share == share

    def test_is_added_up_by_area_and_share(self, plan: Plan) -> None:
        plan.choose(plan.lines[3], commissioner="joint")
        plan.change(plan.lines[3], nhs_share=Decimal("33.33"))
        assert [f.message for f in plan.of("R-MIN-004")] == [
            "NHS out of hospital spending from the NHS minimum is £1,666,500 in 2023-24.",
            "NHS out of hospital spending from the NHS minimum is £1,666,500 in 2024-25.",
        ]

    def test_counts_nothing_acute_nothing_of_the_councils_and_no_other_source(
        self, plan: Plan
    ) -> None:
        plan.choose(plan.lines[3], area_of_spend="acute")
        plan.choose(plan.lines[5], commissioner="nhs")
        assert plan.of("R-MIN-004")[0].figures == {"planned": Decimal(0)}

    def test_cannot_be_checked_without_the_published_minimum(self, plan: Plan) -> None:
        plan.unpublish("nhs_ooh")
        plan.expect(unknown={"R-MIN-003", "R-MIN-007"})

    @pytest.mark.parametrize("cells", [{"commissioner": None}, {"commissioner": "joint"}])
    def test_cannot_be_checked_without_commissioner_or_share(
        self, plan: Plan, cells: dict[str, str | None]
    ) -> None:
        plan.choose(plan.lines[3], **cells)
        joint = cells["commissioner"] is not None
        plan.expect(
            fails={"R-EXP-008"} if joint else set(),
            unknown={"R-MIN-003", "R-MIN-004", "R-MIN-007", *(() if joint else NO_COMMISSIONER)},
        )
        assert plan.of("R-MIN-003")[0].detail == (
            "Needed £5,000,000, planned between £0 and £5,000,000: 1 line lacks an area of"
            " spend, a commissioner or its share."
        )

    def test_without_an_area_a_line_may_count_for_both(self, plan: Plan) -> None:
        plan.choose(plan.lines[3], area_of_spend=None)
        unknown = {"R-MIN-002", "R-MIN-003", "R-MIN-004", "R-MIN-007", *NO_AREA}
        plan.expect(fails={"R-EXP-003"}, unknown=unknown)

    def test_without_an_area_a_line_of_the_councils_counts_for_nothing(self, plan: Plan) -> None:
        plan.choose(plan.lines[1], area_of_spend=None)
        assert plan.of("R-MIN-004")[0].figures == {"planned": Decimal(5_000_000)}
        assert plan.of("R-MIN-004")[0].outcome is Outcome.HOLDS

    def test_without_an_area_a_joint_line_counts_at_most_by_its_share(self, plan: Plan) -> None:
        plan.choose(plan.lines[3], area_of_spend=None, commissioner="joint")
        plan.change(plan.lines[3], nhs_share=Decimal(40))
        assert plan.of("R-MIN-004")[0].figures == {"low": Decimal(0), "high": Decimal(2_000_000)}

    def test_an_acute_line_leaves_nothing_open(self, plan: Plan) -> None:
        plan.choose(plan.lines[4], commissioner=None)
        plan.expect(unknown=NO_COMMISSIONER)


class TestUplift:
    """R-MIN-005"""

    @pytest.mark.parametrize(
        ("required", "outcome"),
        [
            ("4183499.99", Outcome.FAILS),
            ("4183500.00", Outcome.HOLDS),
            ("4183500.01", Outcome.HOLDS),
            ("4186499.99", Outcome.HOLDS),
            ("4186500.00", Outcome.HOLDS),
            ("4186500.01", Outcome.FAILS),
        ],
    )
    def test_is_met_within_a_twentieth_of_a_point(
        self, plan: Plan, required: str, outcome: Outcome
    ) -> None:
        """3,000,000 raised by 39.5 % is 4,185,000; the tolerance is 1,500 either way."""
        plan.publish("asc_min", required, previous=3_000_000, uplift="39.5")
        assert {f.outcome for f in plan.of("R-MIN-005")} == {outcome}

    def test_says_which_figures_do_not_fit(self, plan: Plan) -> None:
        plan.publish("asc_min", 4_000_000, previous=3_000_000, uplift="5.66")
        plan.expect(fails={"R-MIN-005"})
        found = plan.of("R-MIN-005")[0]
        assert found.message == (
            "Social care: the published figure of 2023-24 is not the uplift of 5.66%."
        )
        assert found.detail == (
            "Published £4,000,000, the year before £3,000,000. The plan is held against the"
            " published figure all the same."
        )
        assert (found.subject, found.year) == ("asc_min", "2023-24")

    def test_that_fits_shows_both_figures(self, plan: Plan) -> None:
        found = plan.of("R-MIN-005")[1]
        assert found.message == (
            "Social care: the published figure of 2024-25 is the uplift of 5.66%."
        )
        assert found.detail == "Published £4,000,000, the year before £3,785,727.81."

    def test_is_the_editions_in_its_first_year_where_none_was_published(self, plan: Plan) -> None:
        plan.publish("asc_min", 4_000_000, previous="3785727.81")
        told = [(f.year, f.outcome) for f in plan.of("R-MIN-005")]
        assert told == [("2023-24", Outcome.HOLDS), ("2024-25", Outcome.UNKNOWN)]
        assert plan.of("R-MIN-005")[1].detail == (
            "The year before's figure, or the uplift, was not published with it."
        )

    def test_cannot_be_checked_without_the_year_before(self, plan: Plan) -> None:
        plan.publish("asc_min", 4_000_000, uplift="5.66")
        plan.expect(unknown={"R-MIN-005"})
        assert plan.of("R-MIN-005")[0].message == (
            "Social care: how the figure of 2023-24 was raised cannot be checked."
        )

    def test_cannot_be_checked_without_a_published_figure(self, plan: Plan) -> None:
        plan.unpublish("asc_min")
        found = plan.of("R-MIN-005")[0]
        assert found.outcome is Outcome.UNKNOWN
        assert found.detail.startswith("The published figure is not loaded here.")


def test_a_plan_is_held_against_the_figure_as_published(plan: Plan) -> None:
    """R-MIN-006"""
    plan.unpublish("nhs_ooh")
    plan.publish("asc_min", "4000000.49", previous="3785727.81", uplift="5.66")
    assert [(f.outcome, f.message) for f in plan.of("R-MIN-006")] == [
        (
            Outcome.HOLDS,
            f"Social care spending is held against £4,000,000.49 in {year}, as published.",
        )
        for year in ("2023-24", "2024-25")
    ]
