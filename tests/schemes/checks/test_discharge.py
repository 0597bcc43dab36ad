"""R-INC-003 across boards: the shares that the boards of an ICB take of its discharge funding."""

import datetime
from decimal import Decimal

import pytest

from bcf.boards.models import BoardLink
from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.editions.models import Collection
from bcf.submissions.lifecycle import freeze, reopen, start
from bcf.submissions.models import Version
from schemes.models import FundingLine
from tests.schemes.plans import Plan, empty_plan, organisation

START = datetime.date(2010, 4, 1)
ADD_UP = "The boards' shares of ICB Discharge Funding from T01N ICB add up in 2023-24."
NOT_TOLD = (
    "Whether the boards' shares of ICB Discharge Funding from T01N ICB add up in 2023-24 cannot"
    " be told."
)


def shares(plan: Plan, year: str = "2023-24") -> list[Finding]:
    return [f for f in plan.of("R-INC-003") if (f.subject, f.year) == ("disch_icb", year)]


@pytest.fixture
def neighbour(plan: Plan) -> Plan:
    """A board of the same ICB, whose share is 50,000; the ICB's sum is 250,000."""
    neighbour = empty_plan("2023-25-plan", "T02")
    BoardLink.objects.create(board=neighbour.board, organisation=plan.nhs, active_from=START)
    neighbour.gives("disch_icb", 50_000, plan.nhs)
    plan.publish("disch_icb", 250_000, plan.nhs, board=False)
    return neighbour


def test_the_share_of_an_icbs_only_board_is_its_sum(plan: Plan) -> None:
    (found,) = shares(plan)
    assert (found.outcome, found.message) == ("holds", ADD_UP)
    assert (found.row, found.column) == (str(plan.income["disch_icb"].uid), "amount_2023-24")


def test_shares_of_two_boards_that_add_up_hold_for_both(plan: Plan, neighbour: Plan) -> None:
    plan.expect()
    (found,) = shares(neighbour)
    assert (found.outcome, found.message) == ("holds", ADD_UP)


@pytest.mark.parametrize(
    ("share", "fails"),
    [("49999.99", {"R-INC-003"}), ("50000.00", set()), ("50000.01", {"R-INC-003"})],
)
def test_shares_add_up_to_the_penny(
    plan: Plan, neighbour: Plan, share: str, fails: set[str]
) -> None:
    neighbour.pays(neighbour.income["disch_icb"], share)
    plan.expect(fails=fails)


def test_shares_that_do_not_add_up_warn_and_show_nobodys_figure(
    plan: Plan, neighbour: Plan
) -> None:
    neighbour.pays(neighbour.income["disch_icb"], (51_234, 50_000))
    (found,) = shares(plan)
    assert found.state == "warns"
    assert found.message == (
        "The boards' shares of ICB Discharge Funding from T01N ICB do not come to its sum in"
        " 2023-24."
    )
    assert (
        found.detail == "Agree the shares with T01N ICB. No other board's figure is shown to you."
    )
    assert found.figures == {}
    assert "1,234" not in found.message + found.detail
    assert [f.outcome for f in shares(plan, "2024-25")] == ["holds"]


def test_a_share_not_given_yet_cannot_be_checked(plan: Plan, neighbour: Plan) -> None:
    neighbour.pays(neighbour.income["disch_icb"], (None, 50_000))
    plan.expect(unknown={"R-INC-003"})
    (found,) = shares(plan)
    assert (found.outcome, found.message) == ("unknown", NOT_TOLD)
    assert found.detail == (
        "Another board has not given its share yet. No other board's figure is shown to you."
    )


def test_a_board_that_has_not_started_is_waited_for(plan: Plan) -> None:
    other = empty_plan("2019-20-plan", "T02")
    link = BoardLink.objects.create(board=other.board, organisation=plan.nhs, active_from=START)
    plan.expect(unknown={"R-INC-003"})
    link.share_of_board = Decimal("0.0099")
    link.save()
    plan.expect()
    link.share_of_board = Decimal("0.0100")
    link.save()
    plan.expect(unknown={"R-INC-003"})


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2023-04-01", "2023-04-01", ["2023-24"]),
        ("2023-04-02", None, ["2024-25"]),
        ("2023-04-01", "2024-03-31", ["2023-24"]),
        ("2024-04-02", None, []),
        ("2010-04-01", "2023-03-31", []),
        ("2010-04-01", "2024-04-01", ["2023-24", "2024-25"]),
    ],
)
def test_a_board_is_waited_for_in_years_it_is_tied_to_the_icb(
    plan: Plan, first: str, last: str | None, years: list[str]
) -> None:
    other = empty_plan("2019-20-plan", "T02")
    BoardLink.objects.create(
        board=other.board, organisation=plan.nhs, active_from=first, active_to=last
    )
    unknown = [f.year for f in plan.of("R-INC-003") if f.outcome == "unknown"]
    assert unknown == years


def test_a_board_that_has_not_begun_an_update_takes_what_its_plan_says(
    plan: Plan, neighbour: Plan
) -> None:
    update = Collection.objects.select_related("edition").get(code="2024-25-update")

    def told() -> str:
        version = Version.objects.get(submission__board=plan.board, submission__collection=update)
        (found,) = [
            finding
            for finding in check([version])[version.pk]
            if (finding.rule, finding.subject) == ("R-INC-003", "disch_icb")
        ]
        return str(found.outcome)

    start(board=plan.board, collection=update, by=None)
    assert told() == "holds"
    neighbour.pays(neighbour.income["disch_icb"], (50_000, 50_001))
    assert told() == "fails"
    begun = start(board=neighbour.board, collection=update, by=None)
    neighbour.pays(neighbour.income["disch_icb"], 50_000)
    assert told() == "fails"
    FundingLine.objects.filter(version=begun, source__key="disch_icb").delete()
    assert told() == "unknown"


def test_the_boards_own_share_is_that_of_the_version_at_hand(plan: Plan) -> None:
    """A newer version of the same board, without a share, takes nothing from the older one."""
    freeze(plan.version, by=None, reason="Sent")
    reopened = reopen(plan.version.submission, by=None, reason="Mend")
    FundingLine.objects.filter(version=reopened, source__key="disch_icb").delete()
    plan.expect()


def test_two_lines_of_one_icb_are_one_share(plan: Plan) -> None:
    plan.pays(plan.income["disch_icb"], 150_000)
    plan.gives("disch_icb", 50_000, plan.nhs)
    plan.expect()


def test_two_lines_of_a_neighbour_are_one_share(plan: Plan, neighbour: Plan) -> None:
    neighbour.pays(neighbour.income["disch_icb"], 20_000)
    second = neighbour.gives("disch_icb", 30_000, plan.nhs)
    plan.expect()
    neighbour.pays(second, None)
    plan.expect(unknown={"R-INC-003"})


def test_a_districts_part_and_another_source_of_a_neighbour_do_not_count(
    plan: Plan, neighbour: Plan
) -> None:
    neighbour.gives("disch_icb", 7, plan.nhs, breakdown=True)
    neighbour.gives("min_nhs", 7, plan.nhs)
    plan.expect()


def test_an_own_share_left_empty_cannot_be_checked(plan: Plan) -> None:
    plan.pays(plan.income["disch_icb"], None)
    (found,) = shares(plan)
    assert (found.message, found.detail) == (NOT_TOLD, "Your share is still empty.")


def test_a_sum_not_published_cannot_be_checked(plan: Plan) -> None:
    plan.publish("disch_icb", None, plan.nhs, board=False)
    plan.expect(unknown={"R-INC-003"})
    assert shares(plan)[0].detail.startswith("The published figure is not loaded here.")


def test_an_icb_not_named_cannot_be_checked(plan: Plan) -> None:
    FundingLine.objects.filter(pk=plan.income["disch_icb"].pk).update(contributor=None)
    plan.expect(unknown={"R-INC-003"})
    (found,) = shares(plan)
    assert found.message == NOT_TOLD.replace("T01N ICB", "an ICB not named")
    assert found.detail == "Say which ICB gives it."


def test_no_line_cannot_be_checked(plan: Plan) -> None:
    plan.income["disch_icb"].delete()
    plan.expect(unknown={"R-INC-003", "R-INC-007", "R-EXP-001", "R-EXP-002"})
    (found,) = shares(plan)
    assert found.message == "No share of ICB Discharge Funding is given in 2023-24."
    assert found.detail == "Add a line for each ICB."
    assert (found.row, found.column) == ("", "amount_2023-24")


def test_each_icb_has_its_own_sum(plan: Plan) -> None:
    second = organisation("T09N", "icb")
    plan.pays(plan.income["disch_icb"], 150_000)
    plan.publish("disch_icb", 150_000, plan.nhs, board=False)
    plan.gives("disch_icb", 50_000, second)
    plan.publish("disch_icb", "50000.01", second, board=False)
    assert [(f.outcome, f.verdict.facts["icb"]) for f in shares(plan)] == [
        ("holds", "T01N ICB"),
        ("fails", "T09N ICB"),
    ]


def test_boards_checked_together_are_told_the_same(plan: Plan, neighbour: Plan) -> None:
    together = check([plan.version, neighbour.version])
    alone = check([neighbour.version])
    assert together[neighbour.version.pk] == alone[neighbour.version.pk]
