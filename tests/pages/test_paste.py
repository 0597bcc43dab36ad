"""The page of a paste through its forms: what it asks, what it puts in, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.people.models import Role, User
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from bcf.submissions.proposals import propose_undo
from bcf.tables import Edit
from tests.factories import (
    EXAMPLESHIRE,
    TWO_YEARS,
    add,
    again,
    cells,
    content,
    person,
    plan,
    put,
    section,
    statements,
)

HEAD = "Scheme ID|Scheme Name|Scheme Type|Sub Types|Source of Funding|Expenditure 23/24 (£)"
CARERS = "1|Breaks|Carers Services|Respite services|DFG|£1,000,000"
OTHER = "2|Advice|Carers Services|Other|DFG|2,000,000"
AMOUNT = "amount_2023-24"


@pytest.fixture
def version(editions: None) -> Version:
    return plan()


@pytest.fixture
def asha(version: Version, client: Client) -> User:
    user = person(organisation=EXAMPLESHIRE)
    client.force_login(user)
    return user


class Form(HTMLParser):
    """What a browser would send back of a page's main form, no button pressed."""

    def __init__(self, page: HttpResponse) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self.select = ""
        self.inside = False
        self.feed(page.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.inside = self.inside or (tag == "form" and held.get("class") == "paste")
        if not self.inside:
            return
        if tag == "select":
            self.select = held["name"]
            self.data[self.select] = ""
        elif tag == "option" and "selected" in held:
            self.data[self.select] = held["value"]
        elif tag == "input" and (
            held.get("type") not in ("radio", "checkbox") or "checked" in held
        ):
            self.data[held["name"]] = held.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


Send = Callable[..., Any]


@pytest.fixture
def send(client: Client, asha: User) -> Send:
    """Post a form of a section's paste page."""

    def post(data: dict[str, str], key: str = "expenditure") -> Any:
        return client.post(reverse("paste", args=[EXAMPLESHIRE, TWO_YEARS, key]), data)

    return post


def tsv(*rows: str) -> str:
    return "\r\n".join(row.replace("|", "\t") for row in rows)


def paste(send: Send, *rows: str, key: str = "expenditure", **more: str) -> Any:
    return send({"text": tsv(*rows), **more}, key)


def go_on(send: Send, page: Any, key: str = "expenditure", **answers: str) -> Any:
    """Send the page's own form back with these answers."""
    return send({**Form(page).data, **answers}, key)


def said(page: Any) -> list[str]:
    return [problem.text for problem in page.context["problems"]]


def states(page: Any) -> list[str]:
    return [row.words for row in page.context["rows"]]


def rows(version: Version) -> list[dict[str, str]]:
    kind = section(version)
    return [cells(version, row.uid) for row in kind.rows(again(version))]


def test_rows_go_in_as_one_change_that_one_undo_takes_back(version: Version, send: Send) -> None:
    before = content(version)
    page = paste(send, HEAD, CARERS, OTHER)
    assert states(page) == ["New line", "New line"]
    assert "Nothing is saved yet." in page.content.decode()
    assert content(version) == before
    done = go_on(send, page, put="1")
    assert done.status_code == 302
    assert [row[AMOUNT] for row in rows(version)] == ["1000000.00", "2000000.00"]
    (change, *_) = again(version).changes.all()
    assert change.what == "Expenditure: pasted 2 rows"
    assert done["Location"].endswith(f"#row-{change.inverse['expenditure'][0]['uid']}")
    propose_undo(change).apply(by=None, what="Undo")
    assert content(version) == before


def test_the_same_paste_twice_adds_nothing(version: Version, send: Send) -> None:
    for _ in range(2):
        page = paste(send, HEAD, CARERS, OTHER)
        go_on(send, page, put="1")
    assert len(rows(version)) == 2
    assert states(page) == ["Already there: line 1", "Already there: line 2"]
    assert "There is nothing to put in" in page.content.decode()
    again_put = go_on(send, page, put="1")
    assert again_put.status_code == 302
    assert again(version).revision == 2


def test_a_changed_row_shows_what_the_line_has(version: Version, send: Send) -> None:
    go_on(send, paste(send, HEAD, CARERS), put="1")
    page = paste(send, HEAD, CARERS.replace("1,000,000", "1,250,000"))
    assert states(page) == ["Changes line 1"]
    assert "line 1 has £1,000,000" in page.content.decode()
    go_on(send, page, put="1")
    assert [row[AMOUNT] for row in rows(version)] == ["1250000.00"]


def test_one_acceptance_mends_a_value_wherever_it_stands(version: Version, send: Send) -> None:
    bad = [
        CARERS.replace("Respite services", "Respit"),
        CARERS.replace("Respite services", "respit"),
    ]
    page = paste(send, HEAD, bad[0], *[row.replace("1|", "3|") for row in bad])
    assert said(page) == ["Rows 2 to 4: “Respit” is not in the list for Sub type."]
    page = go_on(send, page, accept="0:carers-services.respite-services")
    assert said(page) == []
    assert "you pasted “Respit”" in page.content.decode()
    undone = go_on(send, page, unmend="value:0")
    assert len(said(undone)) == 1
    chosen = go_on(send, undone, **{"value-0": "-"})
    assert said(chosen) == []
    go_on(send, chosen, put="1")
    assert [row.get("sub_type") for row in rows(version)] == [None, None, None]


def test_a_cell_is_mended_in_place_and_what_was_typed_stays(version: Version, send: Send) -> None:
    page = paste(send, HEAD, CARERS.replace("£1,000,000", "5,000-"))
    assert said(page) == ["Row 2: “5,000-” is below zero. An amount cannot be negative."]
    assert Form(page).data[f"cell-2-{AMOUNT}"] == "5,000-"
    page = go_on(send, page, **{f"cell-2-{AMOUNT}": "five"}, put="1")
    assert said(page) == [
        "Row 2: “five” is not an amount. Type pounds such as 480,000, or 0 for none."
    ]
    assert Form(page).data[f"cell-2-{AMOUNT}"] == "five"
    assert rows(version) == []
    go_on(send, page, **{f"cell-2-{AMOUNT}": "5,000,000"}, put="1")
    assert rows(version)[0][AMOUNT] == "5000000.00"


def test_pressed_too_early_nothing_goes_in(version: Version, send: Send) -> None:
    page = paste(send, HEAD.replace("(£)", "£000"), CARERS.replace("£1,000,000", "1,000"))
    early = go_on(send, page, put="1")
    assert said(early) == ["Say whether the amounts are thousands of pounds"]
    assert "checked" not in early.content.decode()
    assert "<title>Error: Check what you pasted" in early.content.decode()
    assert rows(version) == []
    go_on(send, early, **{"thousands-heading": "yes"}, put="1")
    assert rows(version)[0][AMOUNT] == "1000000.00"


def test_each_answer_says_what_it_would_leave_of_the_sources_money(
    version: Version, send: Send
) -> None:
    page = paste(send, HEAD.replace("(£)", "£000"), CARERS.replace("£1,000,000", "1,000"))
    (question,) = page.context["questions"]
    assert [answer.text for answer in question.answers] == [
        "Yes, thousands: 1,000 means £1,000,000",
        "No, pounds: 1,000 means £1,000",
    ]
    assert [answer.hint for answer in question.answers] == [
        "£5,412,385 would be left to plan",
        "£6,411,385 would be left to plan",
    ]


def test_nothing_goes_in_that_was_not_looked_at(version: Version, send: Send) -> None:
    assert states(paste(send, HEAD, CARERS, put="1")) == ["New line"]
    assert rows(version) == []


def test_rows_are_used_or_left_out_as_the_person_says(version: Version, send: Send) -> None:
    page = paste(send, HEAD, CARERS, "|Total|||DFG|1,000,000", CARERS.replace("DFG", "Nobody"))
    assert states(page) == ["New line", "Set aside", "Mend 1 cell"]
    page = go_on(send, go_on(send, page, use="3"), leave="4")
    assert states(page) == ["New line", "New line", "Set aside"]
    page = go_on(send, page, leave="3")
    go_on(send, page, put="1")
    assert len(rows(version)) == 1


def test_without_headings_it_asks_which_column_is_which(version: Version, send: Send) -> None:
    page = paste(send, "1|Breaks|DFG|1,000,000")
    assert said(page) == ["Say which column is which"]
    answers = {"column-0": "scheme_code", "column-1": "scheme_name", "column-3": AMOUNT}
    page = go_on(send, page, **answers, put="1")
    assert said(page) == ["Say which column is which"]
    go_on(send, page, columns_right="1", put="1")
    assert rows(version) == [
        {"scheme_code": "1", "scheme_name": "Breaks", "source": "dfg", AMOUNT: "1000000.00"}
    ]


def test_blank_names_under_a_filled_one(version: Version, send: Send) -> None:
    page = paste(send, HEAD, CARERS, "||Carers Services|Other|DFG|2,000,000")
    assert page.context["above"]["rows"] == "Row 3"
    go_on(send, page, above="blank", put="1")
    assert [row.get("scheme_code") for row in rows(version)] == ["1", None]


def test_a_clipboard_of_html_alone_is_pasted(version: Version, send: Send) -> None:
    lines = ["<td rowspan=2>1<td>Breaks<br>and more<td>DFG", "<td>Advice<td>DFG"]
    head = "<tr><th>Scheme ID<th>Scheme Name<th>Source of Funding"
    page = send({"text": "", "html": f"<table>{head}<tr>{lines[0]}<tr>{lines[1]}</table>"})
    assert page.context["notes"][0].startswith("“1” was one merged cell over rows 2 and 3")
    assert "Look again" in go_on(send, page).content.decode()
    go_on(send, page, put="1")
    assert [(row["scheme_code"], row["scheme_name"]) for row in rows(version)] == [
        ("1", "Breaks\nand more"),
        ("1", "Advice"),
    ]


# A block at a cell.


def test_a_block_lands_at_its_cell(version: Version, send: Send) -> None:
    uids = [add(version, {"scheme_name": name}) for name in ("one", "two")]
    page = paste(send, "5|6", "7|8", at_row=str(uids[1]), at_column=AMOUNT)
    assert states(page) == ["Changes line 2", "New line"]
    assert "lands at line 2, 2023-24 (£)" in page.content.decode()
    go_on(send, page, put="1")
    assert [row.get(AMOUNT) for row in rows(version)] == [None, "5.00", "7.00"]


def test_a_block_goes_over_the_cells_that_the_page_shows(version: Version, send: Send) -> None:
    """The page may be sorted or filtered, and groups of columns closed."""
    one, _two, three = (add(version, {"scheme_name": name}) for name in ("one", "two", "three"))
    shown = {"down": f"{three} {one}", "right": f"scheme_name source {AMOUNT}"}
    at = {"at_row": str(three), "at_column": "scheme_name"}
    page = paste(send, "c|DFG|1", "a|iBCF|2", "d||4", **at, **shown)
    assert states(page) == ["Changes line 3", "Changes line 1", "New line"]
    go_on(send, page, put="1")
    assert [(row["scheme_name"], row.get(AMOUNT)) for row in rows(version)] == [
        ("a", "2.00"),
        ("two", None),
        ("c", "1.00"),
        ("d", "4.00"),
    ]
    gone = paste(send, "x", **at, down=f"{three} {UUID(int=9)}")
    assert "is not there any more" in gone.content.decode()


def test_a_block_at_a_line_that_is_gone_is_not_put_elsewhere(version: Version, send: Send) -> None:
    uid = add(version, {"scheme_name": "one"})
    put(version, Edit(uid=uid, remove=True))
    there = add(version, {"scheme_name": "two"})
    for row, column in ((uid, AMOUNT), (there, "nonsense")):
        page = paste(send, "5", at_row=str(row), at_column=column)
        assert "is not there any more" in page.content.decode()
        assert "<textarea" in page.content.decode()


def test_a_published_amount_is_not_pasted_over(version: Version, send: Send) -> None:
    before = content(version)
    kind = section(version, "income")
    line = next(row for row in kind.rows(version) if row.get("source") == "ibcf")
    page = paste(send, "7", key="income", at_row=str(line.uid), at_column=AMOUNT)
    assert states(page) == ["Mend 1 cell"]
    assert "The published allocation for 2023-24 sets this at" in said(page)[0]
    page = go_on(send, page, "income", put="1")
    assert content(version) == before
    assert go_on(send, page, "income", leave="1").context["nothing"]


def test_a_line_of_income_needs_its_source(version: Version, send: Send) -> None:
    page = paste(send, "Comments|Contribution 23/24", "Extra|5,000,000", key="income")
    assert said(page) == ["Row 2: Source cannot be empty here."]
    assert states(page) == ["Cannot go in"]


# Two people.


def test_a_later_change_shows_both_values_and_asks_again(version: Version, send: Send) -> None:
    uid = add(version, {"scheme_code": "1", "scheme_name": "Breaks", AMOUNT: "10"})
    page = paste(send, "Scheme ID|Scheme Name|23/24 (£)", "1|Breaks|30")
    put(version, Edit(uid=uid, raw={AMOUNT: "20"}), by=person())
    page = go_on(send, page, put="1")
    assert page.status_code == 409
    text = page.content.decode()
    assert "The plan was changed while you had this open" in text
    assert "line 1 has £20" in text
    assert "it had £10 when you looked" in text
    assert cells(version, uid)[AMOUNT] == "20.00"
    assert go_on(send, page, put="1").status_code == 302
    assert cells(version, uid)[AMOUNT] == "30.00"


def test_a_line_deleted_meanwhile_is_not_brought_back_unseen(version: Version, send: Send) -> None:
    uid = add(version, {"scheme_code": "1", "scheme_name": "Breaks", AMOUNT: "10"})
    page = paste(send, "Scheme ID|Scheme Name|23/24 (£)", "1|Breaks|10", "2|Advice|5")
    assert states(page) == ["Already there: line 1", "New line"]
    put(version, Edit(uid=uid, remove=True))
    page = go_on(send, page, put="1")
    assert page.status_code == 409
    assert states(page) == ["New line", "New line"]
    assert rows(version) == []


def test_a_change_elsewhere_is_no_conflict(version: Version, send: Send) -> None:
    uid = add(version, {"scheme_code": "1", "scheme_name": "Breaks", AMOUNT: "10"})
    page = paste(send, "Scheme ID|Scheme Name|23/24 (£)", "1|Breaks|30")
    put(version, Edit(uid=uid, raw={"description": "More"}), by=person())
    add(version, {"scheme_name": "Another"})
    assert go_on(send, page, put="1").status_code == 302
    assert cells(version, uid)[AMOUNT] == "30.00"


# Who, when, and how much.


def test_pages_of_questions_and_frozen_plans_take_no_paste(version: Version, send: Send) -> None:
    assert paste(send, HEAD, CARERS, key="cover").status_code == 404
    assert paste(send, HEAD, CARERS, key="nowhere").status_code == 404
    freeze(version, by=None, reason="Sent")
    assert paste(send, HEAD, CARERS).status_code == 302
    assert rows(version) == []


def test_a_reader_pastes_nothing(version: Version, client: Client) -> None:
    client.force_login(person(Role.READER, EXAMPLESHIRE))
    address = reverse("paste", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure"])
    assert client.get(address).status_code == 403
    assert client.post(address, {"text": tsv(HEAD, CARERS), "put": "1"}).status_code == 403
    assert rows(version) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Nothing was pasted"),
        (" \r\n\t", "Nothing was pasted"),
        ("a\n" * 2001, "more than 2,000 rows"),
        ("a" * 1_000_001, "more than 1 MB"),
        ("a\t" * 150 + "a", "more than 100 columns"),
    ],
)
def test_what_cannot_be_shown_is_said_on_the_page(send: Send, text: str, told: str) -> None:
    page = send({"text": text})
    assert page.status_code == 200
    assert told in page.content.decode()


def test_a_column_of_bad_cells_makes_no_form_too_large_to_send(
    version: Version, send: Send
) -> None:
    page = paste(send, HEAD, *[f"{n}|x|Carers Services|Other|DFG|tbc {n}" for n in range(1500)])
    assert len(Form(page).data) < 200
    assert page.context["things"] == "1,500 things"
    page = go_on(send, page, **{f"cell-2-{AMOUNT}": "1"})
    assert page.context["things"] == "1,499 things"
    assert f"cell-102-{AMOUNT}" in Form(page).data, "the next cell has its box now"


HOSTILE = [
    {"text": "\x00\x01\t\ud7ff", "html": "<![x[<table><tr><td rowspan=9e9>"},
    {"at_row": "x", "at_column": "nonsense"},
    {"at_row": str(UUID(int=1))},
    {"at_column": "share_of_spend"},
    {"down": "x " * 999, "right": "nonsense " * 999},
    {"down": str(UUID(int=1)), "right": "source source source"},
    {"spans": "0.0.999999.999999;9.9.9.9;x;-1.0.1.1"},
    {"revision": "9" * 5000, "use": "9" * 5000, "accept": "²:x", "unmend": "cell:999"},
    {"seen": '{"cells": {"x": 1, "00000000-0000-0000-0000-000000000001": {"a": 1}}, "same": [1]}'},
    {"seen": "[" * 100_000, "answers": "{" * 100_000, "bads": '[[1], 7, ["a", "b"]]'},
    {
        "answers": json.dumps(
            {"values": [["sub_type", "", "\ud800", "x"]], "rows": [[10**30, True]]}
        )
    },
    {"bads": '[["sub_type", "", "other"]]', "value-0": "\x00", "accept": "0:nonsense"},
    {"column-0": "unit", "column-999999": "source", "column-x": "y", "cell-2-": "z"},
    {"thousands-heading": "maybe", "above": "?", "columns_right": "", "put": "1"},
    {"text": tsv("Scheme ID|Scheme Name", "=1+1|<script>alert(1)</script>", '"|"')},
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("button", ["look", "put"])
def test_nothing_that_is_sent_breaks_the_page(
    version: Version, send: Send, data: dict[str, str], button: str
) -> None:
    page = send({"text": tsv(HEAD, CARERS), button: "1", **data})
    assert page.status_code in (200, 302, 409)
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("lines", [0, 150])
def test_queries_do_not_grow_with_the_lines(version: Version, send: Send, lines: int) -> None:
    if lines:
        put(version, *[Edit(raw={"scheme_name": f"Scheme {n}"}) for n in range(lines)])
    pasted = [HEAD, *[CARERS.replace("1|", f"{n}|", 1) for n in range(lines + 1)]]
    paste(send, *pasted)  # what the edition asks is read once and kept
    page: list[Any] = []
    preview = statements(lambda: page.append(paste(send, *pasted)))
    assert len(preview) <= 26
    assert len(statements(lambda: go_on(send, page[0], put="1"))) <= 40
