"""Help with questions: loaded from its files, told at the question and over its table."""

import csv

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bcf.editions.guidance import Help, guidance_of
from bcf.editions.models import Guidance, Question, Section
from bcf.editions.reference_files import known_page
from bcf.people.models import User
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


def help_of(collection: str, section: str) -> dict[str, Help]:
    return guidance_of(Section.objects.get(collection__code=collection, key=section))


def page_of(client: Client, section: str) -> str:
    client.force_login(User.objects.get(email="dev@example.org"))
    return client.get(reverse("section", args=[*EXAMPLESHIRE, section])).content.decode()


def test_every_question_that_somebody_answers_has_help() -> None:
    asked = Question.objects.filter(computed=False).exclude(field="label")
    assert list(asked.filter(guidance=None)) == []


def test_help_says_after_what_it_was_written() -> None:
    help = help_of("2023-25-plan", "narrative")["governance"]
    assert help.why == "A reader wants to see who answers for the money and the results."
    assert help.good.startswith("Which group agrees the plan")
    assert [source.partition(":")[0] for source in help.sources] == [
        "Dorset Health and Wellbeing Board",
        "Bournemouth, Christchurch and Poole Health and Wellbeing Board",
    ]


def test_what_nobody_could_read_is_not_said_to_have_been_read() -> None:
    recalled = help_of("2023-25-plan", "conditions")["met"]
    taken_over = help_of("2026-27-plan", "narrative")["home_first"]
    own = help_of("2023-25-plan", "risks")["amount"]
    assert [(help.sources, help.unconfirmed) for help in (recalled, taken_over, own)] == [
        ((), True),
        ((), True),
        ((), False),
    ]


def test_a_source_that_nobody_knows_is_left_out() -> None:
    Guidance.objects.filter(question__key="governance").update(source="S000; NOWHERE; OWN")
    assert len(help_of("2023-25-plan", "narrative")["governance"].sources) == 1


def test_a_page_that_helps_is_told_by_its_name() -> None:
    help = help_of("2023-25-plan", "narrative")
    assert (help["key_changes"].page, help["key_changes"].page_title[:16]) == (
        "uplift",
        "Where the uplift",
    )
    assert help["governance"].page_title == ""
    assert known_page("uplift") == known_page("") == ""
    assert known_page("nowhere") == "nowhere is not a page that helps with questions."


def test_help_stands_at_the_question(client: Client) -> None:
    html = page_of(client, "narrative")
    assert html.count('<details class="guidance">') == 25
    assert "A reader wants to see who answers for the money" in html


def test_help_stands_over_a_table_and_once_where_years_share_it(client: Client) -> None:
    html = page_of(client, "income")
    assert html.count('<details class="guidance">') == 1
    assert html.count("Income and spending are compared source by source") == 1
    assert "<dt>Contribution Yr 1; Contribution Yr 2</dt>" not in html
    assert "<dt>Contribution Yr 1, 2023-24; Contribution Yr 2, 2024-25</dt>" in html
    assert "Not confirmed: no official guidance on this was seen." in html


def test_what_each_requirement_looks_for_stands_over_their_table(client: Client) -> None:
    html = page_of(client, "conditions")
    assert html.count("Housing authorities took part.") == 1


def test_help_stands_at_the_questions_of_a_tables_row(client: Client) -> None:
    client.force_login(User.objects.get(email="sol@example.org"))
    html = client.get(reverse("row_add", args=[*SAMPLETON, "risks"])).content.decode()
    assert html.count('<details class="guidance">') == 6


def test_an_edit_by_an_administrator_shows_at_once(client: Client) -> None:
    page_of(client, "narrative")
    Guidance.objects.filter(question__key="governance").update(why="Said anew.")
    assert "Said anew." in page_of(client, "narrative")


def test_every_row_of_the_files_is_loaded() -> None:
    rows = 0
    for path in (settings.FIXTURES / "reference").glob("editions/*/guidance.csv"):
        with path.open(encoding="utf-8") as stream:
            rows += len(list(csv.DictReader(stream)))
    assert rows == Guidance.objects.count()
