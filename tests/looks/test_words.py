import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from bcf import words

ICONS = Path(settings.BASE_DIR, "templates/partials/icons.html").read_text("utf-8")
CSS = Path(settings.BASE_DIR, "static/css/states.css").read_text("utf-8")


def test_every_shape_is_drawn_once_and_every_drawing_is_listed():
    drawn = re.findall(r'<symbol id="icon-(\w+)"', ICONS)
    assert sorted(drawn) == sorted(words.SHAPES)


@pytest.mark.parametrize("key", words.STATES)
def test_a_state_has_a_word_a_drawn_shape_and_a_colour(key):
    known = words.STATES[key]
    assert known.word
    assert known.shape in words.SHAPES
    assert f".state--{known.tone} " in CSS


def test_what_cannot_be_checked_never_looks_like_what_holds():
    unknown, holds = words.STATES["unknown"], words.STATES["holds"]
    assert unknown.shape != holds.shape
    assert unknown.tone != holds.tone


def test_counts():
    assert words.count("fails", 6) == "6 to fix"
    assert words.count("unknown", 1) == "1 cannot be checked"
    assert words.count("holds", 1) == "1 holds"
    assert words.count("holds", 14) == "14 hold"


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (Decimal("48000"), ("fails", "£48,000 left")),
        (Decimal("-12500"), ("fails", "£12,500 over")),
        (Decimal("0"), ("holds", "£0")),
        (None, ("unknown", "not known")),
    ],
)
def test_a_balance_is_right_only_at_nought(left, state):
    assert words.balance(left) == state


@pytest.mark.parametrize(
    ("spare", "key"), [(Decimal("0.01"), "met"), (0, "met"), (Decimal("-0.01"), "short")]
)
def test_a_minimum_is_met_at_nought_to_spare(spare, key):
    assert words.headroom(spare)[0] == key


def test_the_sheet_of_drawings_is_a_template():
    assert "<svg" in get_template("partials/icons.html").render()
