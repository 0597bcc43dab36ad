"""Exampleshire's plan of 80 lines, and its commissioner's calls."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from bcf.people.models import User
from bcf.submissions.codes import newest_version
from schemes.models import ExpenditureLine
from tests.factories import EXAMPLESHIRE, TWO_YEARS
from tests.snapshot import example_data


class Calls:
    """What the grid's script would call, for one person and section."""

    def __init__(self, email, section="expenditure", plan=(EXAMPLESHIRE, TWO_YEARS)):
        self.client = Client()
        self.client.force_login(User.objects.get(email=email))
        self.args = [*plan, section]

    def post(self, name, body):
        address = reverse(f"grid_{name}", args=self.args)
        body = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(address, body, content_type="application/json")

    def save(self, *edits):
        return self.post("cells", {"edits": list(edits)}).json()

    def act(self, act, line=None):
        return self.post("rows", {"act": act, "uid": str(line.uid) if line else None}).json()

    def now(self, since, rows=(), at=""):
        return self.post("now", {"since": since, "rows": list(rows), "at": at}).json()


@pytest.fixture
def plan(transactional_db):
    example_data()
    return newest_version(EXAMPLESHIRE, TWO_YEARS)


@pytest.fixture
def calls(plan):
    return Calls("dev@example.org")


@pytest.fixture
def lines(plan):
    return list(ExpenditureLine.objects.filter(version=plan).order_by("position"))
