"""The narrative, and what stands in any long text."""

from bcf.submissions.models import Version
from tests.examples.changes import BY_ACTIVITIES, EACH, Change, cases, fail, in_each, typed
from tests.factories import TWO_YEARS, section


def nothing_is_written(version: Version) -> None:
    """The narrative that stood in the plan is gone, and no document goes with it."""
    columns = section(version, "narrative").document_columns
    typed("narrative", dict.fromkeys((column.key for column in columns), ""))(version)


def part(**texts: str) -> Change:
    return typed("narrative", texts)


TEXTS = in_each(
    EACH,
    (
        "a description is not finished",
        typed("expenditure", {"description": "More to come."}, scheme_code="1"),
        fail("H-NAR-001"),
    ),
    (
        "the narrative names a scheme that is not there",
        part(governance="The board watches scheme 99."),
        fail("H-NAR-002"),
    ),
)

EXPLANATIONS = cases(
    TWO_YEARS,
    (
        "an explanation names a scheme that is not there",
        typed("ambitions", {"local_plan": "See scheme 99."}, metric="RES"),
        fail("H-NAR-002"),
    ),
)

NARRATIVES = in_each(
    ("2022-23-plan", *BY_ACTIVITIES),
    ("the narrative is not there", nothing_is_written, fail("R-NAR-003")),
)

PARTS = cases(
    "2019-20-plan",
    ("a part of the narrative is not written", part(board_level=""), fail("R-NAR-001")),
    (
        "a part of the narrative is longer than its limit",
        part(board_level="word " * 801),
        fail("R-NAR-002"),
    ),
)

CASES = [*TEXTS, *EXPLANATIONS, *NARRATIVES, *PARTS]
