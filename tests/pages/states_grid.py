"""States of the grid: cells open, refused, changed by two people, marked, and its keys told."""

from playwright.sync_api import expect

from schemes.models import LineYear
from tests.factories import lines_of
from tests.pages.registry import page
from tests.pages.states_plans import EXAMPLESHIRE, open_page, signed_in

TYPE, AMOUNT = 3, 13
LINES = 8


def grid(visit):
    """Exampleshire's first lines, ready to be typed in; finds a cell by its line and place.

    The audit takes its time over each cell, and another state has all 80 lines.
    """
    signed_in(visit, "dev@example.org")
    lines_of(*EXAMPLESHIRE).filter(position__gt=LINES).delete()
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.page.locator("table[data-ready]").wait_for()
    rows = visit.page.locator("tbody tr[id^=row-]")
    return lambda line, place: rows.nth(line - 1).locator("th, td").nth(place)


@page("section", "a cell open")
def cell_open(visit):
    grid(visit)(2, AMOUNT).click()
    visit.page.keyboard.type("12")
    expect(visit.page.locator(".cell-control")).to_have_value("12")


@page("section", "a list open")
def list_open(visit):
    grid(visit)(2, TYPE).click()
    visit.page.keyboard.press("F2")
    expect(visit.page.get_by_role("listbox")).to_be_visible()


@page("section", "a cell refused")
def cell_refused(visit):
    grid(visit)(2, AMOUNT).click()
    visit.page.keyboard.type("n/a")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".message-row")).to_contain_text("is not an amount")


@page("section", "a cell that two people changed")
def cell_of_two(visit):
    grid(visit)(2, AMOUNT).click()
    visit.page.keyboard.type("6")
    line = lines_of(*EXAMPLESHIRE).get(position=2)
    LineYear.objects.filter(line=line, year="2023-24").update(amount=5)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".message-row")).to_contain_text("You typed 6.")


@page("section", "cells marked, keys told")
def cells_marked(visit):
    grid(visit)(2, AMOUNT).click()
    visit.page.keyboard.press("Shift+ArrowDown")
    visit.page.locator(".cellbar__keys summary").click()
    expect(visit.page.locator(".in-range")).to_have_count(2)


@page("section", "filtered, sorted, a group closed")
def lines_sorted(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.page.get_by_text("Filter and sort").click()
    visit.page.get_by_label("Find words").fill("carers")
    visit.page.get_by_label("In the order of").select_option("-amount_2023-24")
    visit.press("Show")
    visit.page.get_by_text("with “carers”").wait_for()
    visit.page.get_by_role("link", name="Hide expected outputs").click()
    visit.page.get_by_role("link", name="Show expected outputs").wait_for()


@page("section", "nothing found")
def nothing_found(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.open(f"{visit.page.url.removeprefix(visit.server.url)}?find=zzz")
    visit.page.get_by_text("Shown: 0 lines of 80").wait_for()
