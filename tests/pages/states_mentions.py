"""States of the page of what texts name."""

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from bcf.tables import Edit
from tests.factories import THIS, again, put, section
from tests.pages.registry import page
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, open_page, signed_in


@page("named", "none is named")
def none_named(visit):
    signed_in(visit, "sol@example.org")
    open_page(visit, "named", SAMPLETON)
    expect(visit.page.get_by_text("No text of this plan names a scheme")).to_be_visible()


@page("named", "one stands, one has another ID and amount, one never was, and a metric")
def some_named(visit):
    signed_in(visit, "dev@example.org")
    version = newest_version(*EXAMPLESHIRE)
    lines = section(version)
    first, *_, last = lines.rows(version)
    put(version, Edit(uid=last.uid, raw={"scheme_code": "977", THIS: "320000"}))
    words = (
        f"Scheme {first.get('scheme_code')} comes first, scheme 977 has £320,000,"
        " and scheme 979 follows. Avoidable admissions fall."
    )
    page = section(version, "narrative").uid
    put(again(version), Edit(uid=page, raw={"priorities": words}), key="narrative")
    put(again(version), Edit(uid=last.uid, raw={"scheme_code": "978", THIS: "335000"}))
    open_page(visit, "section", EXAMPLESHIRE, "narrative")
    visit.page.get_by_role("link", name="What the texts name").click()
    expect(visit.page.get_by_text("is scheme 978 now")).to_be_visible()
    expect(visit.page.get_by_text("£320,000 is £335,000 now")).to_be_visible()
    expect(visit.page.get_by_text("Not in the plan", exact=True)).to_be_visible()
    expect(visit.page.get_by_role("link", name="Avoidable admissions").first).to_be_visible()
