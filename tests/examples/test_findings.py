"""What the checks say of each example plan, against sets written by hand."""

from decimal import Decimal

import pytest

from bcf.checks.engine import check, totals
from bcf.checks.findings import Finding
from bcf.editions.models import Collection
from bcf.submissions.proposals import Incoming, propose
from bcf.tables import Edit
from tests.approvals.given import give_all

from .reading import BCP, BCP_PLAN, EXAMPLESHIRE, SAMPLETON, TWO_YEARS, rows_of, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]

#: What a person must judge: no figure ever answers it.
JUDGED = {"R-EXP-017", "R-EXP-018", "R-EXP-019", "R-EXP-020"}
#: Exampleshire's complete plans, and what of that their sources leave to judge.
COMPLETE = {
    "2019-20-plan": {"R-EXP-017", "R-EXP-018", "R-EXP-019", "R-MET-004"},
    "2022-23-plan": {"R-EXP-017", "R-EXP-018"},
    "2022-23-discharge": {"R-EXP-020"},
    "2023-25-plan": {"R-EXP-017", "R-EXP-018", "R-EXP-020"},
    "2024-25-update": {"R-EXP-017", "R-EXP-018", "R-EXP-020"},
    "2025-26-plan": {"R-EXP-017"},
    "2026-27-plan": {"R-EXP-017"},
}
BCP_FAILS = {
    "R-EXP-003",  # no types and no providers were printed
    "R-INC-004",  # nor what the council's additional money is for
    "R-PRQ-001",  # nor an answer to any planning requirement
    "R-COV-001",  # nor who filled the form in
    "R-COV-005",  # approvals are given here, by the people themselves
}
BCP_CANNOT_BE_CHECKED = {
    "R-INC-001", "R-INC-002", "R-INC-009",  # no allocation of 2019-20 is published by board here
    "R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-011", "R-EXP-016",  # lines without a type
    "R-EXP-008", "R-EXP-009",  # nor a commissioner
    "R-EXP-017", "R-EXP-018", "R-EXP-019",
    "R-COV-002", "R-COV-003",  # the cover is empty
    "R-PRQ-002", "R-PRQ-004",  # no requirement says Yes or No
    "R-MIN-003", "R-MIN-004", "R-MIN-007",  # out of hospital: no minimum, no commissioners
    "R-MET-004",  # whether the winter plan is agreed, a person must judge
    "R-MET-005", "R-MET-006", "R-MET-007",  # rates without their parts, no earlier figures
}  # fmt: skip
BCP_HOLDS = {
    "R-COV-004",  # nothing says that approval was delegated
    "R-HIC-001", "R-NAR-001",
    "R-MET-001", "R-MET-003", "R-MET-009", "R-MET-010",
    "R-INC-007", "R-INC-010",
    "R-EXP-001", "R-EXP-002", "R-EXP-007", "R-EXP-012", "R-EXP-013", "R-EXP-014",
    "R-MIN-001", "R-MIN-002", "R-MIN-005", "R-MIN-006", "R-MIN-007",
}  # fmt: skip
SAMPLETON_FAILS = {
    "R-COV-002", "R-COV-003", "R-COV-005", "R-NAR-003", "R-PRQ-001",
    "R-MET-001", "R-MET-002", "R-CAP-001",
    "R-INC-004", "R-INC-008",
    "R-EXP-001", "R-EXP-002", "R-EXP-003", "R-EXP-004", "R-EXP-005", "R-EXP-008", "R-EXP-010",
    "R-EXP-012", "R-EXP-014",
    "R-MIN-001", "R-MIN-007",
}  # fmt: skip
SAMPLETON_CANNOT_BE_CHECKED = {
    "R-INC-001", "R-INC-002", "R-INC-003", "R-INC-007",
    "R-EXP-001", "R-EXP-002", "R-EXP-006", "R-EXP-010",
    "R-EXP-017", "R-EXP-018", "R-EXP-020", "R-COV-009", "R-PRQ-002", "R-PRQ-004",
    "R-MET-006", "R-CAP-004",
    "R-MIN-001", "R-MIN-003", "R-MIN-004", "R-MIN-005", "R-MIN-007",
}  # fmt: skip


def findings(board: str, collection: str) -> list[Finding]:
    version = version_of(board, collection)
    return check([version])[version.pk]


def said(found: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.outcome.word) for finding in found}


def each(rules: set[str], outcome: str) -> set[tuple[str, str]]:
    return {(rule, outcome) for rule in rules}


def test_bcp_shows_what_the_report_leaves_open() -> None:
    assert said(findings(BCP, BCP_PLAN)) == (
        each(BCP_HOLDS, "holds")
        | each(BCP_FAILS, "fails")
        | each(BCP_CANNOT_BE_CHECKED, "cannot be checked")
    )


def test_bcp_holds_fifty_eight_million_on_both_sides() -> None:
    version = version_of(BCP, BCP_PLAN)

    assert totals([version])[version.pk] == {
        "income": Decimal(58_841_000),
        "expenditure": Decimal(58_841_000),
    }


def test_the_misprinted_sum_leaves_the_ccg_overspent() -> None:
    version = version_of(BCP, BCP_PLAN)
    ccg = rows_of(version, "income")[0]
    edit = Edit(uid=ccg.uid, raw={"amount_2019-20": "29,975,000"})
    propose(version, {"income": Incoming([edit])}).apply(by=None, what="Typed")

    fails = [f for f in findings(BCP, BCP_PLAN) if f.outcome == "fails" and f.subject == "min_nhs"]

    assert {f.rule for f in fails} == {"R-EXP-001", "R-EXP-002"}
    assert all("£10,224,000" in f.message for f in fails)
    assert totals([version])[version.pk]["income"] == 48_617_000


def test_exampleshire_has_a_complete_plan_for_all_that_is_planned() -> None:
    planned = Collection.objects.filter(kind__in=["plan", "update"]).exclude(sections=None)
    assert set(planned.values_list("code", flat=True)) == set(COMPLETE)


@pytest.mark.parametrize(("collection", "judged"), COMPLETE.items())
def test_exampleshire_is_all_green_once_approved(collection: str, judged: set[str]) -> None:
    give_all(version_of(EXAMPLESHIRE, collection))

    found = findings(EXAMPLESHIRE, collection)
    assert {(f.rule, f.judgement) for f in found if f.outcome != "holds"} == {
        (rule, True) for rule in judged
    }


def test_sampleton_shows_each_common_mistake() -> None:
    found = findings(SAMPLETON, TWO_YEARS)

    not_holding = {pair for pair in said(found) if pair[1] != "holds"}
    assert not_holding == each(SAMPLETON_FAILS, "fails") | each(
        SAMPLETON_CANNOT_BE_CHECKED, "cannot be checked"
    )
    stopping = [f.rule for f in found if f.stops]
    assert sorted(set(stopping)) == ["R-CAP-001", "R-EXP-002", "R-MIN-001"]
    assert stopping.count("R-CAP-001") == 14
