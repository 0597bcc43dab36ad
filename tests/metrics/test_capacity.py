"""Capacity and demand: surplus, empty months, months that are short."""

from __future__ import annotations

import pytest

from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import again, plan, put, section

from .plans import found, one, row, says, states

KEY, APRIL = "hospital-discharge", "rehab-home-2023-04"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan("X99000002")


def fill(version: Version, **raw: str) -> None:
    """The same in every month of every service, in both tables."""
    for key in (KEY, "community"):
        fresh = again(version)
        put(fresh, *[Edit(uid=r.uid, raw=raw) for r in section(fresh, key).rows(fresh)], key=key)


def test_there_is_a_row_for_each_service_and_month(version: Version) -> None:
    for key in (KEY, "community"):
        assert len(section(version, key).rows(version)) == 7 * 12


@pytest.mark.parametrize(
    ("demand", "capacity", "surplus"),
    [("88", "96", 8), ("96", "88", -8), ("0", "0", 0), ("", "96", None), ("88", "", None)],
)
def test_the_surplus_is_capacity_less_demand(
    version: Version, demand: str, capacity: str, surplus: int | None
) -> None:
    says(version, APRIL, KEY, demand=demand, capacity=capacity)
    assert row(version, APRIL, KEY).get("surplus") == surplus


def test_empty_months_are_told_once_for_each_service(version: Version) -> None:
    fill(version, demand="1", capacity="1")
    assert states(version, "R-CAP-001") == {"holds"}
    says(version, APRIL, KEY, demand="", capacity="")
    says(version, "rehab-home-2024-01", KEY, capacity="")
    (told,) = [finding for finding in found(version, "R-CAP-001") if finding.outcome == "fails"]
    assert told.message == "Rehabilitation at home (pathway 1): 3 figures are empty."
    assert (told.section, told.row, told.column, told.missing) == (
        *(KEY, str(row(version, APRIL, KEY).uid), "demand", True),
    )


def test_nought_is_a_figure(version: Version) -> None:
    fill(version, demand="0", capacity="0")
    assert states(version, "R-CAP-001") == {"holds"}


def test_half_a_person_is_told(version: Version) -> None:
    fill(version, demand="1", capacity="1")
    assert states(version, "R-CAP-002") == {"holds"}
    says(version, APRIL, KEY, demand="1.5")
    told = one(version, "R-CAP-002")
    assert told.message.endswith("(pathway 1), April 2023: 1.5 is not a whole number.")
    assert told.state == "warns"


def test_a_month_that_is_short_is_explained(version: Version) -> None:
    fill(version, demand="10", capacity="10")
    assert states(version, "R-CAP-004") == {"holds"}
    says(version, APRIL, KEY, demand="12")
    told = one(version, "R-CAP-004")
    assert (told.message.rpartition(": ")[2], told.column) == ("2 short.", "shortfall")
    says(version, APRIL, KEY, shortfall="Beds are bought by the week.")
    assert states(version, "R-CAP-004") == {"holds"}


def test_an_empty_month_leaves_it_open(version: Version) -> None:
    fill(version, demand="10", capacity="10")
    says(version, APRIL, KEY, capacity="")
    told = one(version, "R-CAP-004", "unknown")
    assert told.message == "1 row: demand or capacity is empty."
