"""Sentences, and the figures in them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from bcf.mentions.words import FIGURES, POUNDS, Quote, Sentence, quotes, sentences


def read(text: str, figures: re.Pattern[str] = POUNDS) -> list[Quote]:
    return list(quotes(Sentence(0, text), figures))


def test_a_text_falls_into_sentences_at_marks_and_lines() -> None:
    text = "Scheme 8 has £1.25m. It is new!\n\n- Falls: 1,962.7; or not?  Yes"
    found = list(sentences(text))
    assert [each.words for each in found] == [
        "Scheme 8 has £1.25m.",
        "It is new!",
        "- Falls: 1,962.7; or not?",
        "Yes",
    ]
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("£320,000, then £15K and £ 1.25 million.", ["£320,000", "£15K", "£ 1.25 million"]),
        ("from £20k-£30k (£1234.50)", ["£20k", "£30k", "£1234.50"]),
        ("£1.2bn, £3 billion, £5, £1m, £12,3456, 320,000", []),
    ],
)
def test_pounds_are_read_as_people_write_them(text: str, words: list[str]) -> None:
    assert [each.words for each in read(text)] == words


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("592, then 79.7 % or 80%, and 1,962.7.", ["592", "79.7", "80", "1,962.7"]),
        ("in 2023-24, 22/23, 2024, Q1 or v1.5; 91 days on 1/4/2023; £320,000", []),
    ],
)
def test_other_figures_are_no_years_no_dates_and_no_small_counts(
    text: str, numbers: list[str]
) -> None:
    assert [each.number for each in read(text, FIGURES)] == numbers


@pytest.mark.parametrize(
    ("text", "value", "fits", "other", "written"),
    [
        ("£320,000", "320000", True, "1350000.4", "1,350,000"),
        ("£320,000", "320001", False, "95000", "95,000"),
        ("£1234.50", "1234.5", True, "2000", "2000.00"),
        ("£1.25m", "1246000", True, "1351000", "1.35"),
        ("£15K", "15400", True, "1200000", "1,200"),
    ],
)
def test_a_figure_is_known_as_exactly_as_it_is_written(
    text: str, value: str, fits: bool, other: str, written: str
) -> None:
    (quote,) = read(text)
    assert quote.fits(Decimal(value)) is fits
    assert quote.written(Decimal(other)) == written
