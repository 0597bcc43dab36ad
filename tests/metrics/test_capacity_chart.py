"""The chart of capacity and demand: columns that compare, short months that show, all in words."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from bcf.figures import MINUS
from metrics.capacity_chart import CapacityChart
from metrics.sections import Month

NAMES = ("April", "May", "June", "July", "August", "September")


def month(name: str, *figures: int | None) -> Month:
    """A month of these figures: demand, capacity, spot purchase."""
    demand, capacity, spot = (None if figure is None else Decimal(figure) for figure in figures)
    about = uuid4(), f"Home, {name}", "Home", f"2024-25 {name}"
    return Month(*about, demand, capacity, spot, explained=False)


def chart(*months: tuple[int | None, ...], width: int = 900) -> CapacityChart:
    named = zip(NAMES, months, strict=False)
    return CapacityChart(width, [month(name, *figures) for name, figures in named])


def test_columns_stand_on_nought_and_compare() -> None:
    drawn = chart((80, 100, 0), (80, 50, 0))
    assert drawn.lines[0].text == "0"
    high, low = drawn.planned
    assert high.y + high.height == low.y + low.height == drawn.bottom
    assert high.height == pytest.approx(low.height * 2)
    assert drawn.left < high.x < high.x + high.width < low.x < low.x + low.width < drawn.right


def test_what_is_bought_stands_on_what_is_planned() -> None:
    drawn = chart((80, 60, 30), (80, 90, 0))
    (bought,) = drawn.bought
    planned = next(drawn.planned)
    assert (bought.x, bought.width) == (planned.x, planned.width)
    assert bought.y + bought.height == pytest.approx(planned.y)
    assert bought.height == pytest.approx(planned.height / 2)
    assert not list(drawn.gaps), "spot purchase covers it"


def test_a_short_month_shows_from_capacity_up_to_demand() -> None:
    drawn = chart((80, 90, 0), (100, 80, 5))
    (gap,) = drawn.gaps
    assert gap.text == f"{MINUS}15"
    assert gap.block.y == drawn.dots[1].y
    assert gap.block.y + gap.block.height == pytest.approx(drawn.y_of(Decimal(85)))
    assert gap.y < gap.block.y


def test_a_month_without_figures_parts_the_line_and_has_no_column() -> None:
    drawn = chart((80, 90, 0), (None, 90, 0), (70, None, 0), (60, 90, None))
    assert [path.count("L") for path in drawn.paths] == [0, 1]
    assert (len(drawn.dots), len(list(drawn.planned)), len(list(drawn.gaps))) == (3, 3, 0)


def test_months_are_named_as_there_is_room() -> None:
    months = [(80, 90, 0)] * 6
    assert [label.text for label in chart(*months).labels][:3] == ["Apr", "May", "Jun"]
    narrow = CapacityChart(340, [month(name, 80, 90, 0) for name in NAMES * 2])
    assert [label.text for label in narrow.labels][:3] == ["A", "M", "J"]


def test_it_is_told_in_words_with_what_is_not_known() -> None:
    assert chart((88, 96, 0), (96, 80, 6), (None, 80, None)).told == (
        "2024-25 April: demand 88, capacity 96."
        " 2024-25 May: demand 96, capacity 80, spot purchase 6, 10 short."
        " 2024-25 June: demand not known, capacity 80, spot purchase not known."
    )


def test_nought_alone_can_be_drawn() -> None:
    drawn = chart((0, 0, 0))
    assert drawn.dots[0].y == drawn.bottom
    assert list(drawn.planned) == []
