"""Help with questions: loaded from its file, and told at the question."""

import csv

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from bcf.editions.guidance import guidance_of
from bcf.editions.models import Guidance, Question, Section
from bcf.people.models import User
from tests.pages.states_plans import EXAMPLESHIRE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("examples")]


@pytest.mark.parametrize("key", ["cover", "narrative"])
def test_every_question_of_cover_and_narrative_has_help(key: str) -> None:
    questions = Question.objects.filter(section__collection__code="2023-25-plan", section__key=key)
    assert not questions.filter(guidance=None).exists()


def test_help_says_after_what_it_was_written() -> None:
    section = Section.objects.get(collection__code="2023-25-plan", key="narrative")
    help = guidance_of(section)["governance"]
    assert help.why == "A reader wants to see who answers for the money and the results."
    assert help.good.startswith("Which group agrees the plan")
    assert [source.partition(":")[0] for source in help.sources] == [
        "Dorset Health and Wellbeing Board",
        "Bournemouth, Christchurch and Poole Health and Wellbeing Board",
    ]


def test_help_stands_at_the_question(client: Client) -> None:
    client.force_login(User.objects.get(email="dev@example.org"))
    html = client.get(reverse("section", args=[*EXAMPLESHIRE, "narrative"])).content.decode()
    assert html.count('<details class="guidance">') == 25
    assert "A reader wants to see who answers for the money" in html


def test_an_edit_by_an_administrator_shows_at_once(client: Client) -> None:
    client.force_login(User.objects.get(email="dev@example.org"))
    address = reverse("section", args=[*EXAMPLESHIRE, "narrative"])
    client.get(address)
    Guidance.objects.filter(question__key="governance").update(why="Said anew.")
    assert "Said anew." in client.get(address).content.decode()


def test_every_row_of_the_file_is_loaded() -> None:
    with (settings.FIXTURES / "reference" / "guidance.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == Guidance.objects.count()
