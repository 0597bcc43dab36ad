"""A filled workbook uploaded in a browser without scripts: looked at, put in, taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories import THIS, again, content, section
from tests.imports.files import Sent
from tests.pages.conftest import Visit
from tests.pages.states_imports import AMOUNT, looked_at, plan
from tests.pages.states_plans import signed_in


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "java_script_enabled": False}


def test_all_but_one_of_the_changes_go_in_and_one_undo_takes_them_back(visit: Visit) -> None:
    signed_in(visit, "dev@example.org")
    version = plan()
    before = content(version)
    file = Sent.of(version)
    file.cell(AMOUNT, 0).value, file.cell(AMOUNT, 1).value = 1, 2
    file.clear("expenditure", 5)
    looked_at(visit, file)
    expect(visit.page.get_by_text("2 cells change, 1 row is gone.")).to_be_visible()
    visit.page.get_by_role("checkbox").first.uncheck()
    visit.press("Put in the ticked changes")
    expect(visit.page.get_by_role("status").get_by_text("2 changes put in")).to_be_visible()
    lines = section(version).rows(again(version))
    assert (len(lines), lines[0].get(THIS) != 1, lines[1].get(THIS)) == (79, True, 2)
    visit.page.get_by_role("button", name="Undo Uploaded workbook").click()
    expect(visit.page.get_by_text("Undone: Uploaded workbook")).to_be_visible()
    assert content(again(version)) == before
