"""A block pasted at a cell of the grid goes over the lines and columns that are shown."""

from __future__ import annotations

from django.urls import reverse

from tests.pages.conftest import Visit
from tests.pages.states_plans import EXAMPLESHIRE, signed_in

YEAR_1, YEAR_2 = "amount_2023-24", "amount_2024-25"


def open_grid(visit: Visit, query: str) -> list[str]:
    """Open the lines under a query; their numbers in the order of the page."""
    signed_in(visit, "dev@example.org")
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(f"{reverse('section', args=[*EXAMPLESHIRE, 'expenditure'])}?{query}")
    visit.page.locator("table[data-ready]").wait_for()
    numbers = visit.page.locator("tbody tr[id^=row-] > th a").all_inner_texts()
    return [text.split()[-1] for text in numbers]


def paste_at(visit: Visit, row: int, key: str, text: str) -> list[str]:
    """Paste at the cell of a shown row; what becomes of each pasted row."""
    page = visit.page
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    heads = page.locator("table[data-ready] thead tr:last-child th")
    at = [head.get_attribute("data-column") for head in heads.all()].index(key)
    page.locator("tbody tr[id^=row-]").nth(row).locator("> *").nth(at).click()
    page.keyboard.press("Control+v")
    page.get_by_role("heading", name="Check what you pasted").wait_for()
    return page.locator("tbody tr[id^=pasted-] .state").all_inner_texts()


def test_a_block_follows_the_order_of_the_page(visit: Visit) -> None:
    numbers = open_grid(visit, f"sort={YEAR_1}")
    assert numbers != sorted(numbers, key=int)
    told = paste_at(visit, 3, YEAR_1, "1\t2\n3\t4")
    assert told == [f"Changes line {numbers[3]}", f"Changes line {numbers[4]}"]


def test_a_block_past_the_last_shown_line_begins_new_ones(visit: Visit) -> None:
    numbers = open_grid(visit, "source=dfg")
    assert 1 < len(numbers) < 80
    told = paste_at(visit, len(numbers) - 1, YEAR_2, "1\n2")
    assert told == [f"Changes line {numbers[-1]}", "New line"]
