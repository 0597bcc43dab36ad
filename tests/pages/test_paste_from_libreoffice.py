"""80 rows of a real spreadsheet, copied by LibreOffice and pasted in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from bcf.submissions.models import Version
from schemes.models import ExpenditureLine
from tests.factories import EXAMPLESHIRE, TWO_YEARS, again, person, plan, section
from tests.pages.conftest import Visit
from tests.pastes.sheets import MINUS, UNKNOWN, YEAR_2, clipboard, make, plan_lines
from tests.snapshot import reference_data

PLAN = [EXAMPLESHIRE, TWO_YEARS, "expenditure"]
#: What makes the pasted rows right: how often a person may have to mend something.
MOST_CORRECTIONS = 10
#: How far the Tab key is pressed for one control before giving up.
MOST_TABS = 400

_copied: list[tuple[str, str]] = []


@pytest.fixture
def version(visit: Visit) -> Version:
    """An empty plan of Exampleshire, and its commissioner signed in."""
    reference_data()
    visit.sign_in(person(organisation=EXAMPLESHIRE))
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return plan()


@pytest.fixture
def copied(
    visit: Visit, version: Version, soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str]:
    """The sheet's rows on the clipboard: their text, and the HTML beside it."""
    if not _copied:
        folder = tmp_path_factory.mktemp("sheet")
        _copied.append(clipboard(soffice, make(version, folder / "plan.xlsx"), folder))
    text, html = _copied[0]
    visit.open(reverse("section", args=PLAN))
    visit.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    return text, html


def lines(version: Version) -> list[dict[str, str]]:
    """What the plan's lines hold, in their order, blanks left out."""
    kind = section(version)
    rows = kind.rows(again(version))
    return [
        {c.key: c.canonical(row.get(c.key)) for c in kind.columns if row.get(c.key) is not None}
        for row in rows
    ]


def wanted(version: Version) -> list[dict[str, str]]:
    """The lines of the file that the sheet was made from."""
    kind = section(version)
    made = []
    for line in plan_lines():
        values = {key: kind.column(key).parse(text, line) for key, text in line.items()}
        kind.compute(values)
        made.append({k: kind.column(k).canonical(v) for k, v in values.items() if v is not None})
    return made


def paste(page: Page) -> None:
    page.get_by_role("button", name="Paste rows").click()
    page.get_by_label("Paste the rows here").click()
    page.keyboard.press("Control+V")
    page.get_by_role("button", name="Look at the rows").click()
    page.get_by_role("heading", name="Check what you pasted").wait_for()


def corrections(page: Page) -> list[Callable[[], None]]:
    """What a person does to the preview until nothing is left to answer."""
    near = page.get_by_role("button", name="Use the nearest:")
    minus = page.get_by_label(f"Row {MINUS + 3}, 2024-25 (£)")
    return [
        page.get_by_label("Yes, thousands").check,
        *(lambda left=left: accept(near, left) for left in reversed(range(len(UNKNOWN)))),
        lambda: minus.fill(f"£{plan_lines()[MINUS][YEAR_2]}"),
    ]


def accept(buttons: Locator, left: int) -> None:
    """Take the first of the nearest entries; the page that comes has the others."""
    buttons.first.click()
    expect(buttons).to_have_count(left)


def mend(page: Page) -> int:
    """Mend everything; how many corrections that took."""
    done = corrections(page)
    for correct in done:
        correct()
    page.locator("main").get_by_role("button", name="Look again").last.click()
    page.locator("main").get_by_role("status").wait_for()  # nothing is left to answer
    return len(done)


def test_80_rows_become_80_right_lines_after_a_few_corrections(
    visit: Visit, version: Version, copied: tuple[str, str]
) -> None:
    paste(visit.page)
    summary = visit.page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_count(4)
    visit.press("Put 80 rows in")  # too early: the summary says what is missing
    expect(visit.page).to_have_title(re.compile("^Error: "))
    expect(summary.get_by_role("listitem")).to_have_count(4)
    assert lines(version) == []
    assert mend(visit.page) <= MOST_CORRECTIONS
    visit.press("Put 80 rows in")
    visit.page.get_by_text("80 rows put in: 80 new lines.").wait_for()
    assert lines(version) == wanted(version)
    assert again(version).changes.filter(what="Expenditure: pasted 80 rows").count() == 1
    visit.page.get_by_role("button", name="pasted 80 rows").click()
    visit.page.get_by_text("Undone").wait_for()
    assert lines(version) == []


def test_the_same_paste_twice_does_not_double_the_lines(
    visit: Visit, version: Version, copied: tuple[str, str]
) -> None:
    for _ in range(2):
        visit.open(reverse("section", args=PLAN))
        paste(visit.page)
        mend(visit.page)
        if visit.page.get_by_role("button", name="Put 80 rows in").count():
            visit.press("Put 80 rows in")
            visit.page.get_by_text("80 rows put in").wait_for()
            before = again(version).revision
    expect(visit.page.get_by_text("There is nothing to put in")).to_be_visible()
    assert lines(version) == wanted(version)
    assert again(version).revision == before


def test_a_paste_that_is_left_leaves_nothing(
    visit: Visit, version: Version, copied: tuple[str, str]
) -> None:
    before = again(version).revision
    paste(visit.page)
    mend(visit.page)
    visit.page.get_by_role("link", name="Cancel, keep nothing").click()
    visit.page.get_by_role("button", name="Add a line").wait_for()
    assert lines(version) == []
    assert again(version).revision == before
    visit.open(reverse("paste", args=PLAN))
    expect(visit.page.get_by_label("Paste the rows here")).to_have_value("")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the control of this name, or with this text, has the focus."""
    said = """() => {
      const at = document.activeElement;
      if (!at.matches("a, button, input, select, textarea")) return "";
      const label = at.getAttribute("aria-label") || (at.labels && at.labels[0]?.innerText);
      return label || at.innerText || "";
    }"""
    for _ in range(MOST_TABS):
        if words in page.evaluate(said):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {words!r}")


def act(page: Page, words: str, *keys: str) -> None:
    """Go to a control by Tab alone, and press keys there."""
    tab_to(page, words)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_load_state("load")


def summary_has_focus(page: Page) -> None:
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_the_same_by_keyboard_alone(
    visit: Visit, version: Version, copied: tuple[str, str]
) -> None:
    page = visit.page
    act(page, "Paste rows", "Enter")
    page.get_by_label("Paste the rows here").wait_for()
    act(page, "Paste the rows here", "Control+V", "Tab", "Enter")
    summary_has_focus(page)
    act(page, "Say whether the amounts are thousands", "Enter")
    act(page, "Yes, thousands", "Space")
    for left in (2, 1):  # each acceptance opens the page again, with what is left on top
        act(page, "Use the nearest", "Enter")
        page.get_by_role("heading", name=f"{left} thing").wait_for()
        summary_has_focus(page)
    act(page, f"Row {MINUS + 3}, 2024-25 (£)", "Control+A")
    page.keyboard.type(plan_lines()[MINUS][YEAR_2])
    page.keyboard.press("Enter")  # looks again, and presses nothing else
    page.get_by_text("Nothing is left to answer").wait_for()
    act(page, "Put 80 rows in", "Enter")
    page.get_by_text("80 rows put in: 80 new lines.").wait_for()
    assert lines(version) == wanted(version)
    assert ExpenditureLine.objects.count() == 80


def test_the_html_tells_of_merged_cells(
    visit: Visit, version: Version, copied: tuple[str, str], client: Client
) -> None:
    client.force_login(person(organisation=EXAMPLESHIRE))
    text, html = copied
    answer = client.post(reverse("paste", args=PLAN), {"text": text, "html": html})
    notes = answer.context["notes"]
    assert notes[0] == "“2” was one merged cell over rows 4 and 5; it is repeated on each."
    assert "5 more merged cells are repeated in the same way." in notes
    assert answer.context["above"]["rows"] == ""
    assert len(answer.context["problems"]) == 4
