"""Everything that happens to a row is kept: what, when, who and why, and it stays so."""

from __future__ import annotations

import json
from typing import Any

import pghistory.models
import pytest
from django.contrib.admin.sites import site
from django.contrib.admin.utils import flatten_fieldsets
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bcf.boards.models import Board, Source
from bcf.editions.models import Collection, LoadedRow
from bcf.pages.undo import undo
from bcf.people.models import Membership, User
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Change, Presence, Submission, Version
from bcf.tables import Edit
from schemes.models import ExpenditureLine, LineYear
from tests.factories import BCP, ONE_YEAR, add, again, person, plan, proposal, put
from tests.submissions.content_models import our_models

#: What is no fact about boards, people or plans, and why its history is not kept.
WITHOUT_HISTORY = {
    LoadedRow: "what the files said last: the files have a history of their own",
    Presence: "who has a page open: gone within a minute",
    User.groups.through: "rights come with memberships: nobody is put in a group",
    User.user_permissions.through: "rights come with memberships: nobody is given one",
}
OPERATIONS = {"insert", "update", "delete"}


def tracked() -> list[type[Model]]:
    return [model for model in our_models() if hasattr(model, "pgh_event_model")]


def events(row: Any) -> list[Any]:
    """What is kept of a row, oldest first."""
    return list(row.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def labels(row: Any) -> list[str]:
    return [event.pgh_label for event in events(row)]


def test_every_model_has_a_history_or_a_reason() -> None:
    """A new model without `@track()` fails here."""
    without = {model for model in our_models() if not hasattr(model, "pgh_event_model")}
    assert without == set(WITHOUT_HISTORY)


def test_nobody_is_given_rights_that_leave_no_history() -> None:
    offered = flatten_fieldsets(site.get_model_admin(User).get_fieldsets(None, User()))  # type: ignore[arg-type]
    assert "is_superuser" in offered
    assert not {"groups", "user_permissions"} & set(offered)


@pytest.mark.parametrize("model", tracked(), ids=lambda model: model._meta.label)
def test_every_operation_on_it_fires(model: type[Model], db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'",
            [model._meta.db_table],
        )
        triggers = [name for (name,) in cursor.fetchall()]
    fired = {op for op in OPERATIONS if any(f"pgtrigger_{op}_{op}" in t for t in triggers)}
    assert fired == OPERATIONS


@pytest.mark.parametrize("model", tracked(), ids=lambda model: model._meta.label)
def test_its_events_stay_as_they_were_written(model: type[Model], db: None) -> None:
    event = model.pgh_event_model  # type: ignore[attr-defined]
    assert issubclass(event, pghistory.models.Event)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND tgname LIKE 'pgtrigger_append_only%%' AND tgenabled = 'O'",
            [event._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(code="X1", title="First title")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE boards_sourceevent SET title = 'forged'",
        "DELETE FROM boards_sourceevent",
    ],
)
def test_an_event_refuses_to_be_changed(source: Source, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with pytest.raises(DatabaseError), transaction.atomic():
        events(source)[0].delete()


class TestEveryWayToWrite:
    def test_through_objects(self, source: Source) -> None:
        source.title = "Second title"
        source.save()
        kept = events(source)
        source.delete()
        assert [(e.pgh_label, e.title) for e in kept] == [
            ("insert", "First title"),
            ("update", "Second title"),
        ]
        last = Source.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
        assert (last.pgh_label, last.title) == ("delete", "Second title")

    def test_in_bulk(self, db: None) -> None:
        made = Source.objects.bulk_create(Source(code=f"X{n}", title="x") for n in range(3))
        for one in made:
            one.title = "y"
        Source.objects.bulk_update(made, ["title"])
        Source.objects.filter(code="X0").update(title="z")
        Source.objects.filter(code__startswith="X").delete()
        kept = Source.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
        assert [e.pgh_label for e in kept] == ["insert"] * 3 + ["update"] * 4 + ["delete"] * 3
        assert kept.filter(title="z", pgh_label="update").count() == 1

    def test_an_update_that_changes_nothing_is_no_event(self, source: Source) -> None:
        Source.objects.update(title="First title")
        assert labels(source) == ["insert"]

    def test_by_plain_sql_it_is_the_database_role_that_is_known(self, source: Source) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user")
            (role,) = cursor.fetchone()
            cursor.execute("UPDATE boards_source SET title = 'By hand' WHERE id = %s", [source.pk])
        changed = events(source)[-1]
        assert (changed.pgh_label, changed.title) == ("update", "By hand")
        assert changed.pgh_db_role == role
        assert changed.pgh_context is None


class TestWhoAndWhy:
    @pytest.fixture
    def by(self, editions: None) -> User:
        return person()

    @pytest.fixture
    def version(self, by: User) -> Version:
        return plan(BCP, ONE_YEAR, by=by)

    @staticmethod
    def told(row: Any) -> tuple[Any, Any, Any]:
        context = events(row)[-1].pgh_context
        return context.get("user"), context.get("what"), context.get("reason")

    def test_are_kept_of_an_applied_change_in_every_table(self, version: Version, by: User) -> None:
        uid = add(version, {"amount_2019-20": "1"})
        proposal(version, Edit(uid=uid, raw={"amount_2019-20": "2", "description": "x"})).apply(
            by=by, what="Corrected", reason="Agreed on Monday"
        )
        line = ExpenditureLine.objects.get(uid=uid)
        for row in (line, line.years.get(), Change.objects.latest("pk")):
            assert self.told(row) == (by.pk, "Corrected", "Agreed on Monday")
        assert events(LineYear.objects.get(line=line))[-1].amount == 2

    def test_are_kept_of_an_undo_and_of_what_it_undid(self, version: Version, by: User) -> None:
        uid = add(version, {"amount_2019-20": "1"})
        change = put(version, Edit(uid=uid, raw={"amount_2019-20": "2"}))
        undo(change, by=by)
        for row in (LineYear.objects.get(line__uid=uid), change):
            assert self.told(row) == (by.pk, "Undid: Edited expenditure", "")

    def test_are_kept_of_a_version_s_life(self, version: Version, by: User) -> None:
        assert self.told(version) == (by.pk, "Started", "")
        assert self.told(version.submission) == (by.pk, "Started", "")
        frozen = freeze(version, by=by, reason="The board met")
        assert self.told(frozen) == (by.pk, "Frozen", "The board met")
        new = reopen(frozen.submission, by=by, reason="A line was wrong")
        assert self.told(new) == (by.pk, "Reopened", "A line was wrong")

    def test_counting_changes_is_no_event_of_the_version(self, version: Version) -> None:
        add(version, {"amount_2019-20": "1"})
        assert again(version).revision == 2
        assert labels(version) == ["insert"]

    def test_are_kept_of_a_row_that_was_deleted(self, version: Version, by: User) -> None:
        uid = add(version, {"amount_2019-20": "1"})
        line = ExpenditureLine.objects.get(uid=uid)
        put(version, Edit(uid=uid, remove=True), by=by)
        assert labels(line) == ["insert", "delete"]
        assert self.told(line) == (by.pk, "Edited expenditure", "")

    def test_are_kept_of_a_page(self, version: Version, by: User, client: Client) -> None:
        uid = add(version, {"description": "old"})
        client.force_login(by)
        address = reverse("row", args=[BCP, ONE_YEAR, "expenditure", uid])
        sent = {"description": "new", "seen-description": "old", "reason": "Agreed on Monday"}
        assert client.post(address, sent).status_code == 302
        line = ExpenditureLine.objects.get(uid=uid)
        assert line.description == "new"
        context = events(line)[-1].pgh_context
        assert (context["user"], context["reason"]) == (by.pk, "Agreed on Monday")
        assert context["url"] == address

    @pytest.mark.parametrize(("typed", "kept"), [(" a\x00b ", "ab"), ("x" * 600, "x" * 500)])
    def test_are_kept_of_a_page_as_far_as_they_can_be(
        self, version: Version, by: User, client: Client, typed: str, kept: str
    ) -> None:
        client.force_login(by)
        client.post(reverse("freeze", args=[BCP, ONE_YEAR]), {"reason": typed})
        assert self.told(version) == (by.pk, "Frozen", kept)

    def test_are_kept_of_the_admin(self, by: User, client: Client) -> None:
        admin = User.objects.create_superuser("root@example.org", "Rae Root")
        client.force_login(admin)
        source = Source.objects.first()
        assert source is not None
        assert site.is_registered(Source)
        address = reverse("admin:boards_source_change", args=[source.pk])
        form = {"code": source.code, "title": "Put right", "address": source.address}
        answer = client.post(address, {**form, "reason": "A wrong title"})
        assert answer.status_code == 302
        event = events(source)[-1]
        assert event.title == "Put right"
        assert event.pgh_context["user"] == admin.pk
        assert event.pgh_context["reason"] == "A wrong title"

    def test_are_kept_of_a_command(self, editions: None) -> None:
        board = Board.objects.get(code=BCP)
        assert events(board)[-1].pgh_context == {
            "user": None,
            "via": "command",
            "reason": "load_reference",
        }

    def test_of_one_change_are_not_those_of_the_next(self, version: Version, by: User) -> None:
        uid = add(version, {"amount_2019-20": "1"})
        put(version, Edit(uid=uid, raw={"amount_2019-20": "2"}), by=by)
        put(version, Edit(uid=uid, raw={"amount_2019-20": "3"}))
        years = LineYear.objects.get(line__uid=uid)
        assert [event.pgh_context["user"] for event in events(years)] == [None, by.pk, None]

    def test_of_people_tell_no_password(self, by: User) -> None:
        by.set_password("a secret to nobody else")
        by.save()
        Membership.objects.filter(user=by).update(role="reader")
        fields = {f.name for f in User.pgh_event_model._meta.get_fields()}  # type: ignore[attr-defined]
        assert "password" not in fields
        written = json.dumps([str(vars(event)) for event in events(by)])
        assert by.password not in written
        assert labels(by.memberships.get()) == ["insert", "update"]


def test_a_submission_and_a_collection_remember_every_state(editions: None) -> None:
    version = plan(BCP, ONE_YEAR)
    Submission.objects.update(illustration="Made up")
    assert labels(version.submission) == ["insert", "update"]
    collection = Collection.objects.get(code=ONE_YEAR)
    collection.title = "Renamed"
    collection.save()
    assert [event.title for event in events(collection)][-1] == "Renamed"
