"""States of the page of where the uplift went."""

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from bcf.tables import Edit
from tests.factories import NEXT, again, put, section
from tests.pages.registry import page
from tests.pages.states_plans import BCP, EXAMPLESHIRE, open_page, signed_in


@page("uplift", "each year against the one before")
def one_year(visit):
    signed_in(visit, "dev@example.org")
    version = newest_version(*EXAMPLESHIRE)
    lines = [row for row in section(version).rows(version) if row.get("source") == "min_nhs"]
    put(version, Edit(uid=lines[0].uid, remove=True))
    put(again(version), Edit(uid=lines[1].uid, raw={NEXT: ""}))
    open_page(visit, "section", EXAMPLESHIRE, "narrative")
    visit.page.get_by_role("link", name="Where the uplift went").click()
    expect(visit.page.get_by_text("Ended:").last).to_be_visible()
    expect(visit.page.get_by_text("The lines change by").last).to_be_visible()


@page("uplift", "nothing is known")
def nothing_known(visit):
    signed_in(visit)
    open_page(visit, "uplift", BCP)
    expect(visit.page.get_by_text("Uplift not known")).to_be_visible()
    expect(visit.page.get_by_text("No plan of 2018-19 is here")).to_be_visible()
