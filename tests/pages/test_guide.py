"""The commissioners' guide, followed step by step in a real browser until the plan is complete.

Whatever is pressed, opened or filled in here is named in the guide, in bold and in this order.
With PICTURES=yes in the environment the guide's pictures are taken anew.
"""

from __future__ import annotations

import calendar
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from playwright.sync_api import expect

from bcf.checks.engine import check
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from tests.pages.conftest import Visit
from tests.snapshot import example_data

GUIDES = Path(settings.BASE_DIR) / "docs" / "guides"
PLAN = ("X99000002", "2025-26-plan")

NHS, GRANT = "NHS Minimum Contribution", "Local Authority Better Care Grant"
HEADINGS = (
    *("Scheme ID", "Activity", "Description of Scheme", "Primary Objective", "Area of Spend"),
    *("Provider", "Source of Funding", "Expenditure for 2025-26 (£)"),
)
AT_HOME = (
    "Home-based intermediate care (short-term home-based rehabilitation, reablement and"
    " recovery services)"
)
IN_BEDS = (
    "Bed-based intermediate care (short-term bed-based rehabilitation, reablement and"
    " recovery services)"
)
ADAPT, CARERS = "2. Home adaptations and tech", "3. Supporting unpaid carers"
COMPLEX = "1. Proactive care to those with complex needs"
ADMISSIONS = "4. Preventing unnecessary hospital admissions"
DISCHARGE = "5. Timely discharge from hospital"
RESIDENTIAL = "6. Reducing the need for long term residential care"
CARE, HEALTH = "Social Care", "Community Health"
COUNCIL, COMMUNITY, PRIVATE = "Local Authority", "NHS Community Provider", "Private Sector"
VOLUNTARY = "Charity / Voluntary Sector"
LINES = [
    ("DFG related schemes", "Adaptations of homes", ADAPT, CARE, COUNCIL, "DFG", "1,412,100"),
    (AT_HOME, "Reablement at home", DISCHARGE, CARE, COUNCIL, NHS, "2,100,000"),
    (
        *("Long-term home-based social care services", "Care at home"),
        *(RESIDENTIAL, CARE, PRIVATE, NHS, "900,000"),
    ),
    (
        *("Long-term home-based community health services", "District nurses"),
        *(COMPLEX, HEALTH, COMMUNITY, NHS, "5,305,600"),
    ),
    (
        *("Urgent Community Response", "An answer within two hours"),
        *(ADMISSIONS, HEALTH, COMMUNITY, NHS, "2,400,000"),
    ),
    (
        *("Support to carers, including unpaid carers", "Breaks and advice"),
        *(CARERS, CARE, VOLUNTARY, NHS, "600,000"),
    ),
    (IN_BEDS, "Beds for recovery", DISCHARGE, CARE, PRIVATE, GRANT, "1,721,318"),
    (
        *("Long-term residential/nursing home care", "Places in homes"),
        *(RESIDENTIAL, CARE, PRIVATE, GRANT, "1,500,000"),
    ),
    (
        *("Discharge support and infrastructure", "Hospital social workers"),
        *(DISCHARGE, CARE, COUNCIL, GRANT, "800,000"),
    ),
]
ROWS = [HEADINGS, *((str(number), *line) for number, line in enumerate(LINES, start=1))]
MONTHS = [f"{calendar.month_name[(n + 3) % 12 + 1]} {2025 + (n > 8)}" for n in range(12)]
TARGETS = [
    ("Metric", "Numerator", "Denominator", "Value, where it is typed"),
    *((f"Emergency admissions, {month}", "480", "32,900", "") for month in MONTHS),
    *((f"Discharge delays, {month}", "", "", "0.6") for month in MONTHS),
    *((f"Residential Admissions, 2025-26 Q{q}", "42", "32,900", "") for q in range(1, 5)),
]
STATEMENTS = [
    "The council and the ICB agreed it in February, with the housing team.",
    "Each line serves one of the objectives, and the metrics say what it should change.",
    "Every grant is spent as its conditions say, and social care has its minimum.",
    "The board reports every quarter, and takes the support it is offered.",
]


class Reader:
    """Somebody who does what the guide says, and nothing else."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page
        self.guide = " ".join((GUIDES / "commissioner.md").read_text().split())
        self.read = 0
        self.takes_pictures = bool(os.environ.get("PICTURES"))

    def told(self, words: str) -> str:
        """What the guide names next, in bold."""
        place = self.guide.find(f"**{words}**", self.read)
        assert place > 0, f"{words} is not told after: {self.guide[: self.read][-60:]}"
        self.read = place
        return words

    def open(self, link: str) -> None:
        name = re.compile(rf"^{re.escape(self.told(link))}\b")
        self.page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.page.wait_for_load_state()

    def press(self, button: str) -> None:
        self.visit.press(self.told(button))

    def save(self) -> None:
        self.press("Save")
        expect(self.page.get_by_text("Saved.")).to_be_visible()
        self.page.wait_for_load_state()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(self.told(label), exact=True).fill(value)

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(self.told(label), exact=True).select_option(label=value)

    def each(self, part: str, number: int) -> None:
        """A row that is opened by its number: what the guide says of it is said of each."""
        self.read = self.guide.index(f"Open **{part}**")
        self.open(part)
        self.page.locator("tbody tr[id^=row-] th a").nth(number - 1).click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        """One of the guide's own pictures, as the page is now."""
        file = f"pictures/{name}.png"
        assert f"({file})" in self.guide
        assert (GUIDES / file).is_file()
        if self.takes_pictures:
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=GUIDES / file)


@pytest.fixture
def reader(visit: Visit) -> Reader:
    example_data()
    visit.sign_in(User.objects.get(email="sol@example.org"))
    return Reader(visit)


WITHOUT_SCRIPTS = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=WITHOUT_SCRIPTS)])
def test_whoever_follows_it_completes_the_plan(reader: Reader, scripts: bool) -> None:
    reader.takes_pictures &= scripts
    reader.visit.open("/")
    reader.press("Start the 2025-26 plan")
    reader.told("Task list")
    reader.picture("started")
    cover(reader)
    reader.open("Income")
    expect(reader.page.get_by_text("£16,739,018").first).to_be_visible()
    expenditure(reader)
    for number, statement in enumerate(STATEMENTS, start=1):
        reader.each("National conditions", number)
        reader.told("Yes")
        reader.choose("Met in 2025-26? (Yes or No)", "Yes")
        reader.fill("Assurance statement", statement)
        reader.save()
    reader.open("Metrics")
    pasted(reader, TARGETS)
    reader.open("Narrative")
    narrative(reader, saves_itself=scripts)
    reader.open("Checklist")
    reader.picture("checked")
    assert left() == {"R-MET-007"}  # no actuals of this made-up board are published
    agreed_and_frozen(reader)


def cover(reader: Reader) -> None:
    reader.open("Cover")
    reader.fill("Who completed the plan (role)", "Integrated commissioning manager")
    reader.choose("Has the Health and Wellbeing Board signed off the plan?", "Yes")
    reader.fill("Date of sign-off", "2025-03-20")
    reader.fill("Date on which the council's chief executive signed", "2025-03-24")
    signed = "NHS Northmoor Integrated Care Board, 25 March 2025"
    reader.fill("Dates on which the chief executive of each Integrated Care Board signed", signed)
    reader.fill("Date on which the council's section 151 officer signed", "2025-03-21")
    reader.save()


def expenditure(reader: Reader) -> None:
    reader.open("Expenditure")
    pasted(reader, ROWS)
    reader.picture("spent")


def narrative(reader: Reader, *, saves_itself: bool) -> None:
    reader.fill("Priorities for 2025-26", "Home first, and support for those who care.")
    if saves_itself:
        said = reader.page.locator(".prose-said").first
        expect(said).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    else:
        reader.save()


def pasted(reader: Reader, rows: Sequence[Sequence[str]]) -> None:
    """Rows below their headings, from a spreadsheet."""
    reader.told("Paste rows")
    reader.page.get_by_role("button", name="Paste rows").click()
    reader.fill("Paste the rows here", "\n".join("\t".join(row) for row in rows))
    reader.press("Look at the rows")
    reader.press(f"Put {len(rows) - 1} rows in")
    expect(reader.page.get_by_text(f"{len(rows) - 1} rows put in")).to_be_visible()
    reader.page.wait_for_load_state()


def agreed_and_frozen(reader: Reader) -> None:
    page = reader.page
    for email, act in (("lena", "Confirm the money"), ("otto", "Approve the plan")):
        reader.visit.sign_in(User.objects.get(email=f"{email}@example.org"))
        page.goto(page.url)
        reader.read = reader.guide.index("Under **Approvals**")
        reader.open("Approvals")
        reader.visit.press(act)
        expect(page.get_by_role("button", name=act)).to_have_count(0)
    reader.visit.sign_in(User.objects.get(email="sol@example.org"))
    page.goto(page.url)
    reader.open("Versions")
    reader.fill("Why", "Sent to the national team")
    reader.press("Freeze")
    expect(page.get_by_role("cell", name="Frozen").first).to_be_visible()
    reader.open("Task list")
    with page.expect_download() as download:
        page.get_by_role("link", name=reader.told("Download the workbook")).click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()), data_only=True)
    assert "Incomplete Template" not in [
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]


def left() -> set[str]:
    """The rules that do not hold yet; what only a person can judge is left out."""
    version = newest_version(*PLAN)
    findings = check([version])[version.pk]
    return {each.rule for each in findings if each.state != "holds" and not each.verdict.judgement}
