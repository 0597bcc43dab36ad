"""check_submission and list_submissions, on the examples."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bcf.submissions.models import Submission, Version
from schemes.models import FundingYear

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]

BCP = ("E06000058", "2019-20-plan")
EXAMPLESHIRE = ("X99000001", "2023-25-plan")


def run(*arguments: str) -> tuple[str, int]:
    """What a command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def report(*plan: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("check_submission", *plan, "--json")[0])
    return told


def type_ccg_income(amount: str) -> None:
    line = FundingYear.objects.filter(
        line__version__submission__board__code=BCP[0], line__source__key="min_nhs"
    )
    line.update(amount=amount)


class TestCheckSubmission:
    def test_tells_the_totals_in_pounds(self) -> None:
        told = report(*BCP)
        assert told["submission"] == "E06000058/2019-20-plan"
        assert told["totals"] == {"income": "58841000.00", "expenditure": "58841000.00"}

    def test_tells_each_finding(self) -> None:
        told = report(*BCP)
        fields = ["rule", "outcome", "severity", "section", "row", "column", "message"]
        assert all(list(finding) == fields for finding in told["findings"])
        assert {f["outcome"] for f in told["findings"]} == {"holds", "fails", "cannot be checked"}
        sections = {"cover", "income", "expenditure", "hicm", "hicm-priorities", "requirements"}
        sections |= {"metrics", "ambitions", "narrative"}
        assert {f["section"] for f in told["findings"]} == sections

    def test_the_misprint_of_the_printed_report(self) -> None:
        """Typing 29,975,000 for the CCG, the lines as they are."""
        type_ccg_income("29975000")
        told = report(*BCP)
        assert told["totals"] == {"income": "48617000.00", "expenditure": "58841000.00"}
        over = [f for f in told["findings"] if f["rule"] in ("R-EXP-001", "R-EXP-002")]
        assert [
            (f["rule"], f["severity"], f["message"]) for f in over if f["outcome"] == "fails"
        ] == [
            (
                "R-EXP-001",
                "warning",
                "Minimum CCG Contribution is £10,224,000 over in 2019-20.",
            ),
            (
                "R-EXP-002",
                "error",
                "Minimum CCG Contribution pays for £10,224,000 more than it has in 2019-20.",
            ),
        ]
        type_ccg_income("40199000")
        assert {f["outcome"] for f in report(*BCP)["findings"] if f["rule"] == "R-EXP-001"} == {
            "holds"
        }

    def test_tells_a_total_that_is_not_known(self) -> None:
        FundingYear.objects.filter(line__source__key="dfg").delete()
        assert report(*BCP)["totals"]["income"] is None

    def test_exits_with_1_when_an_error_stands(self) -> None:
        assert run("check_submission", *EXAMPLESHIRE)[1] == 0
        assert run("check_submission", *BCP)[1] == 1
        assert run("check_submission", *BCP, "--json")[1] == 1

    def test_prints_a_report_by_section(self) -> None:
        type_ccg_income("29975000")
        lines = run("check_submission", *BCP)[0].splitlines()
        assert lines[0] == "Bournemouth, Christchurch and Poole, 2019-20 plan, version 1"
        assert lines[1:3] == ["Income: £48,617,000", "Expenditure: £58,841,000"]
        assert lines[3].startswith("3 to fix, ")
        assert any(line.startswith("Income: ") and "cannot be checked" in line for line in lines)
        assert (
            "  Fails: Minimum CCG Contribution pays for £10,224,000 more than it has in 2019-20."
            " Income £29,975,000, spending £40,199,000. (R-EXP-002)"
        ) in lines

    def test_leaves_what_holds_out_of_the_report(self) -> None:
        assert "Holds:" not in run("check_submission", *EXAMPLESHIRE)[0]

    @pytest.mark.parametrize(
        ("plan", "says"),
        [
            (("E0", BCP[1]), "There is no board with the code E0."),
            ((BCP[0], "2031-plan"), "There is no collection 2031-plan. There is 2019-20-plan, "),
            (
                (BCP[0], "2023-25-plan"),
                "Bournemouth, Christchurch and Poole HWB has not started 2023-25-plan.",
            ),
        ],
    )
    def test_says_what_there_is_not(self, plan: tuple[str, str], says: str) -> None:
        with pytest.raises(CommandError) as refused:
            run("check_submission", *plan)
        assert str(refused.value).startswith(says)
        assert refused.value.returncode == 2

    def test_checks_the_newest_version(self) -> None:
        submission = Submission.objects.get(board__code=BCP[0])
        Version.objects.create(
            submission=submission, number=9, frozen_at="2020-01-01T00:00Z", digest="x"
        )
        assert report(*BCP)["totals"]["expenditure"] == "0.00"


class TestListSubmissions:
    def test_lists_every_submission_with_its_counts(self) -> None:
        listed = json.loads(run("list_submissions", "--json")[0])
        assert [(s["board"], s["collection"], s["state"]) for s in listed] == [
            ("E06000058", "2019-20-plan", "draft"),
            ("E06000059", "2023-25-plan", "draft"),
            ("X99000001", "2019-20-plan", "draft"),
            ("X99000001", "2022-23-discharge", "draft"),
            ("X99000001", "2022-23-plan", "draft"),
            ("X99000001", "2023-25-plan", "draft"),
            ("X99000001", "2024-25-update", "draft"),
            ("X99000001", "2025-26-plan", "draft"),
            ("X99000001", "2026-27-plan", "draft"),
            ("X99000002", "2023-25-plan", "draft"),
        ]
        findings = report(*BCP)["findings"]
        for outcome in ("holds", "fails", "cannot be checked"):
            for severity in ("error", "warning"):
                counted = [
                    f for f in findings if (f["outcome"], f["severity"]) == (outcome, severity)
                ]
                assert listed[0]["findings"][outcome][severity] == len(counted)

    def test_lists_the_newest_version_once(self) -> None:
        submission = Submission.objects.get(board__code=BCP[0])
        Version.objects.create(
            submission=submission, number=9, frozen_at="2020-01-01T00:00Z", digest="x"
        )
        listed = json.loads(run("list_submissions", "--json")[0])
        assert (listed[0]["board"], listed[0]["state"]) == ("E06000058", "frozen")
        assert len(listed) == 10

    def test_prints_a_line_for_each(self) -> None:
        lines = run("list_submissions")[0].splitlines()
        assert len(lines) == 10
        assert lines[0].startswith("E06000058/2019-20-plan  draft  ")
        assert lines[0].endswith(" hold")
