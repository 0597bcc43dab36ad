"""An NHS body's own money in all its boards: read together, saved together or not at all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.models import Allocation, Collection
from bcf.people.models import WRITERS, Role, User
from bcf.submissions.access import boards_worked_for, get_version
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze, start
from bcf.submissions.models import Change, Version
from bcf.tables import Edit
from schemes.models import FundingLine
from schemes.workspace.money import Cell, Money, SourceMoney
from tests.factories import (
    EXAMPLESHIRE,
    NEXT,
    THIS,
    TWO_YEARS,
    add,
    cells,
    joins,
    person,
    put,
)

pytestmark = pytest.mark.usefixtures("examples")

SAMPLETON, BODY, OTHER = "X99000002", "QX2", "QX1"
ADDRESS = reverse("nhs_money", args=[BODY, TWO_YEARS])
DISCHARGE, EXTRA, MINIMUM = "disch_icb", "add_nhs", "min_nhs"


def nell() -> User:
    return User.objects.get(email="nell@example.net")


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or nell())
    return client


def plan(board: str = EXAMPLESHIRE) -> Version:
    return newest_version(board, TWO_YEARS)


def money(user: User | None = None) -> Money:
    body = Organisation.objects.get(code=BODY)
    collection = Collection.objects.select_related("edition").get(code=TWO_YEARS)
    return Money(user or nell(), body, collection)


def table(source: str, shown: Money | None = None) -> SourceMoney:
    return next(t for t in (shown or money()).tables if t.source.key == source)


def cell(board: str, source: str, key: str = THIS, shown: Money | None = None) -> Cell:
    lines = [line for line in table(source, shown).lines if line.board.code == board]
    return next(c for c in lines[0].cells if c.column.key == key)


def form(shown: Money) -> dict[str, str]:
    """What a browser sends of the page as it opened."""
    sent = {}
    for each in shown.cells():
        if each.editable:
            sent[f"seen-{each.name}"] = each.seen
            if not each.lock:
                sent[each.name] = each.typed
    return sent


def post(data: Mapping[str, str], user: User | None = None) -> HttpResponse:
    return signed_in(user).post(ADDRESS, data)


def text(page: HttpResponse) -> str:
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def amounts(board: str, source: str, contributor: str = BODY) -> dict[str, Decimal]:
    line = FundingLine.objects.get(
        version=plan(board), source__key=source, contributor__code=contributor
    )
    return dict(line.years.values_list("year", "amount"))


def revisions() -> list[int]:
    return [plan(board).revision for board in (EXAMPLESHIRE, SAMPLETON)]


def test_the_page_has_each_nhs_source_of_each_board_and_year() -> None:
    shown = money()
    assert [t.source.key for t in shown.tables] == [MINIMUM, EXTRA, DISCHARGE]
    for each in shown.tables:
        assert [line.board.code for line in each.lines] == [EXAMPLESHIRE, SAMPLETON]
        assert [s.year for s in each.sums] == ["2023-24", "2024-25"]
    page = text(signed_in().get(ADDRESS))
    assert "148,116.60" in signed_in().get(ADDRESS).content.decode()
    assert "Minimum NHS Contribution" in page


def test_another_bodys_money_is_not_shown() -> None:
    page = signed_in().get(ADDRESS).content.decode()
    assert "45,386,117" not in page
    assert "2,310,418" not in page
    theirs = FundingLine.objects.filter(contributor__code=OTHER).values_list("uid", flat=True)
    assert not any(str(uid) in page for uid in theirs)


def test_what_is_shared_out_is_held_against_the_bodys_own_sum() -> None:
    first, second = table(DISCHARGE).sums
    assert (first.planned, first.left) == (Decimal("888096.00"), Decimal(0))
    put(plan(), Edit(uid=line_uid(EXAMPLESHIRE, DISCHARGE), raw={THIS: "388,595.75"}), key="income")
    assert table(DISCHARGE).sums[0].left == Decimal("-12500.00")
    assert "£12,500 over" in text(signed_in().get(ADDRESS))
    put(plan(), Edit(uid=line_uid(EXAMPLESHIRE, DISCHARGE), raw={THIS: "328,095.75"}), key="income")
    assert "£48,000 left" in text(signed_in().get(ADDRESS))
    assert second.left == 0


def line_uid(board: str, source: str) -> UUID:
    return FundingLine.objects.get(
        version=plan(board), source__key=source, contributor__code=BODY
    ).uid


def test_the_minimum_is_not_added_up_while_a_boards_figure_is_not_loaded() -> None:
    first, second = table(MINIMUM).sums
    assert first.left == 0
    assert second.allocation is None
    assert second.open == 1
    page = text(signed_in().get(ADDRESS))
    assert "Allocation not loaded" in page
    assert "1 allocation is not loaded" in page


def test_a_board_of_a_sliver_is_not_waited_for_and_only_read() -> None:
    BoardLink.objects.filter(organisation__code=BODY, board__code=SAMPLETON).update(
        share_of_board="0.0099"
    )
    assert table(MINIMUM).sums[1].allocation == 7_807_114
    assert not cell(SAMPLETON, EXTRA).editable
    assert cell(EXAMPLESHIRE, EXTRA).editable
    assert "for reading only" in text(signed_in().get(ADDRESS))


def test_amounts_of_two_boards_are_saved_together_each_as_a_change_of_its_plan() -> None:
    shown = money()
    data = form(shown)
    data[cell(EXAMPLESHIRE, DISCHARGE, shown=shown).name] = "£400,000"
    data[cell(SAMPLETON, DISCHARGE, shown=shown).name] = "488,096"
    response = signed_in().post(ADDRESS, data, follow=True)
    assert "Saved in 2 boards&#x27; plans." in response.content.decode()
    assert amounts(EXAMPLESHIRE, DISCHARGE)["2023-24"] == 400_000
    assert amounts(SAMPLETON, DISCHARGE)["2023-24"] == 488_096
    change = Change.objects.filter(version=plan()).first()
    assert change is not None
    assert change.by == nell()
    assert change.what == "Income: changed by NHS Northmoor Integrated Care Board"


def test_only_the_plans_that_change_are_written() -> None:
    before = revisions()
    shown = money()
    assert (
        "Nothing was changed."
        in signed_in().post(ADDRESS, form(shown), follow=True).content.decode()
    )
    data = form(shown) | {cell(SAMPLETON, DISCHARGE, shown=shown).name: "1"}
    assert post(data).status_code == 302
    assert revisions() == [before[0], before[1] + 1]


def test_one_refused_cell_keeps_all_plans_as_they_were() -> None:
    before = revisions()
    shown = money()
    data = form(shown)
    bad = cell(EXAMPLESHIRE, DISCHARGE, shown=shown).name
    data[bad] = "four hundred"
    data[cell(EXAMPLESHIRE, EXTRA, shown=shown).name] = "-5"
    data[cell(SAMPLETON, DISCHARGE, shown=shown).name] = "488,096"
    page = post(data)
    assert "“four hundred” is not an amount" in text(page)
    assert "“-5” is below zero" in text(page)
    html = page.content.decode()
    assert all(f'value="{typed}"' in html for typed in ("four hundred", "-5", "488,096"))
    assert f'href="#{bad}"' in html
    assert revisions() == before
    assert amounts(SAMPLETON, DISCHARGE)["2023-24"] == Decimal("512000.25")


def test_a_cell_that_somebody_else_changed_is_shown_with_both_values() -> None:
    shown = money()
    theirs = cell(SAMPLETON, DISCHARGE, shown=shown).name
    data = form(shown) | {theirs: "500,000"}
    data[cell(EXAMPLESHIRE, DISCHARGE, shown=shown).name] = "1"
    sol = User.objects.get(email="sol@example.org")
    put(
        plan(SAMPLETON),
        Edit(uid=line_uid(SAMPLETON, DISCHARGE), raw={THIS: "7"}),
        key="income",
        by=sol,
    )
    page = post(data)
    said = text(page)
    assert re.search("Sol Demonstration, at .*changed this to “7”.*You typed “500,000”", said)
    assert amounts(EXAMPLESHIRE, DISCHARGE)["2023-24"] == Decimal("376095.75")
    data[f"seen-{theirs}"] = "7.00"
    assert f'name="seen-{theirs}" value="7.00"' in page.content.decode()
    assert post(data).status_code == 302
    assert amounts(SAMPLETON, DISCHARGE)["2023-24"] == 500_000


def test_somebody_elses_change_of_another_cell_stays() -> None:
    shown = money()
    data = form(shown) | {cell(SAMPLETON, DISCHARGE, shown=shown).name: "500,000"}
    put(plan(SAMPLETON), Edit(uid=line_uid(SAMPLETON, DISCHARGE), raw={NEXT: "9"}), key="income")
    assert post(data).status_code == 302
    assert amounts(SAMPLETON, DISCHARGE) == {"2023-24": 500_000, "2024-25": 9}


def test_a_line_that_is_not_in_the_plan_yet_is_added() -> None:
    shown = money()
    new = cell(SAMPLETON, EXTRA, NEXT, shown)
    assert new.name.startswith("new-")
    data = form(shown) | {new.name: "25,000"}
    assert post(data).status_code == 302
    assert amounts(SAMPLETON, EXTRA) == {"2024-25": 25_000}


def test_a_line_added_meanwhile_is_not_added_twice() -> None:
    shown = money()
    data = form(shown) | {cell(SAMPLETON, EXTRA, NEXT, shown).name: "25,000"}
    uid = add(plan(SAMPLETON), {"source": EXTRA, "contributor": BODY, NEXT: "3"}, key="income")
    page = post(data)
    assert "changed this to “3”" in text(page)
    now = f"line-{uid}-{NEXT}"
    assert f'name="{now}" value="25,000"' in page.content.decode()
    assert post({now: "25,000", f"seen-{now}": "3.00"}).status_code == 302
    assert cells(plan(SAMPLETON), uid, "income")[NEXT] == "25000.00"


def test_a_line_that_was_deleted_meanwhile_is_told() -> None:
    shown = money()
    data = form(shown) | {cell(SAMPLETON, DISCHARGE, shown=shown).name: "5"}
    uid = line_uid(SAMPLETON, DISCHARGE)
    put(plan(SAMPLETON), Edit(uid=uid, remove=True), key="income")
    said = text(post(data))
    assert said.count("Somebody deleted this line") == 1
    assert "You typed “5”, which was not saved." in said
    assert post(form(shown)).status_code == 302


def test_a_plan_that_was_frozen_meanwhile_is_told_and_nothing_is_saved() -> None:
    shown = money()
    data = form(shown) | {cell(SAMPLETON, DISCHARGE, shown=shown).name: "5"}
    data[cell(EXAMPLESHIRE, DISCHARGE, shown=shown).name] = "6"
    freeze(plan(SAMPLETON), by=None, reason="for the test")
    assert "froze its plan" in text(post(data))
    assert amounts(EXAMPLESHIRE, DISCHARGE)["2023-24"] == Decimal("376095.75")
    assert "Frozen" in text(signed_in().get(ADDRESS))


def test_a_published_amount_is_locked_and_cannot_be_typed_over() -> None:
    locked = cell(EXAMPLESHIRE, MINIMUM)
    assert locked.lock is not None
    page = signed_in().get(ADDRESS).content.decode()
    assert f'name="{locked.name}"' not in page
    refused = post({locked.name: "5", f"seen-{locked.name}": locked.seen})
    assert "sets this at £7,388,902.00" in text(refused)


def test_a_new_published_figure_hits_the_plan_and_may_be_taken() -> None:
    before = Allocation.objects.get(
        fund=MINIMUM, board__code=EXAMPLESHIRE, contributor__code=BODY, year="2023-24"
    )
    Allocation.objects.create(
        board=before.board,
        fund=MINIMUM,
        contributor=before.contributor,
        year="2023-24",
        stage="revised",
        published_on=datetime.date(2023, 9, 1),
        amount=before.amount + 1000,
    )
    said = text(signed_in().get(ADDRESS))
    each = "Exampleshire, 2023-25 plan Sampleton, 2023-25 plan"
    assert re.search(f"ICB Discharge Funding all its boards 2023-24 Final.* Equal {each}", said)
    assert re.search("Revised 1 September 2023 7,389,902 rose by £1,000 £1,000 left", said)
    assert re.search("Final 4 April 2023 7,388,902 the first replaced", said)
    locked = cell(EXAMPLESHIRE, MINIMUM)
    assert locked.to_take == "7389902.00"
    assert (
        post({locked.name: locked.to_take, f"seen-{locked.name}": locked.seen}).status_code == 302
    )
    assert amounts(EXAMPLESHIRE, MINIMUM)["2023-24"] == 7_389_902
    assert cell(EXAMPLESHIRE, MINIMUM).to_take == ""


def test_a_plan_that_is_not_started_is_shown_so() -> None:
    board = Board.objects.get(code="E06000001")
    body = Organisation.objects.get(code=BODY)
    BoardLink.objects.create(organisation=body, board=board, active_from="2022-07-01")
    line = next(line for line in table(DISCHARGE).lines if line.board == board)
    assert (line.state, line.editable) == ("not_started", False)
    assert "Not started" in text(signed_in().get(ADDRESS))


@pytest.mark.parametrize(
    ("role", "organisation", "status"),
    [
        (Role.COMMISSIONER, BODY, 200),
        (Role.READER, BODY, 200),
        (Role.FINANCE, OTHER, 404),
        (Role.COMMISSIONER, EXAMPLESHIRE, 404),
        (Role.ANALYST, "E92000001", 404),
    ],
)
def test_only_who_works_in_the_body_opens_its_page(
    role: str, organisation: str, status: int
) -> None:
    assert signed_in(person(role, organisation)).get(ADDRESS).status_code == status


def test_a_reader_of_the_body_changes_nothing() -> None:
    reader = person(Role.READER, BODY)
    assert "Save in all plans" not in text(signed_in(reader).get(ADDRESS))
    name = cell(SAMPLETON, DISCHARGE).name
    assert post({name: "5"}, reader).status_code == 403
    ended = person(Role.FINANCE, BODY, active_to="2020-01-01")
    assert signed_in(ended).get(ADDRESS).status_code == 404


def test_a_collection_before_the_body_was_is_not_found() -> None:
    for code in ("2019-20-plan", "1999-plan"):
        address = reverse("nhs_money", args=[BODY, code])
        assert signed_in().get(address).status_code == 404


def test_somebody_of_two_bodies_chooses() -> None:
    user = nell()
    joins(user, Role.FINANCE, OTHER)
    page = signed_in(user).get(reverse("nhs_bodies")).content.decode()
    assert ADDRESS in page
    assert reverse("nhs_money", args=[OTHER, TWO_YEARS]) in page
    assert "do not work in an NHS body" in text(
        signed_in(User.objects.get(email="dev@example.org")).get(reverse("nhs_bodies"))
    )


def test_the_home_page_leads_there_for_those_people_only() -> None:
    link = reverse("nhs_bodies")
    assert link in signed_in().get(reverse("home")).content.decode()
    one_board = person(Role.FINANCE, OTHER)
    page = signed_in(one_board).get(reverse("home"), follow=True)
    assert page.redirect_chain
    assert link in page.content.decode()
    noor = User.objects.get(email="noor@example.net")
    assert link not in signed_in(noor).get(reverse("home")).content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_which_boards_may_be_changed_is_what_each_plan_says(role: str) -> None:
    BoardLink.objects.filter(organisation__code=BODY, board__code=SAMPLETON).update(
        share_of_board="0.005"
    )
    user = person(role, BODY)
    writable = {board.code for board in boards_worked_for(user, WRITERS)}
    for board in (EXAMPLESHIRE, SAMPLETON):
        assert get_version(user, board, TWO_YEARS).may_write is (board in writable)


def test_boards_do_not_add_queries() -> None:
    client = signed_in()
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    body = Organisation.objects.get(code=BODY)
    for board in Board.objects.filter(active_to=None, fictional=False)[:8]:
        BoardLink.objects.create(organisation=body, board=board, active_from="2022-07-01")
        start(board=board, collection=plan().submission.collection, by=None)
    with CaptureQueriesContext(connection) as many:
        assert client.get(ADDRESS).status_code == 200
    assert len(many) == len(few) <= 15
