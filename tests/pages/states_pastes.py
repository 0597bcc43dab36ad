"""States of the page of a paste, on the made-up Exampleshire."""

from playwright.sync_api import expect

from bcf.people.models import User
from bcf.tables import Edit
from tests.factories import again, lines_of, put
from tests.pages.registry import page
from tests.pages.states_plans import EXAMPLESHIRE, open_page, signed_in

HEADINGS = (
    "Scheme no\tService line\tCategory\tSub-type\tArea\tProvider type\tFunding\t23/24 £000"
    "\t24/25\tRAG"
)
#: A line that changes, a new one, one like the line above it, a subtotal, a blank row, and
#: two lines with something to mend.
ROWS = [
    "1\tTelecare and community alarms\tAssistive Technologies and Equipment"
    "\tAssistive technologies including telecare\tSocial Care\tLocal Authority"
    "\tMinimum NHS Contribution\t925\t£988,336\tGreen",
    "90\tNight sitting\tCarers Services\tRespite services\tSocial Care"
    "\tCharity / Voluntary Sector\tMinimum NHS Contribution\t12.5\t13,000\tGreen",
    "\t\tCarers Services\tRespite services\tSocial Care\tPrivate Sector\tiBCF\t4\t -   \tAmber",
    "\tSubtotal\t\t\t\t\t\t941.5\t1,001,336\t",
    "\t\t\t\t\t\t\t\t\t",
    "91\tRapid response\tUrgent Community Response\t\tCommunity\tNHS Community Provider"
    "\tMinimum NHS Contribution\ttbc\t5,000-\tRed",
    "92\tBreaks for carers\tCarers Services\tRespit service\tSocial Care\tLocal Authority"
    "\tDFG\t1\t1,000\tRed",
]
TEXT = "\n".join([HEADINGS, *ROWS])
MENDED = (
    TEXT.replace("tbc", "7")
    .replace("5,000-", "5,000")
    .replace("Respit service\t", "Respite services\t")
)
MENDED = MENDED.replace("\tCommunity\t", "\tCommunity Health\t").replace("£000", "(£)")
MENDED = MENDED.replace("\t925\t", "\t925,000\t").replace("12.5", "12,500")


def pasted(visit, text):
    signed_in(visit, "dev@example.org")
    open_page(visit, "paste", EXAMPLESHIRE, "expenditure")
    visit.page.get_by_label("Paste the rows here").fill(text)
    visit.press("Look at the rows")
    visit.page.get_by_role("heading", name="Check what you pasted").wait_for()


@page("paste")
def empty(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "section", EXAMPLESHIRE, "expenditure")
    visit.page.get_by_role("button", name="Paste rows").click()
    visit.page.get_by_label("Paste the rows here").wait_for()


@page("paste", "nothing pasted")
def nothing(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "paste", EXAMPLESHIRE, "expenditure")
    visit.press("Look at the rows")
    expect(visit.page.get_by_role("alert").get_by_text("Nothing was pasted")).to_be_visible()


@page("paste", "with much to answer")
def preview(visit):
    pasted(visit, TEXT)
    expect(visit.page.get_by_role("heading", name="5 things before these rows")).to_be_visible()


@page("paste", "mended and answered")
def answered(visit):
    pasted(visit, TEXT)
    visit.page.get_by_label("Yes, thousands").check()
    visit.page.get_by_role("button", name="Use the nearest: Respite services").click()
    visit.page.get_by_label("Row 7, Area: choose another").select_option("Community Health")
    visit.page.get_by_label("Row 7, 2023-24 (£)").fill("7")
    visit.page.get_by_label("Row 7, 2024-25 (£)").fill("5,000")
    visit.press("Look again")
    visit.page.get_by_text("Nothing is left to answer").wait_for()


@page("paste", "without headings")
def headless(visit):
    pasted(visit, "\n".join(ROWS[:3]))
    expect(visit.page.get_by_role("link", name="Say which column is which")).to_be_visible()


@page("paste", "everything there already")
def there(visit):
    pasted(visit, MENDED)
    visit.press("Put 5 rows in")
    visit.page.get_by_text("5 rows put in").wait_for()
    open_page(visit, "paste", EXAMPLESHIRE, "expenditure")
    visit.page.get_by_label("Paste the rows here").fill(MENDED)
    visit.press("Look at the rows")
    expect(visit.page.get_by_text("There is nothing to put in")).to_be_visible()


@page("paste", "changed by somebody else meanwhile")
def conflict(visit):
    pasted(visit, MENDED)
    line = lines_of(*EXAMPLESHIRE).get(scheme__name="Telecare and community alarms")
    other = User.objects.create_user("other@example.org", "Ben Other")
    put(again(line.version), Edit(uid=line.uid, raw={"amount_2023-24": "930,000"}), by=other)
    visit.press("Put 5 rows in")
    expect(visit.page.get_by_text("The plan was changed while you had this open")).to_be_visible()
