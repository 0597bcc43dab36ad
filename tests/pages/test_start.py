"""A plan is started by who may write it, for a board that was there to be asked."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.people.models import Role
from bcf.submissions.models import Submission
from tests.factories import BCP, EXAMPLESHIRE, ONE_YEAR, TWO_YEARS, person, plan

BOURNEMOUTH = "E06000028"  # became part of BCP on 1 April 2019


@pytest.mark.parametrize(
    ("role", "home", "board", "collection", "status"),
    [
        (Role.COMMISSIONER, BCP, BCP, ONE_YEAR, 302),
        (Role.FINANCE, BCP, BCP, TWO_YEARS, 302),
        (Role.READER, BCP, BCP, ONE_YEAR, 403),
        (Role.COMMISSIONER, BCP, EXAMPLESHIRE, TWO_YEARS, 404),
        (Role.COMMISSIONER, BCP, BCP, "no-such-plan", 404),
        (Role.COMMISSIONER, BOURNEMOUTH, BOURNEMOUTH, TWO_YEARS, 404),
    ],
)
def test_who_may_start_which(
    editions: None, client: Client, role: str, home: str, board: str, collection: str, status: int
) -> None:
    client.force_login(person(role, home))
    assert client.post(reverse("start", args=[board, collection])).status_code == status
    assert Submission.objects.exists() == (status == 302)


def test_a_refusal_is_the_page_of_every_other_one(editions: None, client: Client) -> None:
    plan(BCP, ONE_YEAR)
    client.force_login(person(Role.READER))
    refused = client.post(reverse("start", args=[BCP, TWO_YEARS]))
    other = client.post(reverse("row_add", args=[BCP, ONE_YEAR, "expenditure"]))
    assert refused.status_code == other.status_code == 403
    assert said(refused) == said(other)
    assert "You cannot do this here" in said(refused)


def said(answer: HttpResponse) -> str:
    """The page's own part, without the reference, which is the request's."""
    page = answer.content.decode()
    page = page.replace(answer.context["reference"], "the reference")
    return page[page.index("<main") : page.index("</main>")]
