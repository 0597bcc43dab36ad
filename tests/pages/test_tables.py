"""A section's table: which of its groups and rows the address asks for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.tables import Edit
from schemes.models import ExpenditureLine
from tests.examples.reading import EXAMPLESHIRE, TWO_YEARS, version_of
from tests.factories import cells, put

PLAN = [EXAMPLESHIRE, TWO_YEARS]
KEY = "local_reference"


@pytest.fixture
def version(examples: None) -> Version:
    return version_of(*PLAN)


@pytest.fixture
def line(version: Version) -> ExpenditureLine:
    return ExpenditureLine.objects.get(version=version, position=3)


@pytest.fixture
def browser(client: Client, examples: None) -> Client:
    client.force_login(User.objects.get(email="dev@example.org"))
    return client


def table(browser: Client, query: str = "", section: str = "expenditure"):
    return browser.get(reverse("section", args=[*PLAN, section]) + query).context["table"]


def groups(shown) -> list[str]:
    return [group.name for group in shown.groups]


def test_what_is_never_sent_is_closed_until_it_is_asked_for(browser: Client) -> None:
    shown = table(browser)
    assert groups(shown) == ["Scheme", "Type", "Expected outputs", "Delivery", "Money"]
    assert shown.hidden == [("Local", "?hide=")]
    shown = table(browser, "?hide=")
    assert groups(shown)[-1] == "Local"
    assert shown.hidden == []
    assert shown.groups[-1].hide == "?hide=Local"


def test_closing_another_group_keeps_those_that_are_closed(browser: Client) -> None:
    (outputs,) = [g for g in table(browser).groups if g.name == "Expected outputs"]
    assert groups(table(browser, outputs.hide)) == ["Scheme", "Type", "Delivery", "Money"]


def test_an_open_group_stays_open_when_the_rows_are_sorted_or_filtered(browser: Client) -> None:
    (heading,) = [h for h in table(browser, "?hide=").headings if h.column.key == "provider"]
    assert heading.sort == "?hide=&sort=provider"
    page = browser.get(reverse("section", args=[*PLAN, "expenditure"]) + "?hide=").content
    assert b'<input type="hidden" name="hide" value="">' in page


def test_a_section_that_sends_all_closes_nothing(browser: Client) -> None:
    assert table(browser, section="income").hidden == []


def test_texts_and_shares_stay_on_the_page_of_the_row(browser: Client) -> None:
    shown = {heading.column.key for heading in table(browser, "?hide=").headings}
    aside = {"description", "scheme_type_other", "area_other", "la_share", "new_or_existing"}
    assert not shown & aside
    assert {"scheme_name", "unit", KEY} <= shown


def test_a_line_is_found_by_its_local_reference(
    browser: Client, version: Version, line: ExpenditureLine
) -> None:
    put(version, Edit(uid=line.uid, raw={KEY: "AB-1042/7"}))
    shown = table(browser, "?find=ab-1042")
    assert (shown.shown, shown.all) == (1, 80)
    assert f'id="row-{line.uid}"' in shown.body


def test_the_form_of_a_row_asks_for_it(
    browser: Client, version: Version, line: ExpenditureLine
) -> None:
    address = reverse("row", args=[*PLAN, "expenditure", line.uid])
    assert b"not sent in the national workbook" in browser.get(address).content
    browser.post(address, {KEY: "AB-1042/7", f"seen-{KEY}": ""})
    assert cells(version, line.uid)[KEY] == "AB-1042/7"


def test_a_copied_row_keeps_it(browser: Client, version: Version, line: ExpenditureLine) -> None:
    put(version, Edit(uid=line.uid, raw={KEY: "AB-1042/7"}))
    browser.post(reverse("row_duplicate", args=[*PLAN, "expenditure", line.uid]))
    copy = ExpenditureLine.objects.get(version=version, position=4)
    assert cells(version, copy.uid)[KEY] == "AB-1042/7"
