import datetime
from decimal import Decimal

import pytest

from bcf import figures


@pytest.mark.parametrize(
    ("pounds", "written"),
    [
        (Decimal("58841000"), "£58,841,000"),
        (Decimal("58841000.00"), "£58,841,000"),
        (Decimal("1234.5"), "£1,234.50"),
        (Decimal("0.01"), "£0.01"),
        (Decimal("0"), "£0"),
        (Decimal("-0.00"), "£0"),
        (Decimal("-500"), figures.MINUS + "£500"),
        (Decimal("-0.50"), figures.MINUS + "£0.50"),
        (Decimal("999999999999.99"), "£999,999,999,999.99"),
        (7, "£7"),
        (None, "not known"),
    ],
)
def test_money_standing_alone(pounds, written):
    assert figures.money(pounds) == written


def test_a_column_writes_pence_everywhere_or_nowhere():
    assert figures.money(Decimal("12"), pence=True) == "£12.00"
    assert figures.amount(Decimal("1234"), pence=True) == "1,234.00"
    assert figures.amount(Decimal("1234567")) == "1,234,567"


def test_an_amount_nobody_typed_is_blank_in_a_column():
    assert figures.amount(None) == ""


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (Decimal("1234.500"), None, "1,234.5"),
        (Decimal("1000"), None, "1,000"),
        (Decimal("0"), None, "0"),
        (Decimal("-3"), None, figures.MINUS + "3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.4"), 0, "0"),
        (412, None, "412"),
        (None, None, ""),
    ],
)
def test_number(value, places, written):
    assert figures.number(value, places) == written


def test_percent_is_of_a_number_of_per_cent():
    assert figures.percent(Decimal("92.5")) == "92.5%"
    assert figures.percent(Decimal("92.55"), 0) == "93%"
    assert figures.percent(None) == "not known"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (Decimal("48000"), "£48,000 left"),
        (Decimal("-12500"), "£12,500 over"),
        (Decimal("0.01"), "£0.01 left"),
        (Decimal("-0.01"), "£0.01 over"),
        (Decimal("0.00"), "£0"),
        (None, "not known"),
    ],
)
def test_a_balance_is_a_word_and_not_a_sign(left, words):
    assert figures.balance(left) == words


def test_headroom_is_above_or_short():
    assert figures.headroom(Decimal("252650")) == "£252,650 above"
    assert figures.headroom(Decimal("-87323")) == "£87,323 short"
    assert figures.headroom(Decimal("0")) == "£0"


def test_plural():
    assert figures.plural(1, "line") == "1 line"
    assert figures.plural(0, "line") == "0 lines"
    assert figures.plural(1800, "entry", "entries") == "1,800 entries"


def test_dates():
    day = datetime.date(2023, 6, 28)
    assert figures.long_date(day) == "Wednesday 28 June 2023"
    assert figures.full_date(day) == "28 June 2023"
    assert figures.short_date(day) == "28 June"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime.datetime(2023, 6, 14, 9, 5), "today, 09:05"),
        (datetime.datetime(2023, 6, 13, 23, 59), "13 June"),
        (datetime.datetime(2022, 12, 16, 10, 0), "16 December 2022"),
    ],
)
def test_a_time_is_told_only_for_today(moment, words):
    assert figures.when(moment, datetime.datetime(2023, 6, 14, 10, 41)) == words


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (datetime.date(2023, 6, 14), "14 days left"),
        (datetime.date(2023, 6, 27), "1 day left"),
        (datetime.date(2023, 6, 28), "due today"),
        (datetime.date(2023, 7, 1), "3 days late"),
    ],
)
def test_days_left(today, words):
    assert figures.days_left(datetime.date(2023, 6, 28), today) == words


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("", None, "0 words, 0 characters"),
        ("Once", None, "1 word, 4 characters"),
        ("word " * 1_234, 20_000, "1,234 words, 6,170 characters of at most 20,000"),
    ],
)
def test_how_long_a_text_is(text, most, told):
    assert figures.length(text, most) == told
