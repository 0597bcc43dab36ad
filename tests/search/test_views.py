"""The page of the search, and the texts taken out: who sees what, and what is kept of it."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bcf.people.models import User
from bcf.search.export import OTHER, PROSE
from bcf.search.models import Export
from bcf.submissions.codes import newest_version
from tests.documents.narratives import write
from tests.factories import add
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]

FORMULA = '=HYPERLINK("https://example.org","dirigible")'


@pytest.fixture
def texts() -> None:
    write(newest_version(*EXAMPLESHIRE), governance="The dirigible & 5 < 6 of the board meet.")
    write(newest_version(*SAMPLETON), governance=FORMULA)
    add(newest_version(*EXAMPLESHIRE), {"scheme_code": "99", "scheme_name": "Dirigible"})


def signed_in(client: Client, email: str) -> Client:
    client.force_login(User.objects.get(email=email))
    return client


def page(client: Client, **query: str) -> str:
    return client.get(reverse("search"), query).content.decode()


def taken(client: Client, **data: str) -> list[tuple[object, ...]]:
    response = client.post(reverse("search_export"), {"q": "dirigible", **data})
    assert response["Content-Disposition"] == 'attachment; filename="Texts found by a search.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content))["Texts"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    return [row for row in rows if any(row)]


def test_finds_what_is_within_reach_and_nothing_else(client: Client, texts: None) -> None:
    assert "2 texts" in page(signed_in(client, "dev@example.org"), q="dirigible")
    assert "1 text" in page(signed_in(client, "sol@example.org"), q="dirigible")
    assert "Nothing holds" in page(signed_in(client, "asha@example.org"), q="dirigible")
    assert "Nothing holds" in page(signed_in(client, "admin@example.net"), q="dirigible")


def test_what_was_found_is_marked_and_nothing_of_it_is_markup(client: Client, texts: None) -> None:
    html = page(signed_in(client, "dev@example.org"), q="dirigible")
    assert "<mark>dirigible</mark> &amp; 5 &lt; 6 of" in html
    assert f"{reverse('section', args=[*EXAMPLESHIRE, 'narrative'])}#id_governance" in html


def test_one_board_may_be_chosen_and_only_one_within_reach(client: Client, texts: None) -> None:
    signed_in(client, "remi@example.net")
    assert client.get(reverse("search"), {"q": "x", "board": "E06000058"}).status_code == 200
    assert client.get(reverse("search"), {"q": "x", "board": "nowhere"}).status_code == 404
    signed_in(client, "asha@example.org")
    assert client.get(reverse("search"), {"q": "x", "board": EXAMPLESHIRE[0]}).status_code == 404
    address = reverse("search_export")
    assert client.post(address, {"q": "x", "board": EXAMPLESHIRE[0]}).status_code == 404


@pytest.mark.parametrize("typed", ["\x00", "  ", "a" * 5_000, "\ud83d", "%00' OR 1=1", "()&!|:*"])
def test_whatever_is_typed_is_answered(client: Client, typed: str) -> None:
    signed_in(client, "dev@example.org")
    query = {"q": typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")}
    for page in ("1", "0", "x", "99"):
        assert client.get(reverse("search"), {**query, "page": page}).status_code == 200


def test_a_commissioner_takes_out_whole_texts_as_text(client: Client, texts: None) -> None:
    rows = taken(signed_in(client, "dev@example.org"))
    assert [(row[3], row[5], row[6]) for row in rows] == [
        ("Expenditure", "Dirigible", OTHER),
        ("Narrative", "The dirigible & 5 < 6 of the board meet.", PROSE),
    ]
    assert rows[0][:3] == ("Exampleshire HWB", "2023-25 plan", "draft, version 1")


def test_a_formula_stays_a_text(client: Client, texts: None) -> None:
    signed_in(client, "sol@example.org")
    response = client.post(reverse("search_export"), {"q": "dirigible"})
    sheet = load_workbook(io.BytesIO(response.content))["Texts"]
    (cell,) = [cell for row in sheet for cell in row if cell.value == FORMULA]
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    "email", ["ben@example.org", "mara@example.org", "remi@example.net", "admin@example.net"]
)
def test_others_take_nothing_out(client: Client, texts: None, email: str) -> None:
    signed_in(client, email)
    assert client.post(reverse("search_export"), {"q": "board"}).status_code == 403
    assert "Download the texts" not in page(client, q="board")
    assert not Export.objects.exists()


def test_an_analyst_takes_out_those_of_all_boards(client: Client, texts: None) -> None:
    rows = taken(signed_in(client, "noor@example.net"))
    assert {row[0] for row in rows} == {"Exampleshire HWB", "Sampleton HWB"}
    narrowed = taken(client, board=SAMPLETON[0])
    assert {row[0] for row in narrowed} == {"Sampleton HWB"}


def test_who_took_out_what_is_kept_without_a_word_of_it(client: Client, texts: None) -> None:
    taken(signed_in(client, "dev@example.org"))
    (kept,) = Export.objects.all()
    assert (kept.by.email, kept.boards, kept.texts) == ("dev@example.org", [EXAMPLESHIRE[0]], 2)
    (event,) = kept.pgh_event_model.objects.all()
    assert "irigible" not in str(event.__dict__)


def test_nothing_found_is_no_file(client: Client) -> None:
    signed_in(client, "dev@example.org")
    response = client.post(reverse("search_export"), {"q": "zeppelin"}, follow=True)
    assert "Nothing was found that you may take out." in response.content.decode()
    assert not Export.objects.exists()
