"""States of the page of the schemes that texts name."""

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from bcf.tables import Edit
from tests.factories import again, put, section
from tests.pages.registry import page
from tests.pages.states_plans import BCP, EXAMPLESHIRE, open_page, signed_in


@page("schemes_named", "none is named")
def none_named(visit):
    signed_in(visit)
    open_page(visit, "schemes_named", BCP)
    expect(visit.page.get_by_text("No text of this plan names a scheme")).to_be_visible()


@page("schemes_named", "one stands, one has another ID, one never was")
def some_named(visit):
    signed_in(visit, "dev@example.org")
    version = newest_version(*EXAMPLESHIRE)
    first, *_, last = section(version).rows(version)
    named = [str(row.get("scheme_code")) for row in (first, last)]
    words = f"Schemes {named[0]} and {named[1]} come first, and scheme 977 follows."
    page = section(version, "narrative").uid
    put(version, Edit(uid=page, raw={"priorities": words}), key="narrative")
    lines = [
        row.uid for row in section(version).rows(version) if row.get("scheme_code") == named[1]
    ]
    put(again(version), *(Edit(uid=uid, raw={"scheme_code": "978"}) for uid in lines))
    open_page(visit, "summary", EXAMPLESHIRE)
    visit.page.get_by_role("link", name="Schemes that the texts name").click()
    expect(visit.page.get_by_text("is scheme 978 now")).to_be_visible()
    expect(visit.page.get_by_text("Not in the plan", exact=True)).to_be_visible()
