"""Income: what comes into the pool, against what was published."""

from collections.abc import Mapping

from django.db.models import F

from bcf.submissions.models import Version
from schemes.models import FundingLine, FundingSource
from tests.examples.changes import (
    EACH,
    Change,
    cannot_be_checked,
    cases,
    fail,
    in_each,
    not_published,
    published,
    raised,
    typed,
)
from tests.examples.reading import EXAMPLESHIRE, SAMPLETON, version_of
from tests.factories import NEXT, THIS, TWO_YEARS


def gives(contributor: str, source: str, cells: Mapping[str, str]) -> Change:
    return typed("income", cells, source=source, contributor=contributor)


def of_the_neighbour(change: Change) -> Change:
    """A change of Sampleton's plan, which takes of the same ICB's discharge funding."""
    return lambda version: change(version_of(SAMPLETON, version.submission.collection.code))


def takes_the_winter_grant(version: Version) -> None:
    """By another hand than the product's, which offers the sources of the edition."""
    winter = FundingSource.objects.get(edition__code="2019-20", key="winter")
    FundingLine.objects.filter(version=version, source__key="add_la").update(source=winter)


COUNCIL, DISTRICT, ICB, SHARED_ICB = EXAMPLESHIRE, "X99D01", "QX1", "QX2"

GIVEN = in_each(
    EACH,
    (
        "an additional contribution that does not say what it is for",
        gives(COUNCIL, "add_la", {"comment": ""}),
        fail("R-INC-004"),
    ),
    (
        "a district's part of the DFG is a penny short",
        raised("income", "-0.01", source="dfg", contributor=DISTRICT),
        fail("R-INC-005", "R-INC-006"),
    ),
    (
        "a source of an earlier edition",
        takes_the_winter_grant,
        fail("R-INC-010", "R-EXP-001", "R-EXP-002"),
    ),
)

SHARED_OUT = cases(
    TWO_YEARS,
    (
        "an ICB gives a penny more of its discharge funding",
        gives(ICB, "disch_icb", {THIS: "2310418.01"}),
        fail("R-INC-003", "R-EXP-001"),
    ),
    (
        "an ICB gives a penny less of its discharge funding",
        gives(ICB, "disch_icb", {THIS: "2310417.99"}),
        fail("R-INC-003", "R-EXP-001", "R-EXP-002"),
    ),
    (
        "an ICB's discharge funding is empty in one year",
        gives(ICB, "disch_icb", {NEXT: ""}),
        fail("R-INC-008") | cannot_be_checked("R-INC-003", "R-INC-007", "R-EXP-001", "R-EXP-002"),
    ),
    (
        "another board takes a penny more of a shared ICB's discharge funding",
        of_the_neighbour(gives(SHARED_ICB, "disch_icb", {THIS: "512000.26"})),
        fail("R-INC-003"),
    ),
    (
        "another board's share of an ICB's discharge funding is empty",
        of_the_neighbour(gives(SHARED_ICB, "disch_icb", {THIS: ""})),
        cannot_be_checked("R-INC-003"),
    ),
    (
        "an additional contribution without its contributor",
        gives(COUNCIL, "add_la", {"contributor": ""}),
        fail("R-INC-004"),
    ),
    (
        "a district's part of the DFG is a penny too much",
        raised("income", "0.01", source="dfg", contributor=DISTRICT),
        fail("R-INC-005"),
    ),
    (
        "a district's part of the DFG is empty",
        gives(DISTRICT, "dfg", {THIS: ""}),
        fail("R-INC-008") | cannot_be_checked("R-INC-005", "R-INC-006"),
    ),
)

CASES = [*GIVEN, *SHARED_OUT]

AGAIN = in_each(
    EACH,
    (
        "an ICB's minimum is published again, a pound higher",
        published("min_nhs", ICB, amount=F("amount") + 1),
        fail("R-INC-001"),
    ),
    (
        "the DFG is published again, a pound lower",
        published("dfg", COUNCIL, amount=F("amount") - 1),
        fail("R-INC-002"),
    ),
    (
        "the published DFG is a thousand times what the plan has",
        published("dfg", COUNCIL, amount=F("amount") * 1000),
        fail("R-INC-002", "R-INC-009"),
    ),
)

FIGURES = cases(
    TWO_YEARS,
    ("no NHS minimum is published", not_published("min_nhs"), cannot_be_checked("R-INC-001")),
    ("no DFG is published", not_published("dfg"), cannot_be_checked("R-INC-002")),
    (
        "the council's discharge funding is published again, a pound higher",
        published("disch_la", COUNCIL, amount=F("amount") + 1),
        fail("R-INC-003"),
    ),
    (
        "the council's discharge funding is not published",
        not_published("disch_la"),
        cannot_be_checked("R-INC-003"),
    ),
)

PUBLISHED = [*AGAIN, *FIGURES]
