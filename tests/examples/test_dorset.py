"""Dorset 2023-25: the structure and figures of the board's narrative plan, and its leftovers."""

from decimal import Decimal
from itertools import groupby

import pytest
from django.conf import settings

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.examples.files import read
from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.tables import Kind, Row

from .reading import DORSET, TWO_YEARS, rows_of, version_of

FACTS = settings.FIXTURES / "examples" / "dorset-2023-25-facts.csv"
#: The document's headings, in its order, with the number of questions under each.
HEADINGS = [
    ("1. Health and Wellbeing Board(s)", 2),
    ("2. Governance", 1),
    ("3. Executive Summary", 2),
    ("4. National Condition 1: Overall BCF plan and approach to integration", 4),
    (
        "5. National Condition 2: Meeting BCF objective 1: Enabling people to stay well, safe and"
        " independent at home for longer",
        4,
    ),
    (
        "6. National Condition 3: Meeting BCF objective 2: Provide the right care in the right"
        " place at the right time",
        5,
    ),
    ("7. How BCF support the delivery of Care Act Duties", 1),
    ("8. Supporting Unpaid Carers", 1),
    ("9. Disabled Facilities Grant (DFG) and wider services", 1),
    ("10. Additional information (not assured)", 3),
    ("11. Equality and Health inequalities", 1),
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


@pytest.fixture
def plan() -> Version:
    return version_of(DORSET, TWO_YEARS)


@pytest.fixture
def narrative(plan: Version) -> Row:
    (page,) = rows_of(plan, "narrative")
    return page


@pytest.fixture
def findings(plan: Version) -> list[Finding]:
    return check([plan])[plan.pk]


def test_the_narrative_has_its_eleven_sections_and_each_is_written(
    plan: Version, narrative: Row
) -> None:
    columns = section_of(plan.submission.collection, "narrative").columns

    groups = groupby(columns, lambda column: column.group)
    assert [(heading, len(list(asked))) for heading, asked in groups] == HEADINGS
    assert [column.key for column in columns if not narrative.get(column.key)] == []


def test_section_ten_is_not_assured_and_holds_its_yes_and_its_amount(
    plan: Version, narrative: Row
) -> None:
    columns = section_of(plan.submission.collection, "narrative").columns
    not_assured = {column.key: column.kind for column in columns if "not assured" in column.group}

    assert not_assured == {"rro_used": "choice", "rro_amount": "money", "rro_services": "text"}
    assert narrative.get("rro_used") == "yes"
    assert narrative.get("rro_amount") == Decimal(320_000)


def test_each_fact_of_the_document_stands_where_it_was_read(plan: Version) -> None:
    facts = read(FACTS)
    pages = {key: rows_of(plan, key)[0] for key in {fact["section"] for fact in facts}}

    missing = [
        fact
        for fact in facts
        if fact["fact"] not in str(pages[fact["section"]].get(fact["question"]))
    ]
    assert missing == []
    assert len(facts) > 50


def test_schemes_forty_one_and_forty_two_are_new_and_three_have_the_uplift(plan: Version) -> None:
    lines = rows_of(plan, "expenditure")
    told = {
        line.get("scheme_code"): (line.get("new_or_existing"), line.get("source")) for line in lines
    }

    assert told == {
        "8": ("existing", "min_nhs"),
        "10": ("existing", "min_nhs"),
        "12": ("existing", "min_nhs"),
        "41": ("new", "add_nhs"),
        "42": ("new", "disch_icb"),
    }


def test_what_it_left_over_is_found_and_nothing_else(findings: list[Finding]) -> None:
    leftovers = {
        (finding.column, finding.message) for finding in findings if finding.rule == "H-NAR-001"
    }

    assert leftovers == {
        (
            "joint_priorities",
            "Joint priorities: “a. Joint priorities for 2022-23” is a heading of an earlier year.",
        ),
        (
            "integration",
            "Integration and outcomes: “section xx” is a gap that nobody has filled.",
        ),
        ("integration", "Integration and outcomes: “22/24” is no span of years."),
    }


def test_every_scheme_that_the_texts_name_stands_among_the_lines(findings: list[Finding]) -> None:
    assert [finding for finding in findings if finding.rule == "H-NAR-002"] == []


def test_the_board_has_not_signed_yet_and_says_when_it_will(
    plan: Version, findings: list[Finding]
) -> None:
    (cover,) = rows_of(plan, "cover")

    assert cover.get("hwb_signed") == "no"
    assert str(cover.get("hwb_sign_off_expected")) == "2023-09-20"
    assert {f.outcome for f in findings if f.rule == "R-COV-002"} == {"holds"}


def test_two_budgets_are_pooled_and_one_spans_two_boards(plan: Version) -> None:
    pools = rows_of(plan, "section-75")

    assert [(pool.get("boards"), pool.get("lead")) for pool in pools] == [
        ("Bournemouth, Christchurch and Poole; Dorset", "BCP Council"),
        ("Dorset", None),
    ]


def test_no_sum_stands_that_the_document_does_not_give(plan: Version) -> None:
    for key in ("income", "expenditure"):
        columns = section_of(plan.submission.collection, key).columns
        money = [column.key for column in columns if column.kind is Kind.MONEY]
        sums = [row.get(column) for row in rows_of(plan, key) for column in money]
        assert sums
        assert set(sums) == {None}


def test_the_plan_says_whose_words_it_has_and_its_commissioner_may_write(plan: Version) -> None:
    iris = User.objects.get(email="iris@example.org")

    assert "in our own words" in plan.submission.illustration
    assert [board.code for board in iris.boards()] == [DORSET]
