"""Single lines of expenditure: what each asks, and the sentence when it is not there."""

from decimal import Decimal

import pytest

from bcf.answers.models import Answer
from bcf.editions.models import Question
from schemes.models import LineYear
from tests.schemes.plans import NO_AREA, NO_COMMISSIONER, NO_TYPE, Plan, empty_plan

ROW_RULES = {
    "R-EXP-003": "Every line has all that the edition asks of it.",
    "R-EXP-004": "Every sub type is there and belongs to its type.",
    "R-EXP-005": "Every line of the type Other says what it is.",
    "R-EXP-006": "Every sub type Other is explained.",
    "R-EXP-007": "Every area of spend Other says what it is.",
    "R-EXP-008": "Every jointly commissioned line gives the NHS share.",
    "R-EXP-009": "Only jointly commissioned lines give an NHS share.",
    "R-EXP-010": "Expected outputs are there where they are asked, and only there.",
    "R-EXP-011": "Planned outputs are there where they are asked, and only there.",
    "R-EXP-012": "Every line spends something.",
    "R-EXP-013": "Every line names one source of funding at most.",
    "R-EXP-014": "Lines that share a scheme ID share its name.",
}


def answer(plan: Plan, line: int, key: str, text: str) -> None:
    question = Question.objects.get(section__collection=plan.collection, key=key)
    Answer.objects.create(
        version=plan.version, question=question, row=str(plan.lines[line].uid), text=text
    )


@pytest.mark.parametrize("edition", ["plan", "older"])
def test_sound_plans_say_what_holds(edition: str, request: pytest.FixtureRequest) -> None:
    plan: Plan = request.getfixturevalue(edition)
    said = {f.rule: f.message for f in plan.findings() if f.rule in ROW_RULES}
    other = "R-EXP-011" if edition == "plan" else "R-EXP-010"
    assert said == {rule: text for rule, text in ROW_RULES.items() if rule != other}


def test_a_plan_without_lines_has_nothing_to_check(reference: None, db: None) -> None:
    plan = empty_plan("2023-25-plan", "T93")
    assert set(ROW_RULES).isdisjoint(f.rule for f in plan.findings())


class TestComplete:
    """R-EXP-003"""

    @pytest.mark.parametrize(
        ("column", "heading", "unknown"),
        [
            ("description", "Description", set()),
            ("scheme_type", "Type", NO_TYPE - {"R-EXP-006"}),
            ("area_of_spend", "Area", NO_AREA),
            ("provider", "Provider", set()),
        ],
    )
    def test_names_the_empty_cell(
        self, plan: Plan, column: str, heading: str, unknown: set[str]
    ) -> None:
        plan.change(plan.lines[6], **{column: "" if column == "description" else None})
        plan.expect(fails={"R-EXP-003"}, unknown=unknown)
        found = plan.one("R-EXP-003")
        assert found.message == f"Line 7, Home first: “{heading}” is empty."
        assert (found.row, found.column) == (str(plan.lines[6].uid), column)
        assert (found.missing, found.state, found.section) == (True, "warns", "expenditure")

    def test_names_a_missing_scheme_by_its_place_alone(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme=None)
        plan.expect(fails={"R-EXP-003"}, unknown={"R-EXP-014"})
        assert [(f.column, f.message) for f in plan.of("R-EXP-003")] == [
            ("scheme_code", "Line 7: “ID” is empty."),
            ("scheme_name", "Line 7: “Name” is empty."),
        ]

    @pytest.mark.parametrize(
        ("code", "name", "column", "unknown"),
        [("", "Home first", "scheme_code", {"R-EXP-014"}), ("7", "", "scheme_name", set())],
    )
    def test_names_a_scheme_half_named(
        self, plan: Plan, code: str, name: str, column: str, unknown: set[str]
    ) -> None:
        plan.change(plan.lines[6], scheme=plan.scheme(code, name))
        plan.expect(fails={"R-EXP-003"}, unknown=unknown)
        assert plan.one("R-EXP-003").column == column

    def test_counts_the_place_after_a_gap(self, plan: Plan) -> None:
        plan.change(plan.lines[7], position=40, description="")
        assert plan.one("R-EXP-003").message.startswith("Line 8, Home first")

    def test_without_a_source_a_line_is_in_no_balance(self, plan: Plan) -> None:
        plan.change(plan.lines[6], source=None)
        plan.expect(fails={"R-EXP-003", "R-EXP-001"})
        assert plan.one("R-EXP-003").column == "source"

    @pytest.mark.parametrize("row", [True, False])
    def test_names_the_year_of_a_missing_amount(self, plan: Plan, row: bool) -> None:
        plan.costs(plan.lines[6], (300_000, None))
        if row:
            LineYear.objects.create(line=plan.lines[6], year="2024-25")
        plan.expect(fails={"R-EXP-003", "R-EXP-001"})
        found = plan.one("R-EXP-003")
        assert found.message == "Line 7, Home first: no amount for 2024-25."
        assert (found.column, found.year) == ("amount_2024-25", "2024-25")

    def test_tells_each_missing_cell_of_each_line(self, plan: Plan) -> None:
        plan.change(plan.lines[6], description="", provider=None)
        plan.change(plan.lines[7], description="")
        assert [(f.row, f.column) for f in plan.of("R-EXP-003")] == [
            (str(plan.lines[6].uid), "description"),
            (str(plan.lines[6].uid), "provider"),
            (str(plan.lines[7].uid), "description"),
        ]


class TestSubTypes:
    """R-EXP-004"""

    def test_are_needed_by_types_that_have_some(self, plan: Plan) -> None:
        plan.change(plan.lines[6], sub_type=None)
        plan.expect(fails={"R-EXP-004"}, unknown={"R-EXP-006"})
        found = plan.one("R-EXP-004")
        assert found.message == "Line 7, Home first: “Sub type” is empty."
        assert (found.column, found.missing) == ("sub_type", True)

    def test_are_not_needed_by_types_that_have_none(self, plan: Plan) -> None:
        plan.change(
            plan.lines[6], scheme_type=plan.lists.types["urgent-community-response"], sub_type=None
        )
        plan.expect()

    def test_are_left_open_by_lines_without_a_type(self, plan: Plan) -> None:
        for line in plan.lines[5:7]:
            plan.change(line, scheme_type=None, sub_type=None)
        plan.expect(fails={"R-EXP-003"}, unknown=NO_TYPE)
        found = plan.one("R-EXP-004", "unknown")
        assert found.message == (
            "“Type” is empty on 2 lines: whether a sub type is needed cannot be told."
        )
        assert (found.row, found.column) == (str(plan.lines[5].uid), "scheme_type")

    def test_missing_and_left_open_are_both_told(self, plan: Plan) -> None:
        plan.change(plan.lines[5], scheme_type=None)
        plan.change(plan.lines[6], sub_type=None)
        assert [(f.outcome, f.row) for f in plan.of("R-EXP-004")] == [
            ("fails", str(plan.lines[6].uid)),
            ("unknown", str(plan.lines[5].uid)),
        ]

    def test_of_another_type_fail(self, plan: Plan) -> None:
        plan.change(plan.lines[6], sub_type=plan.lists.sub_types["carers-services", "other"])
        plan.expect(fails={"R-EXP-004"})
        found = plan.one("R-EXP-004")
        assert found.message == "Line 7, Home first: the sub type belongs to another type."
        assert found.detail == "Choose one of the type's own."
        assert (found.column, found.missing) == ("sub_type", False)

    def test_without_a_type_are_not_of_another(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme_type=None)
        assert [f.outcome for f in plan.of("R-EXP-004")] == ["unknown"]


class TestOther:
    """R-EXP-005, R-EXP-006 and R-EXP-007"""

    def test_type_says_what_it_is(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme_type=plan.lists.types["other"], sub_type=None)
        plan.expect(fails={"R-EXP-005"})
        found = plan.one("R-EXP-005")
        assert found.message == "Line 7, Home first: “Other type” is empty."
        assert (found.column, found.missing) == ("scheme_type_other", True)
        answer(plan, 6, "scheme_type_other", "A night-sitting scheme")
        plan.expect()

    def test_type_is_not_explained_by_another_line_or_another_cell(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme_type=plan.lists.types["other"], sub_type=None)
        answer(plan, 5, "scheme_type_other", "Of another line")
        answer(plan, 6, "area_other", "Another cell")
        plan.expect(fails={"R-EXP-005"})

    @pytest.mark.parametrize(
        ("description", "fails"),
        [("", {"R-EXP-003", "R-EXP-006"}), ("HOME FIRST", {"R-EXP-006"}), ("Sitters", set())],
    )
    def test_sub_type_is_explained_in_the_description(
        self, plan: Plan, description: str, fails: set[str]
    ) -> None:
        other = plan.lists.sub_types["enablers-for-integration", "other"]
        plan.change(plan.lines[6], sub_type=other, description=description)
        plan.expect(fails=fails)

    def test_sub_type_unexplained_points_to_the_description(self, plan: Plan) -> None:
        other = plan.lists.sub_types["enablers-for-integration", "other"]
        plan.change(plan.lines[6], sub_type=other, description="Home first")
        found = plan.one("R-EXP-006")
        assert found.message == "Line 7, Home first: nothing says what the sub type Other is."
        assert found.detail == "Explain it in the description."
        assert found.column == "description"

    def test_type_is_left_open_by_lines_without_one(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme_type=None)
        found = plan.one("R-EXP-005", "unknown")
        assert found.message == "“Type” is empty on 1 line: whether it is Other cannot be told."
        assert (found.row, found.column) == (str(plan.lines[6].uid), "scheme_type")

    def test_sub_type_is_left_open_where_one_is_needed_or_may_be(self, plan: Plan) -> None:
        plan.change(plan.lines[4], sub_type=None)
        plan.change(plan.lines[5], sub_type=None, scheme_type=None)
        none = plan.lists.types["urgent-community-response"]
        plan.change(plan.lines[6], sub_type=None, scheme_type=none)
        found = plan.one("R-EXP-006", "unknown")
        assert found.message == (
            "“Sub type” is empty on 2 lines: whether it is Other cannot be told."
        )
        assert (found.row, found.column) == (str(plan.lines[4].uid), "sub_type")

    def test_area_is_left_open_by_lines_without_one(self, plan: Plan) -> None:
        plan.choose(plan.lines[6], area_of_spend=None)
        found = plan.one("R-EXP-007", "unknown")
        assert found.message == "“Area” is empty on 1 line: whether it is Other cannot be told."
        assert (found.row, found.column) == (str(plan.lines[6].uid), "area_of_spend")

    def test_another_sub_type_needs_no_more_than_a_description(self, plan: Plan) -> None:
        plan.change(plan.lines[6], description="Home first")
        plan.expect()

    def test_area_says_what_it_is(self, plan: Plan) -> None:
        plan.choose(plan.lines[6], area_of_spend="other")
        plan.expect(fails={"R-EXP-007"})
        found = plan.one("R-EXP-007")
        assert found.message == "Line 7, Home first: “Other area” is empty."
        assert found.column == "area_other"
        answer(plan, 6, "area_other", "Housing")
        plan.expect()

    def test_answers_of_another_version_do_not_count(self, plan: Plan, older: Plan) -> None:
        plan.choose(plan.lines[6], area_of_spend="other")
        question = Question.objects.get(section__collection=plan.collection, key="area_other")
        row = str(plan.lines[6].uid)
        Answer.objects.create(version=older.version, question=question, row=row, text="Housing")
        plan.expect(fails={"R-EXP-007"})


class TestShares:
    """R-EXP-008 and R-EXP-009"""

    def test_are_given_by_joint_lines(self, plan: Plan) -> None:
        plan.choose(plan.lines[6], commissioner="joint")
        plan.expect(fails={"R-EXP-008"})
        found = plan.one("R-EXP-008")
        assert found.message == "Line 7, Home first: “% NHS” is empty."
        assert (found.column, found.missing) == ("nhs_share", True)

    @pytest.mark.parametrize("share", ["0", "0.01", "100"])
    def test_of_joint_lines_may_be_any(self, plan: Plan, share: str) -> None:
        plan.choose(plan.lines[6], commissioner="joint")
        plan.change(plan.lines[6], nhs_share=Decimal(share))
        plan.expect()

    @pytest.mark.parametrize("commissioner", ["la", "nhs"])
    def test_are_given_by_no_other_line(self, plan: Plan, commissioner: str) -> None:
        plan.choose(plan.lines[6], commissioner=commissioner)
        plan.change(plan.lines[6], nhs_share=Decimal(0))
        plan.expect(fails={"R-EXP-009"})
        found = plan.one("R-EXP-009")
        assert found.message == (
            "Line 7, Home first: it has an NHS share, and is not jointly commissioned."
        )
        assert found.detail == "Empty the share, or choose Joint."
        assert (found.column, found.missing) == ("nhs_share", False)

    @pytest.mark.parametrize("share", [None, "50"])
    def test_of_a_line_without_a_commissioner_are_left_open(
        self, plan: Plan, share: str | None
    ) -> None:
        plan.choose(plan.lines[6], commissioner=None)
        plan.change(plan.lines[6], nhs_share=share and Decimal(share))
        plan.expect(unknown=NO_COMMISSIONER)
        assert [plan.one(rule, "unknown").message for rule in sorted(NO_COMMISSIONER)] == [
            "“Commissioner” is empty on 1 line: whether an NHS share is needed cannot be told.",
            "“Commissioner” is empty on 1 line: whether an NHS share is allowed cannot be told.",
        ]
        found = plan.one("R-EXP-009", "unknown")
        assert (found.row, found.column) == (str(plan.lines[6].uid), "commissioner")


class TestExpectedOutputs:
    """R-EXP-010: line 1 is of a type that asks for them, line 7 of one that does not"""

    @pytest.mark.parametrize(
        ("outputs", "fails"),
        [
            ((50, "0.01"), set()),
            ((50, 0), {"R-EXP-010"}),
            ((50, None), {"R-EXP-010"}),
        ],
    )
    def test_are_above_nought_in_a_year_with_spending(
        self, plan: Plan, outputs: tuple[object, ...], fails: set[str]
    ) -> None:
        plan.costs(plan.lines[0], 1_000_000, outputs)
        plan.expect(fails=fails)

    def test_left_empty_are_missing(self, plan: Plan) -> None:
        plan.costs(plan.lines[0], 1_000_000, (None, 50))
        found = plan.one("R-EXP-010")
        assert found.message == "Line 1, Adapting homes: no expected output for 2023-24."
        assert found.detail == "Its type needs a number in each year that has spending."
        assert (found.column, found.year, found.missing) == ("output_2023-24", "2023-24", True)

    def test_of_nought_are_not(self, plan: Plan) -> None:
        plan.costs(plan.lines[0], 1_000_000, (0, 50))
        found = plan.one("R-EXP-010")
        assert found.message == "Line 1, Adapting homes: an expected output of 0 for 2023-24."
        assert found.detail == "It has spending in that year: the number must be above 0."
        assert (found.column, found.year, found.missing) == ("output_2023-24", "2023-24", False)

    @pytest.mark.parametrize("output", [None, 0, 5])
    @pytest.mark.parametrize("amount", ["0.00", "0.01"])
    def test_are_asked_only_in_years_with_spending(
        self, plan: Plan, amount: str, output: int | None
    ) -> None:
        plan.costs(plan.lines[0], ("1999999.99", amount), (50, output))
        broken = amount == "0.01" and not output
        found = {f.rule for f in plan.findings() if f.outcome == "fails"}
        assert ("R-EXP-010" in found) is broken

    @pytest.mark.parametrize("output", ["0", "1"])
    def test_are_not_taken_by_other_types(self, plan: Plan, output: str) -> None:
        plan.costs(plan.lines[6], 300_000, (None, output))
        plan.expect(fails={"R-EXP-010"})
        found = plan.one("R-EXP-010")
        assert found.message == (
            "Line 7, Home first: an expected output for 2024-25, which its type does not take."
        )
        assert found.detail == "Empty the cell, or choose the right type."
        assert (found.column, found.year, found.missing) == ("output_2024-25", "2024-25", False)

    def test_of_a_line_without_a_type_are_left_open(self, plan: Plan) -> None:
        plan.costs(plan.lines[6], 300_000, 5)
        plan.change(plan.lines[6], scheme_type=None, sub_type=None)
        plan.expect(fails={"R-EXP-003"}, unknown=NO_TYPE)
        found = plan.one("R-EXP-010", "unknown")
        assert found.message == (
            "“Type” is empty on 1 line: whether an expected output is needed cannot be told."
        )

    @pytest.mark.parametrize(
        ("line", "output", "is_open"),
        [(0, None, True), (0, 0, True), (0, "0.01", False), (6, None, False)],
    )
    def test_of_a_year_without_an_amount_are_left_open(
        self, plan: Plan, line: int, output: str | None, is_open: bool
    ) -> None:
        plan.costs(plan.lines[line], (300_000, None), (50 if line == 0 else None, output))
        found = [f for f in plan.of("R-EXP-010") if f.outcome == "unknown"]
        assert [(f.row, f.column, f.message) for f in found] == [
            (
                str(plan.lines[line].uid),
                "amount_2024-25",
                "“2024-25 (£)” is empty on 1 line: whether an expected output is needed cannot"
                " be told.",
            )
        ] * is_open


class TestPlannedOutputs:
    """R-EXP-011: in 2019-20 a person chooses the unit"""

    def caring(self, older: Plan) -> None:
        kind = older.lists.types["home-care-or-domiciliary-care"]
        older.change(older.lines[5], scheme_type=kind)

    def unit(self, older: Plan) -> int:
        return next(pk for (name, _), pk in older.lists.choices.items() if name == "unit")

    def test_need_a_unit_and_a_number(self, older: Plan) -> None:
        self.caring(older)
        older.expect(fails={"R-EXP-011"})
        assert [(f.column, f.year, f.missing, f.message) for f in older.of("R-EXP-011")] == [
            ("unit", "", True, "Line 6, Winter: no unit for its planned output."),
            ("output_2019-20", "2019-20", True, "Line 6, Winter: no planned output."),
        ]
        assert [f.detail for f in older.of("R-EXP-011")] == [
            "Choose what the number counts.",
            "Its type needs a number.",
        ]

    @pytest.mark.parametrize("output", ["0", "5"])
    def test_with_a_unit_and_a_number_hold(self, older: Plan, output: str) -> None:
        self.caring(older)
        older.costs(older.lines[5], 300_000, output)
        older.change(older.lines[5], unit=self.unit(older))
        older.expect()

    def test_are_not_taken_by_other_types(self, older: Plan) -> None:
        older.costs(older.lines[5], 300_000, 5)
        older.change(older.lines[5], unit=self.unit(older))
        older.expect(fails={"R-EXP-011"})
        assert [(f.column, f.missing, f.message) for f in older.of("R-EXP-011")] == [
            (
                "unit",
                False,
                "Line 6, Winter: a unit of output, which its type does not take.",
            ),
            (
                "output_2019-20",
                False,
                "Line 6, Winter: an expected output for 2019-20, which its type does not take.",
            ),
        ]
        assert {f.detail for f in older.of("R-EXP-011")} == {
            "Empty the cell, or choose the right type."
        }

    def test_of_a_line_without_a_type_are_left_open(self, older: Plan) -> None:
        older.change(older.lines[5], scheme_type=None)
        older.expect(fails={"R-EXP-003"}, unknown={"R-EXP-011", *NO_TYPE} - {"R-EXP-010"})
        found = older.one("R-EXP-011", "unknown")
        assert found.message == (
            "“Type” is empty on 1 line: whether a planned output is needed cannot be told."
        )
        assert (found.row, found.column) == (str(older.lines[5].uid), "scheme_type")


class TestSpendsSomething:
    """R-EXP-012"""

    @pytest.mark.parametrize(
        ("amounts", "fails"),
        [
            ((0, 0), {"R-EXP-012"}),
            ((0, "0.01"), {"R-EXP-001", "R-EXP-002"}),
            (("0.01", 0), {"R-EXP-001", "R-EXP-002"}),
        ],
    )
    def test_in_some_year(self, plan: Plan, amounts: tuple[object, ...], fails: set[str]) -> None:
        plan.spends("ibcf", amounts)
        plan.expect(fails=fails)

    def test_says_where(self, plan: Plan) -> None:
        line = plan.spends("ibcf", 0)
        found = plan.one("R-EXP-012")
        assert found.message == "Line 9, Staying at home: £0 in every year."
        assert found.detail == "Delete the line, or give it an amount."
        assert (found.row, found.column) == (str(line.uid), "amount_2023-24")

    @pytest.mark.parametrize(
        ("amounts", "empty"),
        [
            ((0, None), ["2024-25"]),
            ((None, 0), ["2023-24"]),
            ((None, None), ["2023-24", "2024-25"]),
            (("0.01", None), []),
            ((None, "0.01"), []),
        ],
    )
    def test_is_left_open_by_an_empty_amount_beside_nothing(
        self, plan: Plan, amounts: tuple[object, ...], empty: list[str]
    ) -> None:
        line = plan.spends("ibcf", amounts)
        found = plan.of("R-EXP-012")
        assert [(f.row, f.column, f.message) for f in found if f.outcome == "unknown"] == [
            (
                str(line.uid),
                f"amount_{year}",
                f"“{year} (£)” is empty on 1 line: whether anything is spent cannot be told.",
            )
            for year in empty
        ]
        assert "fails" not in {f.outcome for f in found}

    def test_says_the_year_where_there_is_one(self, older: Plan) -> None:
        older.spends("ibcf", 0, scheme_type="community-based-schemes", sub_type=None)
        older.expect(fails={"R-EXP-012"})
        assert older.one("R-EXP-012").message == "Line 7, Staying at home: £0 in 2019-20."


class TestSchemeNames:
    """R-EXP-014"""

    def test_under_one_id_are_the_same(self, plan: Plan) -> None:
        plan.change(plan.lines[7], scheme=plan.scheme("7", "Home again"))
        plan.expect(fails={"R-EXP-014"})
        found = plan.one("R-EXP-014")
        assert found.message == "Line 8, Home again: its scheme ID has another name elsewhere."
        assert found.detail == "Lines with one scheme ID usually share a name."
        assert (found.row, found.column) == (str(plan.lines[7].uid), "scheme_name")

    def test_do_not_clash_with_no_name(self, plan: Plan) -> None:
        plan.change(plan.lines[7], scheme=plan.scheme("7", ""))
        plan.expect(fails={"R-EXP-003"})

    def test_are_left_open_without_an_id(self, plan: Plan) -> None:
        plan.change(plan.lines[6], scheme=None)
        plan.change(plan.lines[7], scheme=plan.scheme("", "Home again"))
        plan.expect(fails={"R-EXP-003"}, unknown={"R-EXP-014"})
        found = plan.one("R-EXP-014", "unknown")
        assert found.message == (
            "“ID” is empty on 2 lines: whether another line has it cannot be told."
        )
        assert (found.row, found.column) == (str(plan.lines[6].uid), "scheme_code")

    def test_of_another_version_do_not_clash(self, plan: Plan, older: Plan) -> None:
        older.scheme("7", "Something else")
        plan.expect()
