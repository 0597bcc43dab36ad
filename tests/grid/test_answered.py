"""The grid of rows that the edition names, and of records."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from bcf.answers.models import Record
from tests.factories import again, cells, section
from tests.grid.conftest import Calls

KEY = "conditions"


@pytest.fixture
def calls(plan):
    return Calls("dev@example.org", KEY)


@pytest.fixture
def first(plan):
    return section(plan, KEY).rows(plan)[0].uid


def edit(uid, cells, seen=None):
    return {"uid": str(uid), "cells": cells, "seen": seen or {}}


def test_tells_which_cells_are_not_typed_in(calls, first):
    told = calls.client.get(reverse("grid", args=calls.args)).json()
    assert len(told["rows"]) == 9
    assert list(told["locks"][str(first)]) == ["requirement"]
    computed = [column["key"] for column in told["columns"] if column["computed"]]
    assert computed == ["theme", "code"]


def test_saves_an_answer_and_tells_it_to_others(plan, calls, first):
    revision = again(plan).revision
    assert not calls.save(edit(first, {"met": "no"}, {"met": "yes"})).get("refused")
    assert cells(plan, first, KEY)["met"] == "no"
    new = calls.now(revision)
    assert list(new["rows"]) == [str(first)]
    assert "Needed" in new["rows"][str(first)]["html"]


def test_tells_an_answer_that_was_cleared(plan, calls, first):
    revision = again(plan).revision
    calls.save(edit(first, {"met": ""}, {"met": "yes"}))
    assert list(calls.now(revision)["rows"]) == [str(first)]


@pytest.mark.parametrize("act", ["duplicate", "up", "down", "delete"])
def test_leaves_the_rows_as_they_are(plan, calls, act):
    line = section(plan, KEY).rows(plan)[4]
    told = calls.act(act, line)
    assert told["refused"]
    assert "rows of this table are fixed" in told["message"]


def test_refuses_a_row_of_ones_own(calls):
    body = {"edits": [{**edit(uuid.uuid4(), {"met": "yes"}), "new": True}]}
    assert calls.post("cells", body).json()["refused"]


def test_a_page_of_questions_has_a_pulse_too(plan):
    """Nobody's script asks for it, but whoever does is answered."""
    calls = Calls("dev@example.org", "cover")
    assert calls.now(again(plan).revision - 1)["revision"] == again(plan).revision


class TestRecords:
    @pytest.fixture
    def calls(self, plan):
        return Calls("dev@example.org", "section-75")

    def test_are_made_changed_and_moved(self, plan, calls):
        uid = uuid.uuid4()
        made = calls.save({**edit(uid, {"title": "A third pool"}), "new": True})
        assert made["added"] == [str(uid)]
        record = Record.objects.get(uid=uid)
        assert calls.act("up", record)["said"] == "Moved the section 75 agreement up"
        assert calls.act("delete", record)["said"].startswith("Deleted the section 75 agreement")
        assert not Record.objects.filter(uid=uid).exists()
