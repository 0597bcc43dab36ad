"""Which schemes a text names."""

from __future__ import annotations

import pytest

from schemes.mentions.words import named


def codes(text: str) -> list[str]:
    return [each.code for each in named(text)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Scheme 8 pays for carers.", ["8"]),
        ("See schemes 8, 10 and 12.", ["8", "10", "12"]),
        ("Schemes 8 \u2013 12, and scheme 14a", ["8", "12", "14a"]),
        ("scheme ID 3.1; scheme no. 4, or 5", ["3.1", "4", "5"]),
        ("(scheme BCF-014 & BCF-015/16)", ["BCF-014", "BCF-015", "16"]),
        ("scheme\n7", ["7"]),
        ("Scheme 8, 2023-24", ["8"]),
    ],
)
def test_ids_are_found_as_boards_write_them(text: str, ids: list[str]) -> None:
    assert codes(text) == ids


@pytest.mark.parametrize(
    "text",
    [
        "The scheme of 2023",
        "scheme 2023-24",
        "schemes and 8 beds",
        "themescheme 8",
        "8 schemes",
        "",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert codes(text) == []
