"""The narrative, and what stands in any long text."""

from bcf.submissions.models import Version
from tests.examples.changes import Change, cases, fail, typed
from tests.factories import TWO_YEARS, section


def nothing_is_written(version: Version) -> None:
    """The narrative that stood in the plan is gone, and no document goes with it."""
    columns = section(version, "narrative").document_columns
    typed("narrative", dict.fromkeys((column.key for column in columns), ""))(version)


def part(**texts: str) -> Change:
    return typed("narrative", texts)


TEXTS = cases(
    TWO_YEARS,
    (
        "a description is not finished",
        typed("expenditure", {"description": "More to come."}, scheme_code="76"),
        fail("H-NAR-001"),
    ),
    (
        "an explanation names a scheme that is not there",
        typed("ambitions", {"local_plan": "See scheme 99."}, metric="RES"),
        fail("H-NAR-002"),
    ),
)

NARRATIVES = cases(
    "2025-26-plan", ("the narrative is not there", nothing_is_written, fail("R-NAR-003"))
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

CASES = [*TEXTS, *NARRATIVES, *PARTS]
