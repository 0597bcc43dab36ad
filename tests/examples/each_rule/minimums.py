"""What must be spent from the NHS minimum, and on what."""

from tests.examples.changes import (
    BY_TYPES,
    EACH,
    cannot_be_checked,
    cases,
    fail,
    in_each,
    not_published,
    published,
    typed,
)
from tests.factories import TWO_YEARS

COMMUNITY_HEALTH = {"area_of_spend": "community-health"}

SOCIAL_CARE = in_each(
    EACH,
    (
        "home care from the NHS minimum is no social care",
        typed("expenditure", COMMUNITY_HEALTH, scheme_code="44", source="min_nhs"),
        fail("R-MIN-001", "R-MIN-007"),
    ),
)

OUT_OF_HOSPITAL = in_each(
    BY_TYPES,
    (
        "all that the NHS buys from its minimum is acute",
        typed("expenditure", {"area_of_spend": "acute"}, source="min_nhs", commissioner="nhs"),
        fail("R-MIN-003", "R-MIN-007"),
    ),
)

GAPS = cases(
    TWO_YEARS,
    (
        "a line from the NHS minimum without its area of spend",
        typed("expenditure", {"area_of_spend": ""}, scheme_code="8"),
        fail("R-EXP-003") | cannot_be_checked("R-EXP-007", "R-MIN-001", "R-MIN-002", "R-MIN-007"),
    ),
    (
        "a joint line from the NHS minimum without its NHS share",
        typed("expenditure", {"nhs_share": ""}, scheme_code="24"),
        fail("R-EXP-008") | cannot_be_checked("R-MIN-004"),
    ),
)

CASES = [*SOCIAL_CARE, *OUT_OF_HOSPITAL, *GAPS]

RAISED = in_each(
    EACH,
    (
        "the social care minimum of the year before was lower",
        published("asc_min", None, previous_amount=20_000_000),
        fail("R-MIN-005"),
    ),
)

FIGURES = cases(
    TWO_YEARS,
    (
        "the social care minimum is published again, far higher",
        published("asc_min", None, amount=60_000_000),
        fail("R-MIN-001", "R-MIN-005", "R-MIN-007"),
    ),
    (
        "no social care minimum is published",
        not_published("asc_min"),
        cannot_be_checked("R-MIN-001", "R-MIN-005", "R-MIN-007"),
    ),
    (
        "the out of hospital minimum is published again, far higher",
        published("nhs_ooh", None, amount=60_000_000),
        fail("R-MIN-003", "R-MIN-007"),
    ),
    (
        "no out of hospital minimum is published",
        not_published("nhs_ooh"),
        cannot_be_checked("R-MIN-003", "R-MIN-007"),
    ),
    (
        "the social care minimum of the year before is not known",
        published("asc_min", None, previous_amount=None),
        cannot_be_checked("R-MIN-005"),
    ),
)

PUBLISHED = [*RAISED, *FIGURES]
