"""Numbers as people write them: read exactly, or refused with a reason a person can use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcf.tables import CellError, Column, Kind

MONEY = Column("amount", "Expenditure (£)", Kind.MONEY)
NUMBER = Column("output", "Expected outputs", Kind.NUMBER)
SHARE = Column("share", "% NHS", Kind.PERCENT)

NO_BREAK, NARROW, THIN, WIDE = "\u00a0", "\u202f", "\u2009", "\u3000"


def refusal(column: Column, raw: str) -> CellError:
    with pytest.raises(CellError) as refused:
        column.parse(raw, {})
    return refused.value


@pytest.mark.parametrize(
    ("raw", "pounds"),
    [
        ("0", "0"),
        ("480000", "480000"),
        ("480,000", "480000"),
        ("£1,234.50", "1234.50"),
        ("£ 1,234.5", "1234.50"),
        ("1234.50£", "1234.50"),
        (" 1 234 ", "1234"),
        ("\t1,234\r\n", "1234"),
        (f"1{NO_BREAK}234{NO_BREAK}567", "1234567"),
        (f"£1{NARROW}234.05", "1234.05"),
        (f"{WIDE}1{THIN}234", "1234"),
        ("１，２３４．５０", "1234.50"),  # noqa: RUF001 - full-width digits
        ("￡５００", "500"),  # noqa: RUF001
        ("\u200e1,234\u200e", "1234"),
        ("\ufeff1,234", "1234"),
        (".5", "0.50"),
        ("5.", "5"),
        ("007", "7"),
        ("1.10000", "1.1"),
        ("9,999,999,999.99", "9999999999.99"),
    ],
)
def test_amounts_are_read(raw: str, pounds: str) -> None:
    assert MONEY.parse(raw, {}) == Decimal(pounds)


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "", "  ", NO_BREAK, "-", " - ", "\u2013", "\u2014", "\u2212", "\u200b"),
        *("£-", f" £{NO_BREAK}-  ", " -  "),  # nought in an accounting format
    ],
)
def test_nothing_and_a_lone_dash_are_blank(raw: str | None) -> None:
    assert MONEY.parse(raw, {}) is None


@pytest.mark.parametrize(
    "raw",
    [
        "-5",
        "(500)",
        "£-5",
        "-£5",
        "- 5",
        "(£500)",
        "£(500)",
        "( 1,234.50 )",
        "5-",
        "\u22125",
        "\u20135",
    ],
)
def test_a_negative_amount_is_refused_with_the_reason(raw: str) -> None:
    error = refusal(MONEY, raw)
    assert error.typed == raw
    assert error.message == f"“{raw}” is below zero. An amount cannot be negative."


@pytest.mark.parametrize(
    "raw", ["n/a", "tbc", "£", "()", "(n/a)", "-n/a", "½", "5²", "①", "٣", "(5"]
)
def test_what_is_not_an_amount_says_how_to_type_one(raw: str) -> None:
    error = refusal(MONEY, raw)
    assert error.typed == raw
    assert error.message == (
        f"“{raw}” is not an amount. Type pounds such as 480,000, or 0 for none."
    )


@pytest.mark.parametrize(
    "raw",
    [
        *("1,23", "12,34,567", "1.234,50", "1 234,5", ",500", "1,,234", "1  234", "1\n234"),
        *("1e5", "1E+3", "0x10", "1_000", "++5", "5%", "$5", "infinity", "NaN", "1.2.3", "1/2"),
    ],
)
def test_a_figure_that_could_be_misread_is_never_guessed(raw: str) -> None:
    assert "is not an amount" in refusal(MONEY, raw).message


@pytest.mark.parametrize("raw", ["5k", "£1.2m", "1.2 M", "3bn", "2 million", "480 thousand"])
def test_a_shortened_amount_asks_for_all_of_it(raw: str) -> None:
    assert refusal(MONEY, raw).message == (
        f"“{raw}” is shortened. Type it in full, such as 480,000."
    )


def test_what_is_wrong_is_said_in_the_words_of_the_cell() -> None:
    assert refusal(NUMBER, "5k").message == "“5k” is shortened. Type it in full, such as 120."
    assert refusal(SHARE, "5k").message == "“5k” is shortened. Type it in full, such as 55."
    assert refusal(SHARE, "all").message == (
        "“all” is not a share. Type a number from 0 to 100, such as 55."
    )


def test_what_was_typed_is_told_as_far_as_a_sentence_holds_it() -> None:
    told = "is not a number. Type one such as 120."
    assert refusal(NUMBER, f" {'x' * 40} ").message == f"“{'x' * 40}” {told}"
    assert refusal(NUMBER, "x" * 41).message == f"“{'x' * 40}…” {told}"


@pytest.mark.parametrize("raw", ["1.234", "0.001", "1,234.505"])
def test_nothing_is_rounded(raw: str) -> None:
    assert refusal(MONEY, raw).message == (
        f"“{raw}” is too exact. Type at most 2 digits after the point."
    )


@pytest.mark.parametrize("raw", ["9999999999.995", "10,000,000,000", "1" * 5000])
def test_nothing_is_clamped(raw: str) -> None:
    shown = raw if len(raw) < 40 else f"{raw[:40]}…"
    assert refusal(MONEY, raw).message == (
        f"“{shown}” is too large. The largest is 9,999,999,999.99."
    )


def test_only_money_takes_a_pound_sign() -> None:
    assert refusal(NUMBER, "£120").message == "“£120” is not a number. Type one such as 120."
    assert "is not a share" in refusal(SHARE, "£55").message


@pytest.mark.parametrize(
    ("raw", "share"),
    [("55", "55"), ("55%", "55"), ("55 %", "55"), ("５５％", "55"), ("0", "0"), ("100", "100")],  # noqa: RUF001
)
def test_shares_are_read(raw: str, share: str) -> None:
    assert SHARE.parse(raw, {}) == Decimal(share)


def test_a_share_is_from_0_to_100() -> None:
    assert refusal(SHARE, "100.01%").typed == "100.01%"
    assert refusal(SHARE, "100.01").message == ("“100.01” is over 100. A share is from 0 to 100.")
    assert refusal(SHARE, "-1%").message == "“-1%” is below zero. A share cannot be negative."


PENCE = st.integers(min_value=0, max_value=999_999_999_999)


@given(
    PENCE, st.sampled_from(["", "£", "£ ", " "]), st.sampled_from(["", ",", " ", NO_BREAK, NARROW])
)
def test_every_amount_is_read_however_it_is_grouped(pence: int, before: str, group: str) -> None:
    amount = Decimal(pence) / 100
    written = before + f"{amount:,.2f}".replace(",", group)
    assert MONEY.parse(written, {}) == amount


@given(PENCE.map(lambda pence: Decimal(pence) / 100))
def test_a_value_reads_as_itself(amount: Decimal) -> None:
    assert MONEY.parse(amount, {}) == amount
    assert MONEY.parse(amount.normalize(), {}) == amount
    assert MONEY.parse(MONEY.canonical(amount), {}) == amount


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_as_it_was_typed(raw: str) -> None:
    for column in (MONEY, NUMBER, SHARE):
        try:
            value = column.parse(raw, {})
        except CellError as error:
            typed = error.typed
        else:
            typed = raw
            assert value is None or (isinstance(value, Decimal) and value >= 0)
        assert typed == raw
