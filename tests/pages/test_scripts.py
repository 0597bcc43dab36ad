"""The scripts, in a real browser; and that pages do without them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bcf.people.models import User

TWO_SELECTS = """
  document.querySelector("main").innerHTML = `<form>
    <select name="type"><option value=""></option><option value="a">A</option>
      <option value="b" selected>B</option></select>
    <select name="sub" data-follows="type"><option value="">Choose</option>
      <optgroup label="A"><option value="a1" data-of="a">A1</option></optgroup>
      <optgroup label="B"><option value="b1" data-of="b" selected>B1</option>
        <option value="b2" data-of="b">B2</option></optgroup></select></form>`;
  import("/static/js/followers.js").then((script) => script.followers(document));
"""


@pytest.fixture
def selects(visit):
    page = visit.page
    visit.open(reverse("accessibility"))
    page.evaluate(TWO_SELECTS)
    expect(page.locator("[name=sub] option")).to_have_count(3)
    return page


def offered(page):
    return page.evaluate("[...document.forms[0].elements.sub.options].map((o) => o.value)")


def chosen(page):
    return page.evaluate("document.forms[0].elements.sub.value")


def test_a_sub_type_follows_its_type(selects):
    assert offered(selects) == ["", "b1", "b2"]
    assert chosen(selects) == "b1"
    selects.select_option("[name=type]", "a")
    assert offered(selects) == ["", "a1"]


def test_a_change_of_type_empties_a_sub_type_that_does_not_fit(selects):
    selects.select_option("[name=type]", "a")
    assert chosen(selects) == ""
    selects.select_option("[name=type]", "b")
    assert offered(selects) == ["", "b1", "b2"]
    assert chosen(selects) == ""


def test_without_a_type_only_the_blank_is_offered(selects):
    selects.select_option("[name=type]", "")
    assert offered(selects) == [""]


def test_the_summary_of_errors_takes_the_focus(visit):
    visit.open(reverse("account_login"))
    visit.press("Sign in")
    expect(visit.page.locator(".govuk-error-summary")).to_be_focused()
    assert visit.page.title().startswith("Error: ")


def test_signing_in_needs_no_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("account_login"))
    page.locator("main button").click()
    expect(page.get_by_text("Type your password").first).to_be_visible()
    context.close()


def test_the_menu_folds_at_640_pixels_and_opens_by_keyboard(visit):
    visit.sign_in(User.objects.create_user("asha@example.org", "Asha Example"))
    visit.page.set_viewport_size({"width": 640, "height": 800})
    visit.open(reverse("accessibility"))
    sign_out = visit.page.get_by_role("button", name="Sign out")
    expect(sign_out).to_be_hidden()
    visit.page.get_by_text("Menu", exact=True).press("Enter")
    sign_out.click()
    visit.page.get_by_role("heading", name="Sign in").wait_for()
