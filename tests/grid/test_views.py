"""What the grid's script is answered."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bcf.people.models import User
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Change, Presence, Version
from schemes.models import ExpenditureLine, FundingLine
from tests.factories import cells
from tests.grid.conftest import Calls
from tests.pages.states_plans import BCP

AMOUNT = "amount_2023-24"


def edit(line, cells, seen=None, **more):
    return {"uid": str(line if isinstance(line, uuid.UUID) else line.uid), "cells": cells} | (
        {"seen": seen or {}} | more
    )


def pounds(text):
    return Decimal(text.strip("£").replace(",", ""))


def amount(line, year="2023-24"):
    return line.years.get(year=year).amount


class TestStart:
    def test_tells_columns_and_cells_as_typed(self, calls, lines):
        told = calls.client.get(reverse("grid", args=calls.args)).json()
        places = {column["key"]: place for place, column in enumerate(told["columns"])}
        row = told["rows"][str(lines[0].uid)]
        assert row[places["scheme_name"]] == "Telecare and community alarms"
        assert row[places[AMOUNT]] == "924,118.06"
        assert len(told["rows"]) == 80
        kinds = {column["key"]: column["kind"] for column in told["columns"]}
        assert kinds[AMOUNT] == "money"
        assert kinds["scheme_type"] == "choice"
        followers = {c["key"]: c["follows"] for c in told["columns"] if c["follows"]}
        assert followers["sub_type"] == "scheme_type"

    def test_tells_why_a_cell_is_locked(self, plan):
        calls = Calls("dev@example.org", "income")
        told = calls.client.get(reverse("grid", args=calls.args)).json()
        line = FundingLine.objects.filter(version=plan, source__key="ibcf").get()
        assert "published allocation" in told["locks"][str(line.uid)][AMOUNT]


class TestSaving:
    def test_a_cell(self, calls, lines):
        told = calls.save(edit(lines[0], {AMOUNT: " £1,234.50"}, {AMOUNT: "924,118.06"}))
        assert told["cells"] == {str(lines[0].uid): {AMOUNT: ["1,234.50", "1,234.50"]}}
        assert amount(lines[0]) == Decimal("1234.50")
        change = Change.objects.latest("pk")
        assert told["revision"] == change.revision
        assert change.what == "Expenditure: changed a line"
        assert change.by.email == "dev@example.org"

    def test_what_stood_there_already_is_no_revision(self, calls, lines):
        assert calls.save(edit(lines[0], {AMOUNT: "£924,118.06"}))["revision"] is None

    def test_a_cell_that_is_kept_as_an_answer(self, plan, calls, lines):
        told = calls.save(edit(lines[0], {"local_reference": "AB-1042/7"}, {"local_reference": ""}))
        written = {"local_reference": ["AB-1042/7", "AB-1042/7"]}
        assert told["cells"] == {str(lines[0].uid): written}
        with CaptureQueriesContext(connection) as queries:
            calls.save(edit(lines[0], {"local_reference": "B"}, {"local_reference": "AB-1042/7"}))
        assert len([q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")]) <= 8
        assert cells(Version.objects.get(pk=plan.pk), lines[0].uid)["local_reference"] == "B"

    def test_what_cannot_be_taken_saves_nothing(self, calls, lines):
        edits = [edit(lines[0], {AMOUNT: "5"}), edit(lines[1], {AMOUNT: "n/a"})]
        told = calls.save(*edits)
        assert told["refused"] is True
        (refusal,) = told["refusals"]
        assert (refusal["uid"], refusal["column"]) == (str(lines[1].uid), AMOUNT)
        assert "is not an amount" in refusal["message"]
        assert amount(lines[0]) == Decimal("924118.06")

    def test_somebody_else_was_there_first(self, plan, calls, lines):
        other = Calls("asha@example.org")
        membership = User.objects.get(email="dev@example.org").memberships.get()
        User.objects.get(email="asha@example.org").memberships.create(
            organisation=membership.organisation, role="commissioner", active_from="2020-01-01"
        )
        other.save(edit(lines[0], {AMOUNT: "5"}, {AMOUNT: "924,118.06"}))
        told = calls.save(edit(lines[0], {AMOUNT: "6"}, {AMOUNT: "924,118.06"}))
        (conflict,) = told["conflicts"]
        assert conflict["theirs"] == conflict["typed"] == "5"
        assert conflict["who"].startswith("Asha")
        told = calls.save(edit(lines[0], {AMOUNT: "6"}, {AMOUNT: conflict["typed"]}))
        assert "refused" not in told
        assert amount(lines[0]) == 6

    def test_another_cell_of_the_line_is_no_conflict(self, calls, lines):
        calls.save(edit(lines[0], {AMOUNT: "5"}, {AMOUNT: "924,118.06"}))
        told = calls.save(
            edit(lines[0], {"scheme_name": "New"}, {"scheme_name": "Telecare and community alarms"})
        )
        assert "refused" not in told

    def test_a_new_row(self, calls, lines):
        uid = uuid.uuid4()
        told = calls.save(edit(uid, {"scheme_name": "Night sitters", AMOUNT: "7"}, new=True))
        assert told["added"] == [str(uid)]
        line = ExpenditureLine.objects.get(uid=uid)
        assert line.scheme.name == "Night sitters"
        assert line.position == 81

    def test_a_type_that_empties_its_sub_type_says_so(self, calls, lines):
        told = calls.save(edit(lines[0], {"scheme_type": "carers-services"}))
        assert told["cells"][str(lines[0].uid)]["sub_type"] == ["", ""]

    def test_a_row_that_has_gone(self, calls, lines):
        told = calls.save(edit(uuid.uuid4(), {AMOUNT: "5"}))
        assert "deleted this row" in told["refusals"][0]["message"]

    def test_a_frozen_version(self, plan, calls, lines):
        freeze(plan, by=User.objects.get(email="dev@example.org"), reason="Test")
        assert "frozen" in calls.save(edit(lines[0], {AMOUNT: "5"}))["message"]

    @pytest.mark.parametrize("more", [0, 150])
    def test_asks_eight_statements_at_most(self, calls, lines, more):
        for start in range(0, more, 50):
            calls.save(
                *[
                    edit(uuid.uuid4(), {"scheme_name": f"More {start + n}"}, new=True)
                    for n in range(50)
                ]
            )
        calls.save(edit(lines[0], {AMOUNT: "1,000"}))
        with CaptureQueriesContext(connection) as queries:
            calls.save(edit(lines[0], {AMOUNT: "2,000"}, {AMOUNT: "1,000"}))
        assert amount(lines[0]) == 2000
        assert len([q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")]) <= 8


class TestBadRequests:
    @pytest.mark.parametrize(
        "body",
        [
            "",
            "[]",
            "null",
            '{"edits": []}',
            '{"edits": "x"}',
            '{"edits": [1]}',
            '{"edits": [{"uid": "x"}]}',
            '{"edits": [{"uid": "00000000-0000-4000-8000-000000000000", "cells": [1]}]}',
            '{"edits": [{"uid": "00000000-0000-4000-8000-000000000000", "cells": {"a": 1}}]}',
            '{"edits": [{"uid": "00000000-0000-4000-8000-000000000000", "cells": {},'
            ' "seen": {"amount_2023-24": "n/a"}}]}',
        ],
    )
    def test_are_told_so(self, calls, body):
        assert calls.post("cells", body).status_code == 400

    def test_a_hostile_text_is_refused_or_kept(self, calls, lines):
        for text in ("\x00", "\ud800", "=1+1", "x" * 31_000, "é" * 10):
            response = calls.post("cells", {"edits": [edit(lines[0], {"scheme_name": text})]})
            assert response.status_code == 200

    @pytest.mark.parametrize("body", [{"act": "explode"}, {"act": "delete", "uid": "x"}])
    def test_acts_that_are_none(self, calls, body, lines):
        if body["act"] == "explode":
            body = body | {"uid": str(lines[0].uid)}
        assert calls.post("rows", body).status_code == 400

    def test_a_revision_that_is_none(self, calls):
        assert calls.post("now", {"since": "x"}).status_code == 400


class TestRows:
    def test_a_copy_stands_under_its_row(self, calls, lines):
        told = calls.act("duplicate", lines[3])
        copy = ExpenditureLine.objects.get(uid=told["uid"])
        assert copy.position == lines[3].position + 1
        assert copy.scheme.name == lines[3].scheme.name
        positions = ExpenditureLine.objects.filter(version=copy.version).values_list("position")
        assert len(set(positions)) == 81

    def test_delete_and_undo(self, calls, lines):
        calls.act("delete", lines[3])
        assert not ExpenditureLine.objects.filter(uid=lines[3].uid).exists()
        assert calls.act("undo")["said"] == "Undone: Expenditure: deleted a line"
        assert ExpenditureLine.objects.get(uid=lines[3].uid).position == lines[3].position

    def test_move(self, calls, lines):
        calls.act("up", lines[3])
        order = ExpenditureLine.objects.filter(version=lines[3].version).order_by("position")
        assert [line.uid for line in order[2:4]] == [lines[3].uid, lines[2].uid]
        calls.act("down", lines[3])
        assert [line.uid for line in order.all()[2:4]] == [lines[2].uid, lines[3].uid]

    def test_each_tells_its_revision(self, plan, calls, lines):
        for act in ("duplicate", "up", "delete", "undo"):
            told = calls.act(act, lines[3])
            assert told["revision"] == Change.objects.latest("pk").revision, act
        assert calls.act("up", lines[0])["revision"] is None
        assert Calls("asha@example.org", plan=BCP).act("undo")["revision"] is None

    def test_a_row_of_nobody_is_not_found(self, calls):
        body = {"act": "delete", "uid": str(uuid.uuid4())}
        assert calls.post("rows", body).status_code == 404

    def test_undo_with_nothing_to_undo(self, calls):
        assert calls.act("undo")["said"] == "There is nothing of yours to undo"

    def test_undo_of_a_cell_changed_since(self, plan, calls, lines):
        calls.save(edit(lines[0], {AMOUNT: "5"}))
        line = lines[0].years.get(year="2023-24")
        line.amount = 7
        line.save()
        told = calls.act("undo")
        assert told["refused"]
        assert "changed again since" in told["message"]


class TestNow:
    def test_tells_what_is_new_since_a_revision(self, plan, calls, lines):
        before = Version.objects.get(pk=plan.pk).revision
        calls.save(edit(lines[0], {AMOUNT: "5"}))
        told = calls.now(before)
        assert list(told["rows"]) == [str(lines[0].uid)]
        row = told["rows"][str(lines[0].uid)]
        assert f'id="row-{lines[0].uid}"' in row["html"]
        assert ">5.00</td>" in row["html"]
        assert told["order"][0] == str(lines[0].uid)
        assert len(told["order"]) == 80
        assert told["sums"][AMOUNT].startswith("£7")
        assert "£924,113.06 left" in told["totals"]
        assert told["undo"] == "Expenditure: changed a line"

    def test_spending_by_type_follows(self, plan, calls, lines):
        told = calls.now(0)["totals"]
        label = lines[0].scheme_type.label
        before = re.search(f'data-said="{label} 2023-24">(£[0-9,.]+)<', told)[1]
        calls.save(edit(lines[0], {AMOUNT: "924,119.06"}))
        after = re.search(f'data-said="{label} 2023-24">(£[0-9,.]+)<', calls.now(0)["totals"])[1]
        assert [pounds(after) - pounds(before)] == [1]

    def test_is_short_when_nothing_is(self, plan, calls):
        revision = Version.objects.get(pk=plan.pk).revision
        assert set(calls.now(revision)) == {"revision", "open", "others"}

    def test_marks_follow_the_findings(self, plan, calls, lines):
        before = calls.now(0)["marks"]
        calls.save(edit(lines[0], {"provider": ""}))
        after = calls.now(0)["marks"]
        assert str(lines[0].uid) not in before
        assert after[str(lines[0].uid)] == "warns provider"

    def test_tells_who_else_is_here(self, plan, calls, lines):
        other = Calls("noor@example.net")
        assert other.now(0, at=str(lines[2].uid))["others"] == []
        (here,) = calls.now(0)["others"]
        assert here["row"] == str(lines[2].uid)
        assert here["name"].startswith("Noor")
        Presence.objects.update(seen_at="2020-01-01T00:00Z")
        assert calls.now(0)["others"] == []


class TestRights:
    def test_a_reader_changes_nothing(self, plan, lines):
        calls = Calls("noor@example.net")
        assert calls.post("cells", {"edits": [edit(lines[0], {AMOUNT: "5"})]}).status_code == 403
        assert calls.post("rows", {"act": "undo"}).status_code == 403

    def test_elsewhere_there_is_nothing(self, plan, lines):
        calls = Calls("sol@example.org")
        assert calls.post("cells", {"edits": [edit(lines[0], {AMOUNT: "5"})]}).status_code == 404
        assert calls.post("now", {"since": 0}).status_code == 404

    def test_a_row_of_another_plan_is_none_of_this_one(self, plan, lines):
        calls = Calls("sol@example.org", plan=("X99000002", "2023-25-plan"))
        told = calls.save(edit(lines[0], {AMOUNT: "5"}))
        assert told["refused"]
        assert amount(lines[0]) == Decimal("924118.06")
