"""The narrative, and what stands in any long text."""

from tests.examples.changes import cases, fail, typed
from tests.factories import TWO_YEARS

CASES = cases(
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
