"""A change that cannot be made says so on the plan's own page, whichever button was pressed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from tests.factories import BCP, ONE_YEAR, add, person, plan, section

PLAN = [BCP, ONE_YEAR]


@pytest.fixture
def version(editions: None) -> Version:
    return plan(BCP, ONE_YEAR)


@pytest.fixture
def signed_in(version: Version, client: Client) -> Client:
    client.force_login(person())
    return client


def press(client: Client, route: str, key: str, uid: UUID, **sent: str) -> str:
    """Press a row's button; the message on the page that comes next."""
    answer = client.post(reverse(route, args=[*PLAN, key, uid]), sent, follow=True)
    assert answer.status_code == 200
    (message,) = answer.context["messages"]
    return str(message)


def test_the_page_of_questions_is_not_copied_or_deleted(
    version: Version, signed_in: Client
) -> None:
    uid = section(version, "cover").uid
    for route in ("row_duplicate", "row_delete"):
        told = press(signed_in, route, "cover", uid)
        assert told == "The rows of this table are fixed: none is added, deleted or moved."


@pytest.mark.parametrize("route", ["row_duplicate", "row_delete", "row_move"])
def test_a_frozen_plan_says_how_to_go_on(version: Version, signed_in: Client, route: str) -> None:
    uid = add(version, {"description": "x"})
    add(version, {"description": "y"})
    freeze(version, by=None, reason="Sent")
    told = press(signed_in, route, "expenditure", uid, to="down")
    assert told == "This version is frozen. Reopen the plan to change it."
