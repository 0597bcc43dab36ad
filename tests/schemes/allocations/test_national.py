"""A list's sum beside the national total."""

from decimal import Decimal

import pytest

from schemes.allocations.national import Agreement, rounding_of


@pytest.mark.parametrize(
    ("total", "unit"),
    [("2140000000", 1_000_000), ("711000000", 1_000_000), ("2140123000", 1000), ("2140123456", 1)],
)
def test_a_total_is_rounded_to_what_it_was_printed_to(total: str, unit: int) -> None:
    assert rounding_of(Decimal(total)) == unit


@pytest.mark.parametrize(
    ("added", "national", "agrees"),
    [
        ("2140499999.99", "2140000000", True),
        ("2139500000", "2140000000", True),
        ("2140500000.01", "2140000000", False),
        ("2139499999", "2140000000", False),
        ("2140123456.50", "2140123456", True),
        ("2140123457", "2140123456", False),
    ],
)
def test_a_sum_agrees_within_the_rounding_of_the_total(
    added: str, national: str, agrees: bool
) -> None:
    assert Agreement(Decimal(added), Decimal(national)).agrees is agrees


def test_what_is_missing_or_too_much_is_said() -> None:
    less = Agreement(Decimal(2_129_000_000), Decimal(2_140_000_000)).words
    assert "£11,000,000 less than the national total of £2,140,000,000" in less
    assert "It is not taken." in less
    assert "£1,000,000 more" in Agreement(Decimal(3_000_000), Decimal(2_000_000)).words


@pytest.mark.parametrize(
    ("added", "like"),
    [(2_140_000, True), (600_000, True), (500_000, False), (2_140_000_000, False)],
)
def test_a_sum_of_about_a_thousandth_looks_like_thousands(added: int, like: bool) -> None:
    assert Agreement(Decimal(added), Decimal(2_140_000_000)).like_thousands is like
