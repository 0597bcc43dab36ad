"""Expenditure: its lines one by one, and all of them against what comes in."""

from tests.examples.changes import (
    AMOUNT,
    BY_ACTIVITIES,
    BY_TYPES,
    EACH,
    Change,
    added,
    cannot_be_checked,
    cases,
    fail,
    in_each,
    raised,
    typed,
)
from tests.factories import NEXT, THIS, TWO_YEARS

#: A line of types with all that it needs, but for its money.
LINE = {
    "scheme_code": "77",
    "scheme_name": "Leg clubs",
    "description": "Wounds are cared for among others.",
    "scheme_type": "other",
    "scheme_type_other": "Clubs",
    "area_of_spend": "community-health",
    "commissioner": "nhs",
    "provider": "nhs",
    "source": "add_nhs",
    "new_or_existing": "new",
}
#: The same, of activities.
ACTIVITY = {
    "scheme_code": "78",
    "scheme_type": "end-of-life-care",
    "description": "Night sitters for people who die at home.",
    "primary_objective": "proactive-care-to-those-with-complex-needs",
    "area_of_spend": "community-health",
    "provider": "charity-voluntary-sector",
    "source": "add_nhs",
}
BREAKS = {"scheme_type": "carers-services", "sub_type": "carers-services.respite-services"}
NEIGHBOURHOODS = {
    "scheme_type": "community-based-schemes",
    "sub_type": "community-based-schemes.other",
    "output_2023-24": "",
    "output_2024-25": "",
}


def line(scheme: str, **cells: str) -> Change:
    """Type into the line of a scheme."""
    return typed("expenditure", cells, scheme_code=scheme)


BALANCES = in_each(
    EACH,
    (
        "a penny of a source is left",
        raised("expenditure", "-0.01", scheme_code="17"),
        fail("R-EXP-001"),
    ),
    (
        "a penny more is spent than a source has",
        raised("expenditure", "0.01", scheme_code="17"),
        fail("R-EXP-001", "R-EXP-002"),
    ),
    ("a line without its source", line("17", source=""), fail("R-EXP-001", "R-EXP-003")),
)

TYPES = in_each(
    BY_TYPES,
    (
        "a line without a sub type",
        line("73", sub_type=""),
        fail("R-EXP-004") | cannot_be_checked("R-EXP-006"),
    ),
    ("a type Other that is not named", line("76", scheme_type_other=""), fail("R-EXP-005")),
    (
        "a sub type Other described by its scheme's name",
        line("17", description="Village agents"),
        fail("R-EXP-006"),
    ),
    ("an area of spend Other that is not named", line("27", area_other=""), fail("R-EXP-007")),
    ("a joint line without its NHS share", line("27", nhs_share=""), fail("R-EXP-008")),
    ("an NHS share of the council's own line", line("17", nhs_share="50"), fail("R-EXP-009")),
    ("two schemes of one ID", line("76", scheme_code="74"), fail("R-EXP-014")),
    ("the DFG pays for carers' breaks", line("22", **BREAKS), fail("R-EXP-016")),
)

ONE_YEAR = cases(
    "2022-23-plan",
    (
        "a line that spends nothing in the only year",
        added("expenditure", {**LINE, AMOUNT: "0"}),
        fail("R-EXP-012"),
    ),
)

LINES = cases(
    TWO_YEARS,
    (
        "a line without an amount for a year",
        line("76", **{NEXT: ""}),
        fail("R-EXP-001", "R-EXP-003"),
    ),
    ("a line without the name of its scheme", line("3", scheme_name=""), fail("R-EXP-003")),
    ("a line without its description", line("3", description=""), fail("R-EXP-003")),
    ("a line without its provider", line("3", provider=""), fail("R-EXP-003")),
    (
        "a line without its scheme ID, which no text names",
        line("73", scheme_code=""),
        fail("R-EXP-003") | cannot_be_checked("R-EXP-014"),
    ),
    (
        "a line without its type",
        line("3", scheme_type=""),
        fail("R-EXP-003") | cannot_be_checked("R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-010"),
    ),
    (
        "a line without its area of spend",
        line("3", area_of_spend=""),
        fail("R-EXP-003") | cannot_be_checked("R-EXP-007"),
    ),
    (
        "a line without its commissioner",
        line("3", commissioner=""),
        cannot_be_checked("R-EXP-008", "R-EXP-009"),
    ),
    (
        "a sub type Other that is not described",
        line("48", description=""),
        fail("R-EXP-003", "R-EXP-006"),
    ),
    (
        "a type that counts, without its output of a year",
        line("3", **{"output_2023-24": ""}),
        fail("R-EXP-010"),
    ),
    ("an expected output of nought", line("3", **{"output_2024-25": "0"}), fail("R-EXP-010")),
    (
        "a type that does not count, with an output",
        line("76", **{"output_2023-24": "5"}),
        fail("R-EXP-010"),
    ),
    (
        "a line that spends nothing",
        added("expenditure", {**LINE, THIS: "0", NEXT: "0"}),
        fail("R-EXP-012"),
    ),
    (
        "a line of which nothing is known yet but £0 in one year",
        added("expenditure", {THIS: "0"}),
        fail("R-EXP-003")
        | cannot_be_checked("R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-007", "R-EXP-008")
        | cannot_be_checked("R-EXP-009", "R-EXP-010", "R-EXP-012", "R-EXP-014"),
    ),
)

PURPOSES = cases(
    TWO_YEARS,
    (
        "nobody can tell what the DFG pays for",
        line("23", scheme_type=""),
        fail("R-EXP-003")
        | cannot_be_checked("R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-010", "R-EXP-016"),
    ),
    (
        "carers' support stands under another type",
        typed("expenditure", NEIGHBOURHOODS, scheme_type="carers-services"),
        fail("R-EXP-024"),
    ),
    (
        "carers' support stands under no type",
        typed("expenditure", {"scheme_type": ""}, scheme_type="carers-services"),
        fail("R-EXP-003")
        | cannot_be_checked("R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-010", "R-EXP-024"),
    ),
)

ACTIVITIES = in_each(
    BY_ACTIVITIES,
    ("a line without its activity", line("77", scheme_type=""), fail("R-EXP-022")),
    ("a line without its primary objective", line("77", primary_objective=""), fail("R-EXP-022")),
    (
        "a line of an activity that spends nothing",
        added("expenditure", {**ACTIVITY, AMOUNT: "0"}),
        fail("R-EXP-012"),
    ),
    (
        "the DFG pays for support to carers",
        line("22", scheme_type="support-to-carers-including-unpaid-carers"),
        fail("R-EXP-016"),
    ),
    (
        "nobody can tell for what activity the DFG pays",
        line("22", scheme_type=""),
        fail("R-EXP-022") | cannot_be_checked("R-EXP-016"),
    ),
)

OUTPUTS = cases(
    "2019-20-plan",
    ("a type that counts, without its unit", line("62", unit=""), fail("R-EXP-011")),
    (
        "a type that counts, without its number",
        line("62", **{"output_2019-20": ""}),
        fail("R-EXP-011"),
    ),
    ("a type that does not count, with a unit", line("76", unit="packages"), fail("R-EXP-011")),
    (
        "a line without its type, in the form of 2019-20",
        line("76", scheme_type=""),
        fail("R-EXP-003") | cannot_be_checked("R-EXP-004", "R-EXP-005", "R-EXP-006", "R-EXP-011"),
    ),
)

ADMINISTRATION = cases(
    "2022-23-discharge",
    (
        "administration takes more than its share of the discharge fund",
        line("41", scheme_type="administration", sub_type=""),
        fail("R-EXP-021"),
    ),
    (
        "what an ICB gives to the discharge fund is empty",
        typed("income", {"amount_2022-23": ""}, source="disch_icb", contributor="QX1"),
        cannot_be_checked("R-EXP-021", "R-INC-007", "R-EXP-001", "R-EXP-002"),
    ),
)

CASES = [
    *BALANCES,
    *TYPES,
    *ONE_YEAR,
    *LINES,
    *PURPOSES,
    *ACTIVITIES,
    *OUTPUTS,
    *ADMINISTRATION,
]
