"""States of the search, on the example plans."""

from django.urls import reverse
from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from tests.documents.narratives import write
from tests.pages.registry import NOT_PAGES, page
from tests.pages.states_plans import EXAMPLESHIRE, signed_in

NOT_PAGES["search_export"] = "a file"


def look_for(visit, words):
    visit.open(reverse("search"))
    visit.page.get_by_label("Words in plans and returns").fill(words)
    visit.press("Search")


@page("search")
def search(visit):
    signed_in(visit, "noor@example.net")
    visit.open(reverse("search"))
    expect(visit.page.get_by_label("Board")).to_be_visible()


@page("search", "many texts found")
def found(visit):
    signed_in(visit, "dev@example.org")
    write(newest_version(*EXAMPLESHIRE), governance="Averyveryverylongword" * 8 + " of support.")
    look_for(visit, "support")
    visit.page.get_by_role("button", name="Download the texts").wait_for()
    expect(visit.page.locator("mark").first).to_be_visible()


@page("search", "nothing found")
def nothing_found(visit):
    signed_in(visit)
    look_for(visit, "zeppelin <b>")
    expect(visit.page.get_by_text("Nothing holds “zeppelin <b>”")).to_be_visible()
