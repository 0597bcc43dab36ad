"""Documents attached to a submission: kept whole, once, at most fifty, while a version is open."""

from __future__ import annotations

import hashlib

import pytest

from bcf.documents import store
from bcf.documents.errors import Unfit
from bcf.documents.models import Attachment
from bcf.documents.store import FULL, attach, withdraw
from bcf.people.models import User
from bcf.submissions.lifecycle import freeze, version_digest
from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen
from tests.documents.files import PDF
from tests.factories import again, person, plan, statements

OTHER_BOARD = "X99000002"


@pytest.fixture
def by(editions: None) -> User:
    return person(organisation="X99000001")


def letter(version: Version, by: User | None = None, data: bytes = PDF) -> Attachment:
    return attach(version, "A  letter.PDF", "letter", data, by=by)


def test_a_file_is_kept_with_what_it_is(version: Version, by: User) -> None:
    kept = Attachment.objects.get(pk=letter(version, by).pk)
    assert (kept.name, kept.purpose, kept.content_type) == (
        "A letter.pdf",
        "letter",
        "application/pdf",
    )
    assert (bytes(kept.data), kept.size) == (PDF, len(PDF))
    assert kept.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (kept.uploaded_by, kept.withdrawn_at) == (by, None)


def test_the_same_file_again_is_the_same_document(version: Version) -> None:
    assert letter(version) == letter(version)
    other = letter(plan(OTHER_BOARD))
    assert other.submission != version.submission
    assert Attachment.objects.count() == 2


def test_what_is_withdrawn_may_be_sent_again(version: Version, by: User) -> None:
    first = letter(version)
    withdraw(version, first, by=by)
    first.refresh_from_db()
    assert first.withdrawn_by == by
    assert first.withdrawn_at is not None
    assert letter(version) != first


def test_withdrawing_twice_keeps_who_was_first(version: Version, by: User) -> None:
    first = letter(version)
    withdraw(version, first, by=by)
    withdraw(version, first, by=None)
    first.refresh_from_db()
    assert first.withdrawn_by == by


def test_there_are_so_many_at_most(version: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 2)
    first = letter(version)
    letter(version, data=PDF + b"2")
    with pytest.raises(Unfit) as refused:
        letter(version, data=PDF + b"3")
    assert refused.value.message == FULL
    withdraw(version, first, by=None)
    letter(version, data=PDF + b"3")


def test_nothing_is_added_or_withdrawn_while_frozen(version: Version) -> None:
    kept = letter(version)
    freeze(again(version), by=None, reason="signed")
    with pytest.raises(Frozen):
        letter(version, data=PDF + b"2")
    with pytest.raises(Frozen):
        withdraw(version, kept, by=None)
    assert Attachment.objects.standing().get() == kept


def test_the_version_is_held_meanwhile(version: Version) -> None:
    """A freeze at the same moment waits, or is seen."""
    asked = statements(lambda: letter(version))
    assert "FOR NO KEY UPDATE" in asked[0]


def test_a_document_is_no_part_of_the_plan_s_content(version: Version) -> None:
    before, revision = version_digest(version), again(version).revision
    letter(version)
    assert (version_digest(version), again(version).revision) == (before, revision)


def test_the_list_leaves_the_bytes_where_they_are(version: Version) -> None:
    letter(version)
    (asked,) = statements(lambda: list(Attachment.objects.listed()))
    assert '"documents_attachment"."data"' not in asked


def test_the_history_knows_who_and_when_but_not_the_bytes(version: Version, by: User) -> None:
    kept = letter(version, by)
    withdraw(version, kept, by=by)
    events = Attachment.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    told = [(event.pgh_label, event.pgh_context["what"]) for event in events]
    assert told == [("insert", "Attached a document"), ("update", "Withdrew a document")]
    assert {event.pgh_context["user"] for event in events} == {by.pk}
    assert not hasattr(events[0], "data")
