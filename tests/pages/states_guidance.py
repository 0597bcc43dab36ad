"""States of the help with questions, and of a plan whose texts are left unfinished."""

from playwright.sync_api import expect

from tests.pages.registry import page
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, open_page, signed_in

DORSET = ("E06000059", "2023-25-plan")


@page("section", "the help over a table, open")
def help_over_a_table(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.page.locator(".guidance summary").click()
    expect(visit.page.get_by_text("These sums add up to the plan")).to_be_visible()


@page("row_add", "the help at a question, open")
def help_at_a_question(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "row_add", SAMPLETON, "section-75")
    visit.page.locator(".guidance summary").first.click()
    expect(visit.page.locator(".guidance[open]")).to_contain_text("In our own words, after")


@page("section", "a narrative with what it left over")
def leftovers(visit):
    signed_in(visit, "iris@example.org")
    open_page(visit, "section", DORSET, "narrative")
    expect(visit.page.locator(".prose-finding")).to_have_count(3)
