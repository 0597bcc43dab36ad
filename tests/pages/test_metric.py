"""The page of a metric in a real browser: what saves itself, and what waits for the button."""

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from tests.factories import section
from tests.metrics.plans import row
from tests.pages.conftest import Visit
from tests.pages.states_plans import EXAMPLESHIRE, open_page, signed_in

WHY = "2023-24: If it is worse than the last actual: why"


def rationale() -> object:
    version = newest_version(*EXAMPLESHIRE)
    rows = section(version, "ambitions").rows(version)
    return next(each.get("rationale") for each in rows if each.get("metric") == "REA")


def test_a_text_saves_itself_and_an_explanation_goes_with_its_figures(
    visit: Visit, transactional_db: None
) -> None:
    signed_in(visit, "dev@example.org")
    open_page(visit, "metric", EXAMPLESHIRE, "REA")
    before = row(newest_version(*EXAMPLESHIRE), "REA-2023-24").get("worse_because")

    visit.page.get_by_label(WHY).fill("People are frailer.")
    box = visit.page.get_by_label("Rationale for how ambition was set")
    box.fill("Neighbours did it.")
    box.press("Tab")
    expect(visit.page.locator(".prose-said").first).to_contain_text("Saved")
    assert rationale() == "Neighbours did it."
    assert row(newest_version(*EXAMPLESHIRE), "REA-2023-24").get("worse_because") == before

    visit.press("Save")
    expect(visit.page.get_by_text("Saved.", exact=True)).to_be_visible()
    held = row(newest_version(*EXAMPLESHIRE), "REA-2023-24")
    assert held.get("worse_because") == "People are frailer."
    assert rationale() == "Neighbours did it."
