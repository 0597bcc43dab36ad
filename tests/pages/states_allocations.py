"""States of the pages of allocation lists."""

from django.urls import reverse
from playwright.sync_api import expect

from bcf.editions.models import NationalTotal
from tests.pages.registry import page
from tests.pages.states_plans import signed_in
from tests.schemes.allocations.lists import HEADS, council_list, workbook

ANALYST = "noor@example.net"


def upload(visit, made, name="annex-a.xlsx"):
    signed_in(visit, ANALYST)
    lines = made()
    visit.open(reverse("allocations"))
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": workbook(lines)}
    visit.page.get_by_label("The list").set_input_files(file)
    visit.press("Upload and look at it")
    visit.page.get_by_role("heading", name="Look at an allocation list").wait_for()


def say(visit, day="2024-03-01"):
    page = visit.page
    page.get_by_label("What it is a list of").select_option("ibcf")
    page.get_by_label("Financial year").select_option("2024-25")
    page.get_by_label("Stage").select_option("final")
    page.get_by_label("Day of publication").fill(day)
    page.get_by_label("Source", exact=True).select_option("W29")
    page.get_by_role("button", name="Look at the list").click()


def with_lines():
    return [HEADS, *council_list()]


def with_mistakes():
    """In thousands; a name that is none, an amount that is none, and the total as a row."""
    lines = council_list(2_140_123)
    lines[0][0], lines[1][2] = "Nowhere", "tbc"
    return [HEADS, *lines, ["England", "England", 2_140_123]]


@page("allocations")
def lists(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("home"))
    visit.page.get_by_role("link", name="Allocation lists").click()
    visit.page.get_by_text("What is loaded").wait_for()


@page("allocations", "a file that is none")
def no_list(visit):
    signed_in(visit, "admin@example.net")
    visit.open(reverse("allocations"))
    file = {"name": "list.xlsx", "mimeType": "text/plain", "buffer": b"Authority,Amount\n"}
    visit.page.get_by_label("The list").set_input_files(file)
    visit.press("Upload and look at it")
    expect(visit.page.get_by_text("There is a problem")).to_be_visible()


@page("allocation_list", "just uploaded")
def uploaded(visit):
    upload(visit, with_lines)


@page("allocation_list", "with answers missing")
def incomplete(visit):
    upload(visit, with_lines)
    visit.press("Look at the list")
    expect(visit.page.get_by_text("There is a problem")).to_be_visible()


@page("allocation_list", "to be loaded")
def agrees(visit):
    upload(visit, with_lines)
    say(visit)
    visit.page.get_by_text("Every figure of the list").click()
    expect(visit.page.get_by_text("The sum agrees")).to_be_visible()


@page("allocation_list", "rows to ask about, and a wrong sum in thousands")
def asked(visit):
    upload(visit, with_mistakes)
    visit.page.get_by_label("Column of the authority's code or name").select_option("0")
    visit.page.get_by_label("Column of the amounts").select_option("2")
    say(visit)
    expect(visit.page.get_by_text("The sum does not agree")).to_be_visible()
    expect(visit.page.get_by_text("about a thousandth")).to_be_visible()


@page("allocation_list", "plans that hold another amount")
def hits(visit):
    upload(visit, lambda: [HEADS, ["X99000001", "Exampleshire", 14_206_833]])
    NationalTotal.objects.filter(fund="ibcf", year="2024-25").delete()
    visit.page.get_by_label("National total in the same publication").fill("14,206,833")
    say(visit, day="2024-06-01")
    expect(visit.page.get_by_text("Plans that would hold another amount")).to_be_visible()
