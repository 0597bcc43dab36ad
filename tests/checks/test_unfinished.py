"""What is found unfinished in a text, and what is rightly left alone."""

import re

import pytest

from bcf.checks.unfinished import HINT, MOST, Leftover, Why, unfinished


def found(text: str) -> list[tuple[str, Why]]:
    """What is found, and that the database would have given the text to be looked at."""
    leftovers = unfinished(text, 2023, 2025)
    assert not leftovers or re.search(HINT, text, re.IGNORECASE)
    return [tuple(leftover) for leftover in leftovers]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Reablement is told in section xx of this plan.", "section xx"),
        ("See page XX.", "page XX"),
        ("Some £xx goes to carers.", "xx"),
        ("It costs XXX a year.", "costs XXX"),
        ("The lead is TBC.", "TBC"),
        ("Dates are to be confirmed in May.", "to be confirmed"),
        ("We work with [insert names of partners] on this.", "[insert names of partners]"),
        ("[Insert", "[Insert"),
        ("The chair is **** until May.", "****"),
        ("More to come", "More to come"),
    ],
)
def test_a_gap(text: str, words: str) -> None:
    assert found(text) == [(words, Why.GAP)]


@pytest.mark.parametrize("span", ["22/24", "2022/24", "23/22", "24/24"])
def test_a_span_that_is_none(span: str) -> None:
    assert found(f"Beds are added by the end of {span}.") == [(span, Why.SPAN)]


@pytest.mark.parametrize(
    "heading",
    [
        *("Joint priorities for 2022-23", "a. Priorities 2021/22", "2. Changes in 2022"),
        *("Plan 21/22", "Plan (2022)", "Plan of 2022, agreed in May "),
    ],
)
def test_a_heading_of_an_earlier_year(heading: str) -> None:
    text = f"Before.\n\n{heading}\n\nWe agreed four."
    assert found(text) == [(heading.strip(), Why.HEADING)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2021-22 and 2022-23 we opened two wards, as the plan of 2019 said.",
        "The years 22/23, 23/24, 2023/24 and 23/25 are spans.",
        "On 22/06/2023 the board met; 24/7 cover began; 06/09 and 50/50 are no years.",
        "Priorities for 2023-25\nFour of them.",
        "From 2022-23 to 2023-25\nFour of them.",
        "Approved in 2022-23",  # heads nothing
        "2022-23: 14 places\n2023-24: 20 places",
        "Year | 2021-22\nPlaces | 14",
        "Taxis, axxes and Exxon are words; the text* has ** stars ***.",
        "- opened in 2022-23\n- closed since",
    ],
)
def test_what_is_right(text: str) -> None:
    assert found(text) == []


def test_each_piece_is_told_once_and_in_order() -> None:
    text = "Costs are TBC until 22/24, and TBC again. See section xx."
    assert [words for words, _ in found(text)] == ["TBC", "22/24", "section xx"]


def test_a_text_full_of_gaps_is_not_told_without_end() -> None:
    text = " ".join(f"part{n} xx." for n in range(500))
    assert found(text)[0] == ("part0 xx", Why.GAP)
    assert len(found(text)) == MOST


def test_leftovers_are_plain() -> None:
    assert Leftover("xx", Why.GAP).why == "is a gap that nobody has filled"
