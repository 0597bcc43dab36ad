"""States of the pages of boards, submissions and sections, on the example plans."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from schemes.models import ExpenditureLine, FundingLine
from tests.pages.registry import NOT_PAGES, page
from tests.snapshot import example_data

BCP = ("E06000058", "2019-20-plan")
EXAMPLESHIRE = ("X99000001", "2023-25-plan")
SAMPLETON = ("X99000002", "2023-25-plan")

NOT_PAGES.update(
    dict.fromkeys(
        ("start", "undo", "freeze", "reopen", "row_duplicate", "row_delete", "row_move"),
        "takes a POST and goes to another page",
    )
)
NOT_PAGES["submission_workbook"] = "a file"
NOT_PAGES.update(
    dict.fromkeys(("grid", "grid_cells", "grid_rows", "grid_now"), "talks to the grid's script")
)


def signed_in(visit, email="asha@example.org"):
    example_data()
    visit.sign_in(User.objects.get(email=email))


def open_page(visit, name, plan, *more):
    visit.open(reverse(name, args=[*plan, *more]))


@page("home", "many boards")
def home(visit):
    signed_in(visit, "noor@example.net")
    visit.open(reverse("home"))
    expect(visit.page.get_by_text("Plans that are started")).to_be_visible()


@page("home", "no board at all")
def home_without_boards(visit):
    signed_in(visit)
    User.objects.get(email="asha@example.org").memberships.all().delete()
    visit.open(reverse("home"))
    expect(visit.page.get_by_text("You do not reach any board")).to_be_visible()


@page("board")
def board(visit):
    signed_in(visit)
    visit.open(reverse("home"))
    expect(visit.page.get_by_role("button", name="Continue the plan")).to_be_visible()


@page("submission")
def tasks(visit):
    signed_in(visit)
    open_page(visit, "submission", BCP)


@page("submission", "a complete plan")
def tasks_complete(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "submission", EXAMPLESHIRE)


@page("section", "income")
def income(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "income")


@page("section", "income of a two-tier area")
def income_two_tier(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "income")


@page("section", "expenditure of 80 lines")
def expenditure(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    expect(visit.page.locator("tbody tr[id^=row-]:not(.is-new)")).to_have_count(80)


@page("section", "expenditure with much to fix")
def expenditure_in_trouble(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "section", SAMPLETON, "expenditure")


@page("section", "lines of one source")
def expenditure_filtered(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "expenditure")
    visit.page.get_by_role("link", name="iBCF").first.click()
    visit.page.get_by_text("Shown: 2 lines of").wait_for()


@page("section", "cover")
def cover(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "cover")


@page("section", "read by a board member")
def expenditure_read_only(visit):
    signed_in(visit, "mara@example.org")
    open_page(visit, "section", BCP, "expenditure")
    expect(visit.page.get_by_text("You may read this plan")).to_be_visible()


@page("section", "frozen")
def expenditure_frozen(visit):
    signed_in(visit)
    version = Version.objects.get(submission__board__code=BCP[0])
    freeze(version, by=None, reason="for the test")
    open_page(visit, "section", BCP, "expenditure")
    expect(visit.page.get_by_text("This version cannot be changed")).to_be_visible()


@page("row_add", "a line")
def line_added(visit):
    signed_in(visit)
    open_page(visit, "row_add", BCP, "expenditure")


@page("row_add", "a line that is refused")
def line_refused(visit):
    signed_in(visit)
    open_page(visit, "row_add", BCP, "expenditure")
    amount = visit.page.get_by_label("Expenditure (£)")
    amount.fill("n/a")
    visit.press("Save")
    expect(visit.page.get_by_role("alert").get_by_text("n/a")).to_be_visible()
    expect(amount).to_have_value("n/a")


@page("row", "a line")
def line(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.page.locator("tbody tr[id^=row-] a").first.click()
    visit.page.get_by_role("heading", name="Change a line").wait_for()


@page("row", "a line that somebody else changed")
def line_in_conflict(visit):
    signed_in(visit)
    row = ExpenditureLine.objects.filter(version__submission__board__code=BCP[0]).first()
    open_page(visit, "row", BCP, "expenditure", row.uid)
    row.years.update(amount=1_604_750)
    visit.page.get_by_label("Expenditure (£)").fill("1,610,000")
    visit.press("Save")
    said = visit.page.get_by_role("alert").inner_text()
    assert re.search("1,604,750.*1,610,000", said)


@page("row", "a locked line of income")
def locked_line(visit):
    signed_in(visit, "dev@example.org")
    row = FundingLine.objects.get(version=newest_version(*EXAMPLESHIRE), source__key="ibcf")
    open_page(visit, "row", EXAMPLESHIRE, "income", row.uid)
    expect(visit.page.get_by_label("Contribution Yr 1")).to_be_disabled()


@page("summary")
def summary(visit):
    signed_in(visit)
    open_page(visit, "summary", BCP)


@page("checklist")
def checklist(visit):
    signed_in(visit)
    open_page(visit, "checklist", BCP)


@page("checklist", "in trouble, one outcome shown")
def checklist_filtered(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "checklist", SAMPLETON)
    visit.page.locator(".tally a").first.click()
    visit.page.get_by_role("link", name="Show everything").wait_for()


@page("history")
def history(visit):
    signed_in(visit)
    open_page(visit, "history", BCP)


@page("versions")
def versions(visit):
    signed_in(visit)
    open_page(visit, "versions", BCP)
