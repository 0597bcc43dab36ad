"""States of sections whose cells are answers: rows the edition names, and records."""

from playwright.sync_api import expect

from bcf.answers.models import Record
from bcf.submissions.codes import newest_version
from tests.factories import add, plan, section
from tests.metrics.plans import says
from tests.pages.registry import page
from tests.pages.states_plans import BCP, EXAMPLESHIRE, SAMPLETON, open_page, signed_in

LIVE, UPDATE = "2025-26-plan", "2024-25-update"


def row_uid(plan, key, number=0):
    version = newest_version(*plan)
    return section(version, key).rows(version)[number].uid


@page("section", "national conditions, all answered")
def conditions(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "conditions")
    expect(visit.page.locator("tbody tr[id^=row-]")).to_have_count(9)
    assert not visit.page.get_by_role("button", name="Add a requirement").count()


@page("section", "national conditions, unanswered")
def conditions_unanswered(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "section", SAMPLETON, "conditions")
    expect(visit.page.get_by_text("Needed", exact=True).first).to_be_visible()


@page("section", "the eight changes")
def changes(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "hicm")


@page("section", "a requirement refused in its cell")
def requirement_refused(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "section", SAMPLETON, "conditions")
    visit.page.locator("table[data-ready]").wait_for()
    assert not visit.page.locator("tr.is-new").count()
    met_by = visit.page.locator("tbody tr[id^=row-]").first.locator("td").last
    met_by.click()
    visit.page.keyboard.type("soon")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".message-row")).to_contain_text("is not a date")


@page("row", "a requirement")
def requirement(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "row", SAMPLETON, "conditions", row_uid(SAMPLETON, "conditions"))
    expect(visit.page.get_by_text("NC1: Jointly agreed plan")).to_be_visible()
    assert not visit.page.get_by_role("button", name="Duplicate").count()


@page("row", "a requirement that is refused")
def requirement_form_refused(visit):
    requirement(visit)
    visit.page.get_by_label("If No: date").fill("soon")
    visit.press("Save")
    expect(visit.page.get_by_role("alert").get_by_text("soon")).to_be_visible()


@page("section", "section 75 agreements")
def agreements(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "section-75")
    expect(visit.page.get_by_role("button", name="Add a section 75 agreement")).to_be_visible()


@page("section", "an agreement without its host")
def agreement_incomplete(visit):
    signed_in(visit, "sol@example.org")
    version = newest_version(*SAMPLETON)
    Record.objects.create(version=version, section=section(version, "section-75").section)
    open_page(visit, "section", SAMPLETON, "section-75")
    expect(visit.page.get_by_text("Needed", exact=True).first).to_be_visible()


@page("section", "no agreement yet")
def agreements_none(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "section", SAMPLETON, "section-75")


@page("row", "a section 75 agreement")
def agreement(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "row", EXAMPLESHIRE, "section-75", row_uid(EXAMPLESHIRE, "section-75"))
    visit.page.get_by_role("heading", name="Change a section 75 agreement").wait_for()


@page("section", "financial risks")
def risks(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "risks")


@page("section", "priorities on a page")
def priorities(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "hicm-priorities")


@page("section", "an update beside what was entered before")
def update(visit):
    signed_in(visit, "sol@example.org")
    plan(SAMPLETON[0], UPDATE)
    open_page(visit, "section", (SAMPLETON[0], UPDATE), "expenditure")
    assert visit.page.locator("[data-column=previous_amount]").count() == 1


@page("section", "an edition without names of schemes, a line without its ID")
def without_an_id(visit):
    signed_in(visit, "sol@example.org")
    add(plan(SAMPLETON[0], LIVE), {"description": "Home first"})
    open_page(visit, "section", (SAMPLETON[0], LIVE), "expenditure")
    needed = visit.page.get_by_text("Needed", exact=True).first
    assert needed.evaluate("cell => cell.scrollWidth <= cell.closest('td').clientWidth")


@page("section", "conditions answered by statements")
def statements(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", (EXAMPLESHIRE[0], LIVE), "conditions")
    assert visit.page.locator("tbody tr[id^=row-]").count() == 4


@page("section", "capacity and demand of an update, with spot purchase")
def refreshed(visit):
    signed_in(visit, "sol@example.org")
    version = plan(SAMPLETON[0], UPDATE)
    says(version, "rehab-home-2024-12", "hospital-discharge", demand="96", capacity="88", spot="5")
    open_page(visit, "section", (SAMPLETON[0], UPDATE), "hospital-discharge")
    expect(visit.page.get_by_role("columnheader", name="Surplus with spot")).to_be_visible()


@page("section", "the strategic narrative, in the workbook")
def strategic_narrative(visit):
    signed_in(visit)
    open_page(visit, "section", BCP, "narrative")
    expect(visit.page.get_by_text("A limit of 800 words is not confirmed.").first).to_be_visible()
