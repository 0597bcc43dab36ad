"""Charts: round scales, gaps that stay gaps, values where there is room, all of it in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from metrics.chart import Chart, Figure
from metrics.drawing import places_of, ticks


def chart(*values: str | None, planned: int = 0, width: int = 900, unit: str = "%") -> Chart:
    """Quarters from 2022-23 Q1, the last of them planned."""
    figures = [
        Figure(
            f"{2022 + place // 4}-{23 + place // 4} Q{place % 4 + 1}",
            None if value is None else Decimal(value),
            place >= len(values) - planned,
        )
        for place, value in enumerate(values)
    ]
    return Chart(width, figures, unit)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["91.7", "92.8"], ["91.0", "91.5", "92.0", "92.5", "93.0"]),
        (["1940", "2004.5"], ["1920", "1940", "1960", "1980", "2000", "2020"]),
        (["0.3", "4"], ["0", "1", "2", "3", "4"]),
        (["0", "0"], ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (["592"], ["540", "560", "580", "600", "620", "640"]),
        (["25"], ["23.0", "23.5", "24.0", "24.5", "25.0", "25.5", "26.0", "26.5"]),
    ],
)
def test_lines_stand_for_round_figures(values: list[str], expected: list[str]) -> None:
    assert ticks([Decimal(value) for value in values]) == [Decimal(tick) for tick in expected]


@pytest.mark.parametrize("low", ["0.01", "3", "79.7", "99.9", "1234.5", "98765"])
@pytest.mark.parametrize("more", ["0", "0.1", "7", "333"])
def test_every_value_stands_between_the_lines(low: str, more: str) -> None:
    values = [Decimal(low), Decimal(low) + Decimal(more)]
    found = ticks(values)
    assert found[0] <= values[0] <= values[1] <= found[-1]
    assert 2 <= len(found) <= 8


def test_places_are_those_of_the_longest_value() -> None:
    assert places_of([Decimal("592"), None]) == 0
    assert places_of([Decimal("92.50"), Decimal("93")]) == 1


def test_higher_values_stand_higher_and_inside() -> None:
    drawn = chart("91.9", "92.2", "91.7", "92.3")
    heights = [mark.y for mark in drawn.marks]
    assert sorted(range(4), key=lambda place: -heights[place]) == [2, 0, 1, 3]
    assert all(drawn.top < height <= drawn.bottom for height in heights)
    assert all(drawn.left < mark.x < drawn.right for mark in drawn.marks)


def test_a_gap_stays_a_gap() -> None:
    drawn = chart("91", "92", None, "93", "94", "95", planned=2)
    paths = [(planned, path.count("L")) for planned, path in drawn.paths]
    assert paths == [(False, 1), (False, 0), (True, 1)]
    assert len(drawn.marks) == 5


def test_the_ground_of_the_plan_begins_between_the_two() -> None:
    drawn = chart("91", "92", "93", planned=1)
    places = [mark.x for mark in drawn.marks]
    assert places[1] < drawn.plan_from < places[2]
    assert drawn.plan_from + drawn.plan_width == pytest.approx(drawn.right)


def test_values_are_written_where_there_is_room_else_the_last_alone() -> None:
    values = ["1940.5"] * 8
    assert all(mark.text for mark in chart(*values, planned=4).marks)
    narrow = chart(*values, planned=4, width=340).marks
    assert [bool(mark.text) for mark in narrow] == [False] * 3 + [True] + [False] * 3 + [True]


def test_a_dip_has_its_value_under_it() -> None:
    above, dip, last = chart("92", "91", "93").marks
    assert dip.text_y > dip.y
    assert above.text_y < above.y
    assert last.text_y < last.y


def test_names_are_cut_where_they_do_not_fit() -> None:
    months = [Figure(f"2025-26 {m}", Decimal(1), True) for m in ("April", "May", "September")]
    assert [label.text for label in Chart(900, months, "days").labels] == ["Apr", "May", "Sep"]
    assert [label.text for label in Chart(340, months * 6, "days").labels][:3] == ["A", "M", "S"]


def test_years_and_their_parts_are_named_once() -> None:
    drawn = chart("1", "2", "3", "4", "5", planned=1)
    assert [label.text for label in drawn.groups] == ["2022-23 actual", "2023-24 plan"]
    years = [Figure("2021-22", Decimal(1), False), Figure("2022-23", Decimal(1), True)]
    of_years = Chart(900, years, "%")
    assert [label.text for label in of_years.groups] == ["Actual", "Plan"]
    assert [label.text for label in of_years.labels] == ["2021-22", "2022-23"]


def test_it_is_told_in_words_with_what_is_not_known() -> None:
    assert chart("92", "92.5", None, planned=1).told == (
        "Actual: 92.0% in 2022-23 Q1, 92.5% in 2022-23 Q2. Plan: not known in 2022-23 Q3."
    )


@pytest.mark.parametrize(("value", "begins"), [("92", "86%"), ("0", "")])
def test_a_scale_that_does_not_begin_at_nought_is_told(value: str, begins: str) -> None:
    assert chart(value).begins == begins
