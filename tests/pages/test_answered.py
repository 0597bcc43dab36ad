"""Pages of sections whose cells are answers: forms, pastes and links, without a browser."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bcf.pages.checklist import checklist
from bcf.pages.frame import findings_of
from bcf.submissions.models import Version
from tests.factories import EXAMPLESHIRE, TWO_YEARS, again, cells, person, plan, section
from tests.pages.test_paste import go_on, paste, said, send, tsv

__all__ = ["send"]

KEY = "conditions"
HEAD = "Planning Requirement|Met|Actions|Met by"


@pytest.fixture
def version(editions: None) -> Version:
    return plan()


@pytest.fixture
def asha(version: Version, client: Client) -> object:
    user = person(organisation=EXAMPLESHIRE)
    client.force_login(user)
    return user


def address(name: str, key: str = KEY, *more: object) -> str:
    return reverse(name, args=[EXAMPLESHIRE, TWO_YEARS, key, *more])


class TestRowsOfTheEdition:
    def test_have_a_form_without_their_words(
        self, version: Version, client: Client, asha: object
    ) -> None:
        uid = section(version, KEY).rows(version)[5].uid
        page = client.get(address("row", KEY, uid)).content.decode()
        assert "<h1>Services give the right care" in page
        assert 'name="requirement"' not in page
        assert "<dd>PR6</dd>" in page
        sent = {"met": "no", "actions": "Talk", "timeframe": "30/9/2023"}
        assert client.post(address("row", KEY, uid), sent).status_code == 302
        assert cells(version, uid, KEY)["actions"] == "Talk"

    def test_are_not_added_to_or_taken_from(
        self, version: Version, client: Client, asha: object
    ) -> None:
        uid = section(version, KEY).rows(version)[0].uid
        assert client.get(address("row_add")).status_code == 404
        for name in ("row_duplicate", "row_delete", "row_move"):
            client.post(address(name, KEY, uid), {"to": "down"})
        assert len(section(version, KEY).rows(version)) == 9
        assert again(version).revision == version.revision
        page = client.get(address("section")).content.decode()
        assert "Add a requirement" not in page
        assert "Paste rows" in page


class TestAPasteIntoThem:
    def test_finds_rows_by_their_words_in_any_order(self, version: Version, send: object) -> None:
        rows = ("Metrics are stretching, with a reason for each and a plan to get there|Yes||",
                "dfg spending follows ONE joined-up strategy|No|Talk|1/9/2023")  # fmt: skip
        page = paste(send, HEAD, *rows, key=KEY)
        assert said(page) == []
        go_on(send, page, KEY, put="1")
        held = section(version, KEY).rows(again(version))
        assert (held[8].get("met"), held[2].get("met")) == ("yes", "no")

    def test_never_makes_a_row(self, version: Version, send: object) -> None:
        page = paste(send, HEAD, "A requirement of our own|Yes||", key=KEY)
        assert any("is not in the list" in text for text in said(page))
        page = paste(send, "Met|Actions", "Yes|Talk", key=KEY)
        assert any("rows of this table are fixed" in text for text in said(page))
        go_on(send, page, KEY, put="1")
        assert again(version).revision == version.revision

    def test_at_a_cell_lands_on_the_rows_below(self, version: Version, send: object) -> None:
        rows = section(version, KEY).rows(version)
        block = {"text": tsv("Yes", "No"), "at_row": str(rows[1].uid), "at_column": "met"}
        page = send(block, KEY)  # type: ignore[operator]
        go_on(send, page, KEY, put="1")
        held = [row.get("met") for row in section(version, KEY).rows(again(version))]
        assert held[:4] == [None, "yes", "no", None]

    def test_does_not_type_over_their_words(self, version: Version, send: object) -> None:
        rows = section(version, KEY).rows(version)
        text = tsv("DFG spending follows one joined-up strategy|Yes")
        block = {"text": text, "at_row": str(rows[0].uid), "at_column": "requirement"}
        page = send(block, KEY)  # type: ignore[operator]
        assert any("is not changed here" in text for text in said(page))


def test_the_checklist_leads_to_each_cell(version: Version) -> None:
    parts = checklist(version, findings_of(version))["parts"]
    links = {i.finding.message: (i.link, i.url) for p in parts for i in (*p.open, *p.holding)}
    uid = section(version, KEY).rows(version)[2].uid
    link, url = links["PR3: “Met” is empty."]
    assert (link, url) == ("Requirement 3, Met", f"{address('row', KEY, uid)}#id_met")
    link, url = links["“Completed by” is empty."]
    assert (link, url) == ("Completed by", f"{address('section', 'cover')}#id_completed_by_role")
