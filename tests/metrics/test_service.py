"""The page of a service: its chart and its months, short ones explained in words."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bcf.figures import MINUS
from bcf.people.models import Role
from bcf.submissions.models import Version
from tests.factories import EXAMPLESHIRE, TWO_YEARS, person, plan

from .plans import says

KEY, SERVICE = "hospital-discharge", "rehab-home"
MONTH = "rehab-home-2023-12"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


@pytest.fixture
def version() -> Version:
    return plan()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(person(Role.COMMISSIONER, EXAMPLESHIRE))
    return client


def look(reader: Client, name: str = "service", *more: str) -> str:
    response = reader.get(reverse(name, args=[EXAMPLESHIRE, TWO_YEARS, *(more or (KEY, SERVICE))]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_chart_is_described_and_the_table_has_every_month(
    reader: Client, version: Version
) -> None:
    says(version, MONTH, KEY, demand="100", capacity="88")
    page = look(reader)
    assert "2023-24 December: demand 100, capacity 88, 12 short." in page
    assert page.count('scope="row"') == 12
    assert f"{MINUS}12</text>" in page
    assert "spot" not in page.casefold(), "nobody is asked for it here"


def test_a_short_month_is_told_with_what_is_done(reader: Client, version: Version) -> None:
    says(version, MONTH, KEY, demand="100", capacity="88")
    assert "Nobody has said yet what is done." in look(reader)
    says(version, MONTH, KEY, shortfall="Beds are bought by the week.")
    page = look(reader)
    assert "2023-24 December: 12 short." in page
    assert "Nobody has said yet" not in page
    assert page.count("Beds are bought by the week.") == 2


def test_without_a_figure_there_is_no_chart(reader: Client, version: Version) -> None:
    page = look(reader)
    assert "No figure is known yet." in page
    assert '<svg class="chart' not in page


def test_the_section_leads_to_each_service_and_says_how_it_stands(
    reader: Client, version: Version
) -> None:
    says(version, MONTH, KEY, demand="100", capacity="88")
    page = look(reader, "section", KEY)
    assert reverse("service", args=[EXAMPLESHIRE, TWO_YEARS, KEY, SERVICE]) in page
    assert "1 month short, 11 months not filled in" in page
    assert "not filled in</span>" in page


@pytest.mark.parametrize(
    ("section", "service"), [(KEY, "nothing"), ("metrics", "RES"), ("nothing", SERVICE)]
)
def test_what_a_plan_does_not_have_is_not_found(
    reader: Client, version: Version, section: str, service: str
) -> None:
    address = reverse("service", args=[EXAMPLESHIRE, TWO_YEARS, section, service])
    assert reader.get(address).status_code == 404


def test_it_is_only_read(reader: Client, version: Version) -> None:
    address = reverse("service", args=[EXAMPLESHIRE, TWO_YEARS, KEY, SERVICE])
    assert reader.post(address).status_code == 405
