"""The second year's capacity and demand, refreshed: spot purchase, and whether it is agreed."""

from __future__ import annotations

import pytest

from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import EXAMPLESHIRE, again, plan, put, section

from .plans import found, one, row, says, states

UPDATE = "2024-25-update"
KEY, APRIL = "hospital-discharge", "rehab-home-2024-04"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan(EXAMPLESHIRE, UPDATE)


def fill(version: Version) -> None:
    """Every month of every service has as much capacity as demand, and buys nothing more."""
    raw = {"demand": "10", "capacity": "10"}
    for key, more in ((KEY, {"spot": "0"}), ("community", {})):
        fresh = again(version)
        rows = section(fresh, key).rows(fresh)
        put(fresh, *[Edit(uid=r.uid, raw=raw | more) for r in rows], key=key)


def test_it_asks_for_the_months_of_the_second_year(version: Version) -> None:
    for key in (KEY, "community"):
        kind = section(version, key)
        assert len(kind.rows(version)) == 7 * 12
        assert {name.rpartition(" ")[2] for name in kind.names.values()} == {"2024", "2025"}


@pytest.mark.parametrize(
    ("demand", "capacity", "spot", "without", "with_spot"),
    [
        ("96", "88", "10", -8, 2),
        ("96", "88", "0", -8, -8),
        ("88", "96", "", 8, None),
        ("", "96", "4", None, None),
        ("88", "", "4", None, None),
    ],
)
def test_the_surplus_is_worked_out_both_ways(
    version: Version, demand: str, capacity: str, spot: str, without: object, with_spot: object
) -> None:
    says(version, APRIL, KEY, demand=demand, capacity=capacity, spot=spot)
    april = row(version, APRIL, KEY)
    assert (april.get("surplus"), april.get("surplus_with_spot")) == (without, with_spot)


def test_where_no_spot_purchase_is_asked_for_the_surplus_is_one(version: Version) -> None:
    says(version, APRIL, "community", demand="96", capacity="100")
    april = row(version, APRIL, "community")
    assert april.get("surplus") == 4
    assert "surplus_with_spot" not in april.values


def test_spot_purchase_is_a_figure_that_has_to_be_there(version: Version) -> None:
    fill(version)
    assert states(version, "R-CAP-001") == states(version, "R-CAP-003") == {"holds"}
    says(version, APRIL, KEY, spot="")
    told = one(version, "R-CAP-001")
    assert told.message == "Rehabilitation at home (pathway 1): 1 figure is empty."
    assert (told.section, told.column) == (KEY, "spot")
    assert {f.section for f in found(version, "R-CAP-003")} == {KEY}
    assert one(version, "R-CAP-003", "unknown").message.startswith("1 row: ")


def test_a_month_that_spot_purchase_covers_is_not_short(version: Version) -> None:
    fill(version)
    says(version, APRIL, KEY, demand="12", spot="2")
    assert states(version, "R-CAP-004") == {"holds"}
    says(version, APRIL, KEY, spot="1")
    assert one(version, "R-CAP-004").message.endswith(": 1 short.")


@pytest.mark.parametrize(("answer", "state"), [("No", "fails"), ("Yes", "holds")])
def test_the_refreshed_plan_is_agreed(version: Version, answer: str, state: str) -> None:
    assert states(version, "R-CAP-005") == {"unknown"}
    cover = section(version, "cover")
    put(version, Edit(uid=cover.uid, raw={"capacity_agreed": answer}), key="cover")
    (told,) = found(version, "R-CAP-005")
    assert (told.state, told.stops, told.column) == (state, answer == "No", "capacity_agreed")


def test_the_plan_of_two_years_is_asked_neither(version: Version) -> None:
    older = plan()
    assert found(older, "R-CAP-003") == found(older, "R-CAP-005") == []
