"""The page of what texts name."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from bcf.mentions.spoken import spoken_of
from bcf.people.models import Role, User
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import EXAMPLESHIRE, TWO_YEARS, add, again, person, put, section

ADDRESS = reverse("named", args=[EXAMPLESHIRE, TWO_YEARS])


@pytest.fixture
def by(editions: None) -> User:
    return person(organisation=EXAMPLESHIRE)


@pytest.fixture
def line(version: Version) -> UUID:
    """A line that had another ID when a text named it."""
    line = add(version, {"scheme_code": "8", "scheme_name": "Carers"})
    narrative = Edit(uid=section(version, "narrative").uid, raw={"priorities": "Scheme 8."})
    put(again(version), narrative, key="narrative")
    put(again(version), Edit(uid=line, raw={"scheme_code": "14"}))
    return line


def test_tells_each_and_puts_right(client: Client, version: Version, line: UUID, by: User) -> None:
    client.force_login(by)
    assert "1 text says what was so" in client.get(ADDRESS).content.decode()
    page = client.post(ADDRESS, follow=True).content.decode()
    assert "1 text changed." in page
    assert "Scheme 14" in page
    assert "already says what is so" in client.post(ADDRESS, follow=True).content.decode()


def test_of_a_plan_whose_texts_name_nothing(client: Client, version: Version, by: User) -> None:
    client.force_login(by)
    assert "No text of this plan names a scheme" in client.get(ADDRESS).content.decode()


def test_is_for_writers_of_an_open_version(
    client: Client, version: Version, line: UUID, by: User
) -> None:
    client.force_login(person(Role.MEMBER, EXAMPLESHIRE))
    assert b"Write today" not in client.get(ADDRESS).content
    assert client.post(ADDRESS).status_code == 403
    freeze(again(version), by=by, reason="for the test")
    client.force_login(by)
    assert b"Write today" not in client.get(ADDRESS).content
    client.post(ADDRESS)
    assert spoken_of(again(version))[0].text == "Scheme 8."
