"""Long texts on a page of questions, in a real browser: counted, saved by themselves, kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.tables import Edit
from tests.documents.narratives import answers
from tests.factories import put, section
from tests.pages.conftest import Visit
from tests.pages.states_plans import SAMPLETON, open_page, signed_in

CELLS = re.compile("/grid/cells/$")


@pytest.fixture
def box(visit: Visit, transactional_db: None) -> Iterator[Locator]:
    signed_in(visit, "sol@example.org")
    open_page(visit, "section", SAMPLETON, "narrative")
    yield visit.page.get_by_label("Governance", exact=True)
    visit.page.goto("about:blank")


def held() -> dict[str, object]:
    return answers(newest_version(*SAMPLETON))


def somebody_else_writes(text: str) -> None:
    version = newest_version(*SAMPLETON)
    page = section(version, "narrative")
    by = User.objects.get(email="admin@example.net")
    put(version, Edit(uid=page.uid, raw={"governance": text}), key="narrative", by=by)


def said(box: Locator) -> Locator:
    return box.locator("xpath=following-sibling::*[contains(@class, 'prose-said')]")


def leave(box: Locator) -> None:
    box.press("Tab")


def test_words_and_characters_are_counted_while_typing(box: Locator) -> None:
    length = box.page.locator("#id_governance_length")
    expect(length).to_have_text("0 words, 0 characters")
    box.fill("  The board\nmeets in Exampleshire 😀 ")
    expect(length).to_have_text("6 words, 33 characters")
    box.fill("Once")
    expect(length).to_have_text("1 word, 4 characters")


def test_what_was_unfinished_is_not_told_any_more_once_it_is_written(
    visit: Visit, box: Locator
) -> None:
    somebody_else_writes("The chair is TBC. The board meets on **** days.")
    visit.page.reload()
    told = visit.page.locator(".prose-finding")
    expect(told).to_have_count(2)
    box.fill("The chair is elected. The board meets on **** days.")
    expect(told.filter(visible=True)).to_have_count(1)
    expect(told.filter(visible=True)).to_contain_text("****")


def test_a_text_saves_itself_when_typing_stops(box: Locator) -> None:
    box.press_sequentially("The board meets monthly. ")
    expect(said(box)).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    assert held() == {"governance": "The board meets monthly."}
    box.press_sequentially("It is public.")
    expect(said(box)).to_have_text("")
    leave(box)
    expect(said(box)).to_have_text(re.compile("^Saved"))
    assert held() == {"governance": "The board meets monthly. It is public."}
    expect(said(box)).to_have_attribute("aria-live", "polite")


def test_the_button_still_saves_the_rest_after_a_text_saved_itself(
    visit: Visit, box: Locator
) -> None:
    box.fill("The board meets monthly.")
    leave(box)
    expect(said(box)).to_have_text(re.compile("^Saved"))
    box.fill("The board meets weekly.")
    visit.page.get_by_label("Have you made use").select_option("Yes")
    visit.press("Save")
    visit.page.get_by_text("Saved.", exact=True).wait_for()
    assert held() == {"governance": "The board meets weekly.", "rro_used": "yes"}


def test_both_texts_are_shown_when_somebody_else_wrote_too(box: Locator) -> None:
    somebody_else_writes("Theirs.")
    box.fill("Mine.")
    leave(box)
    expect(said(box)).to_contain_text("changed this text too")
    expect(box.page.locator("blockquote")).to_have_text("Theirs.")
    expect(box).to_have_value("Mine.")
    assert held() == {"governance": "Theirs."}
    box.page.get_by_role("button", name="Keep mine").click()
    expect(said(box)).to_have_text(re.compile("^Saved"))
    assert held() == {"governance": "Mine."}


def test_theirs_can_be_taken(box: Locator) -> None:
    somebody_else_writes("Theirs.")
    box.fill("Mine.")
    leave(box)
    box.page.get_by_role("button", name="Take theirs").click()
    expect(box).to_have_value("Theirs.")
    expect(box.page.locator("blockquote")).to_have_count(0)
    assert held() == {"governance": "Theirs."}


def test_what_the_server_never_got_is_back_after_a_reload(box: Locator) -> None:
    page = box.page
    page.route(CELLS, lambda route: route.abort())
    box.fill("Typed while the line was down.")
    leave(box)
    expect(said(box)).to_contain_text("the server cannot be reached")
    page.unroute(CELLS)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(box).to_have_value("Typed while the line was down.")
    expect(said(box)).to_have_text(re.compile("^Saved"))
    assert held() == {"governance": "Typed while the line was down."}
    page.reload()
    expect(box).to_have_value("Typed while the line was down.")
    expect(said(box)).to_have_text("")


def test_a_text_kept_by_the_tab_meets_what_was_saved_since(box: Locator) -> None:
    page = box.page
    page.route(CELLS, lambda route: route.abort())
    box.fill("Mine.")
    leave(box)
    expect(said(box)).to_contain_text("cannot be reached")
    somebody_else_writes("Theirs.")
    page.unroute(CELLS)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("blockquote")).to_have_text("Theirs.")
    expect(box).to_have_value("Mine.")


def test_a_page_that_shows_a_conflict_saves_nothing_by_itself(box: Locator) -> None:
    page = box.page
    page.route(CELLS, lambda route: route.abort())
    box.fill("Mine.")
    leave(box)
    expect(said(box)).to_contain_text("cannot be reached")
    somebody_else_writes("Theirs.")
    page.evaluate("sessionStorage.clear()")
    page.unroute(CELLS)
    page.clock.install()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("changed this to “Theirs.”").first).to_be_visible()
    page.clock.fast_forward(60_000)
    page.wait_for_load_state("networkidle")
    assert (box.input_value(), held()) == ("Mine.", {"governance": "Theirs."})


def test_leaving_with_something_unsaved_asks(box: Locator) -> None:
    page, asked = box.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route(CELLS, lambda route: route.abort())
    box.fill("Not saved.")
    leave(box)
    expect(said(box)).to_contain_text("Not saved")
    page.get_by_role("link", name="Task list").first.click()
    page.get_by_role("heading", level=1).wait_for()
    assert asked == ["beforeunload"]


def test_leaving_after_all_was_saved_does_not_ask(box: Locator) -> None:
    page, asked = box.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    box.fill("Saved.")
    leave(box)
    expect(said(box)).to_have_text(re.compile("^Saved"))
    page.get_by_role("link", name="Task list").first.click()
    page.wait_for_url(re.compile("2023-25-plan/$"))
    assert asked == []


def test_a_text_that_is_too_long_stays_and_is_told(box: Locator) -> None:
    box.fill("a" * 30_001)
    leave(box)
    expect(said(box)).to_contain_text("Not saved: The text has 30,001 characters")
    assert held() == {}
    assert len(box.input_value()) == 30_001
