"""The cover, the agreements behind the pool, the signatures, and what a plan must show."""

from tests.examples.changes import (
    BY_ACTIVITIES,
    EACH,
    Change,
    cannot_be_checked,
    cases,
    deleted,
    fail,
    in_each,
    typed,
)
from tests.factories import TWO_YEARS


def cover(**cells: str) -> Change:
    return typed("cover", cells)


def agreement(title: str, **cells: str) -> Change:
    return typed("section-75", cells, title=title)


def requirement(code: str, **cells: str) -> Change:
    return typed("conditions", cells, requirement=code)


def condition(code: str, **cells: str) -> Change:
    return typed("conditions", cells, condition=code)


COVER = in_each(
    EACH,
    ("nobody says who completed the plan", cover(completed_by_role=""), fail("R-COV-001")),
    (
        "the board has not signed, and no day is expected",
        cover(hwb_signed="no"),
        fail("R-COV-002", "R-COV-003"),
    ),
    (
        "approval was delegated, and nobody consulted",
        cover(delegated_to_role="Director of adult social care"),
        fail("R-COV-004"),
    ),
)

SIGN_OFF = cases(
    TWO_YEARS,
    (
        "somebody was consulted, and approval not delegated",
        cover(delegation_consulted="Chair of the board"),
        fail("R-COV-004"),
    ),
    (
        "the cover does not say whether the board has signed",
        cover(hwb_signed=""),
        fail("R-COV-001") | cannot_be_checked("R-COV-002", "R-COV-003"),
    ),
    (
        "the board is expected to sign after the plan is sent",
        cover(hwb_signed="no", hwb_sign_off_expected="2023-07-20"),
        fail("R-COV-003"),
    ),
    ("the board has signed on no day", cover(hwb_signed_on=""), fail("R-COV-002")),
)

AGREEMENTS = cases(
    TWO_YEARS,
    ("no agreement is recorded", deleted("section-75"), cannot_be_checked("R-COV-009")),
    (
        "no agreement is signed",
        typed("section-75", {"signed_on": ""}),
        fail("R-COV-009"),
    ),
    (
        "one of the agreements does not name its host",
        agreement("Community equipment pool", host=""),
        fail("R-COV-011"),
    ),
)

REFRESHED = cases(
    "2024-25-update",
    (
        "the refreshed capacity and demand are not agreed",
        cover(capacity_agreed="no"),
        fail("R-CAP-005"),
    ),
    (
        "nobody says whether the refreshed capacity and demand are agreed",
        cover(capacity_agreed=""),
        cannot_be_checked("R-CAP-005"),
    ),
)

REQUIREMENTS = cases(
    TWO_YEARS,
    (
        "a requirement is not answered",
        requirement("PR4", met=""),
        fail("R-PRQ-001") | cannot_be_checked("R-PRQ-002", "R-PRQ-004"),
    ),
    (
        "a requirement is not met, and nothing is done about it",
        requirement("PR4", met="no"),
        fail("R-PRQ-002", "R-PRQ-004"),
    ),
    (
        "a requirement is not met, and will be",
        requirement("PR4", met="no", actions="Agree on it.", timeframe="2023-09-30"),
        fail("R-PRQ-004"),
    ),
)

SIGNATURES = in_each(
    BY_ACTIVITIES,
    (
        "the council's chief executive has not signed",
        cover(council_chief_executive_signed_on=""),
        fail("R-COV-006"),
    ),
    (
        "neither ICB's chief executive has signed",
        cover(icb_chief_executives_signed_on=""),
        fail("R-COV-006"),
    ),
    (
        "one of two ICBs' chief executives has signed",
        cover(icb_chief_executives_signed_on="NHS Northmoor ICB, 26 March 2025"),
        fail("R-COV-008"),
    ),
    (
        "the section 151 officer has not signed",
        cover(section_151_officer_signed_on=""),
        fail("R-COV-007"),
    ),
)

NATIONAL_CONDITIONS = in_each(
    ("2022-23-plan", *BY_ACTIVITIES),
    ("a condition is not met", condition("NC4", met="no"), fail("R-PRQ-004")),
    ("a condition is not answered", condition("NC4", met=""), cannot_be_checked("R-PRQ-004")),
)

STATEMENTS = in_each(
    BY_ACTIVITIES,
    ("a condition without its statement", condition("NC4", statement=""), fail("R-PRQ-003")),
)

CHANGES = cases(
    "2019-20-plan",
    (
        "a high impact change without its maturity",
        typed("hicm", {"current": ""}, change="home-first"),
        fail("R-HIC-001"),
    ),
    (
        "the priorities among the high impact changes are not explained",
        typed("hicm-priorities", {"priorities": ""}),
        fail("R-HIC-001"),
    ),
)

CASES = [
    *COVER,
    *SIGN_OFF,
    *REFRESHED,
    *AGREEMENTS,
    *REQUIREMENTS,
    *SIGNATURES,
    *NATIONAL_CONDITIONS,
    *STATEMENTS,
    *CHANGES,
]
