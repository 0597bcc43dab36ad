"""What of a table the address asks for."""

from decimal import Decimal
from uuid import uuid4

from bcf.pages.asked import Asked
from bcf.tables import Column, Kind, Option, Row

LIST = (Option("b", "Beds"), Option("a", "Aids"))
COLUMNS = (
    Column("name", "Name", Kind.TEXT, group="Scheme"),
    Column(
        "type",
        "Type",
        Kind.CHOICE,
        group="Type",
        options=(Option("b", "Beds"), Option("a", "Aids")),
    ),
    Column("amount", "Amount", Kind.MONEY, group="Money"),
)


def row(name, kind=None, amount=None):
    values = {"name": name, "type": kind, "amount": None if amount is None else Decimal(amount)}
    return Row(uuid4(), 1, values)


ROWS = [row("apples", "a", 5), row("Bananas", "b", 100), row("cherries", None, None)]


def names(to_mend=(), **query):
    asked = Asked.of(COLUMNS, query)
    return [r.get("name") for r in asked.rows(COLUMNS, ROWS, to_mend)]


def test_filters_by_an_entry_and_ignores_what_is_none():
    assert names(type="a") == ["apples"]
    assert names(type="nonsense", other="x") == ["apples", "Bananas", "cherries"]


def test_finds_words_in_texts_entries_and_amounts():
    assert names(find="BANANA") == ["Bananas"]
    assert names(find="beds") == ["Bananas"]
    assert names(find="100") == ["Bananas"]
    assert names(find="zzz") == []


def test_keeps_what_is_to_be_mended():
    assert names(to_mend={ROWS[2].uid}, show="fix") == ["cherries"]


def test_sorts_texts_entries_and_amounts_with_the_empty_last():
    assert names(sort="name") == ["apples", "Bananas", "cherries"]
    assert names(sort="-name") == ["cherries", "Bananas", "apples"]
    assert names(sort="type") == ["Bananas", "apples", "cherries"]
    assert names(sort="-amount") == ["Bananas", "apples", "cherries"]
    assert names(sort="amount") == ["apples", "Bananas", "cherries"]
    assert names(sort="nonsense") == ["apples", "Bananas", "cherries"]


def test_leaves_out_groups_but_never_the_first_nor_the_money():
    assert Asked.of(COLUMNS, {"hide": "Type,Money,Scheme,Nonsense"}).hidden == {"Type"}


def test_says_whether_rows_may_be_left_out():
    assert not Asked.of(COLUMNS, {"sort": "name", "hide": "Type"}).narrows
    assert Asked.of(COLUMNS, {"find": "x"}).narrows
