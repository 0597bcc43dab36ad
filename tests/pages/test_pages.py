"""Every page, in a real browser, wide and narrow: nothing that axe or we can find is wrong.

States are added in modules called states_*.py beside this one.
"""

import importlib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.access import LISTS
from tests.pages.audit import WIDTHS, Watch, faults
from tests.pages.registry import NOT_PAGES, PAGES

for module in sorted(Path(__file__).parent.glob("states_*.py")):
    importlib.import_module(f"tests.pages.{module.stem}")


def test_every_page_has_a_state_to_audit():
    routes = set().union(*LISTS.values()) - {"admin:*"}
    audited = {state.route for state in PAGES}
    assert not routes - audited - set(NOT_PAGES), "add @page(...) in a tests/pages/states_*.py"
    assert not audited & set(NOT_PAGES)


@pytest.mark.parametrize(
    "state", [pytest.param(state, id=f"{state.route}, {state.state}") for state in PAGES]
)
def test_page(visit, state):
    state.build(visit)
    assert faults(visit.page, visit.watch) == []


def test_a_page_that_is_not_there(visit):
    visit.open("/nowhere/")
    expect(visit.page.get_by_role("heading", name="There is no such page")).to_be_visible()
    assert faults(visit.page, visit.watch) == []


BROKEN = """<!doctype html><html lang="en"><title>Broken</title><main><h1>Broken</h1>
<a href="#nowhere">A link</a><p id="x">One</p><p id="x" aria-describedby="gone">Two</p>
<input name="bare"><p><span style="display:inline-block;width:2000px">wide</span></p>
<p>Plain</p><p>Plain too</p><p style="color:#ccc">Faint</p></main>"""


def test_the_audit_finds_what_it_is_for(page):
    watch = Watch(page)
    page.set_content(BROKEN)
    page.evaluate("console.error('Refused by the Content Security Policy')")
    found = "\n".join(faults(page, watch))
    for fault in (
        "Content Security Policy",
        "two elements have one id: x",
        "a link leads nowhere: #nowhere",
        "aria-describedby points at no element: gone",
        "a control has no label",
        "the page scrolls sideways",
        "label (critical)",
        'color-contrast (serious): <p style="color:#ccc"',
    ):
        assert fault in found
    assert all(f"at {width}" in found for width in WIDTHS)


def test_the_audit_notices_a_font(page):
    watch = Watch(page)
    page.route("**/asked.woff2", lambda route: route.abort())
    page.set_content(
        "<style>@font-face{font-family:f;src:url(http://127.0.0.1/asked.woff2)}p{font-family:f}"
        "</style><p>text</p>"
    )
    watch.settle()
    assert any("a font was asked for" in complaint for complaint in watch.complaints)
