"""The pages of documents: what they give out, to whom, and what they say when they refuse."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bcf.documents.models import Attachment
from bcf.documents.store import attach, withdraw
from bcf.people.models import User
from bcf.submissions.lifecycle import freeze
from bcf.submissions.models import Version
from bcf.zips import MEGABYTE
from tests.documents.files import PDF, edited, word
from tests.documents.narratives import answers, exported, write
from tests.documents.test_coming_back import monthly
from tests.factories import BCP, EXAMPLESHIRE, TWO_YEARS, again, joins, person, plan

PLAN = (EXAMPLESHIRE, TWO_YEARS)
TOO_LARGE = "The file is larger than 20 MB."


@pytest.fixture
def by(editions: None) -> User:
    return person(organisation=EXAMPLESHIRE)


@pytest.fixture
def signed_in(client: Client, by: User, version: Version) -> Client:
    client.force_login(by)
    return client


def address(name: str, *more: object, plan: tuple[str, str] = PLAN) -> str:
    return reverse(name, args=[*plan, *more])


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "text/html")


def text(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


class TestDocuments:
    def test_one_is_added_and_given_out_as_a_download(self, signed_in: Client) -> None:
        sent = {"purpose": "letter", "file": upload("Llythyr ŵ.pdf", PDF)}
        response = signed_in.post(address("documents"), sent, follow=True)
        assert "Added: Llythyr ŵ.pdf." in text(response)
        kept = Attachment.objects.get()
        given = signed_in.get(address("document", kept.uid))
        assert (given.content, given["Content-Type"]) == (PDF, "application/pdf")
        assert given["Content-Disposition"].startswith("attachment; filename*=utf-8''Llythyr")
        assert given["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"purpose": "letter"}, "Choose a file."),
            ({"file": upload("a.pdf", PDF)}, "Say what the document is."),
            ({"purpose": "letter", "file": upload("a.pdf", b"")}, "The file is empty."),
            ({"purpose": "letter", "file": upload("a.exe", b"MZ\0")}, "not a kind of file"),
            (
                {"purpose": "letter", "file": upload("a.pdf", PDF.ljust(20 * MEGABYTE + 1))},
                TOO_LARGE,
            ),
        ],
    )
    def test_what_is_refused_is_said_on_the_page(
        self, signed_in: Client, sent: dict[str, object], said: str
    ) -> None:
        for each in sent.values():
            if isinstance(each, SimpleUploadedFile):
                each.seek(0)
        response = signed_in.post(address("documents"), sent)
        assert response.status_code == 200
        assert said in text(response)
        assert not Attachment.objects.exists()

    def test_another_board_s_is_not_found(self, signed_in: Client, version: Version) -> None:
        other = attach(plan("X99000002"), "a.pdf", "letter", PDF, by=None)
        assert signed_in.get(address("document", other.uid)).status_code == 404
        assert signed_in.post(address("document_withdraw", other.uid)).status_code == 404
        assert signed_in.get(address("narrative_review", other.uid)).status_code == 404
        other.refresh_from_db()
        assert other.withdrawn_at is None
        theirs = ("X99000002", TWO_YEARS)
        for name, more in (("document", [other.uid]), ("documents", []), ("narrative", [])):
            assert signed_in.get(address(name, *more, plan=theirs)).status_code == 404

    def test_a_withdrawn_one_is_told_but_not_given_out(
        self, signed_in: Client, version: Version, by: User
    ) -> None:
        kept = attach(version, "Wrong letter.pdf", "letter", PDF, by=by)
        response = signed_in.post(address("document_withdraw", kept.uid), follow=True)
        assert "Withdrawn: Wrong letter.pdf." in text(response)
        assert "1 withdrawn" in text(response)
        for method in (signed_in.get, signed_in.post):
            name = "document" if method == signed_in.get else "document_withdraw"
            assert method(address(name, kept.uid)).status_code == 404

    def test_a_reader_opens_and_changes_nothing(
        self, client: Client, version: Version, by: User
    ) -> None:
        reader = person(role="reader", organisation=EXAMPLESHIRE)
        client.force_login(reader)
        kept = attach(version, "a.pdf", "letter", PDF, by=by)
        assert client.get(address("document", kept.uid)).status_code == 200
        page = text(client.get(address("documents")))
        assert "Withdraw" not in page
        assert 'type="file"' not in page
        sent = {"purpose": "letter", "file": upload("b.pdf", PDF + b"2")}
        assert client.post(address("documents"), sent).status_code == 403
        back = {"file": upload("n.docx", word())}
        assert client.post(address("narrative"), back).status_code == 403
        assert Attachment.objects.get() == kept

    def test_a_frozen_plan_takes_none_and_says_so(
        self, signed_in: Client, version: Version
    ) -> None:
        freeze(again(version), by=None, reason="signed")
        sent = {"purpose": "letter", "file": upload("a.pdf", PDF)}
        response = signed_in.post(address("documents"), sent, follow=True)
        assert "This version is frozen." in text(response)
        assert not Attachment.objects.exists()
        assert "while a version is open" in text(signed_in.get(address("documents")))


class TestTheNarrative:
    def test_goes_out_under_the_national_name(self, signed_in: Client) -> None:
        response = signed_in.get(address("narrative_word"))
        assert response["Content-Disposition"] == (
            'attachment; filename="Exampleshire HWB 2023-25 plan narrative.docx"'
        )

    def test_comes_back_is_looked_at_and_taken(self, signed_in: Client, version: Version) -> None:
        write(version, governance="The board meets.")
        data = edited(exported(version), monthly)
        before = again(version).revision
        response = signed_in.post(address("narrative"), {"file": upload("n.docx", data)})
        kept = Attachment.objects.get()
        assert (kept.purpose, response.status_code) == ("narrative", 302)
        assert response.headers["Location"] == address("narrative_review", kept.uid)
        page = text(signed_in.get(response.headers["Location"]))
        assert "The board meets monthly." in page
        assert again(version).revision == before, "looking changes nothing"
        taken = signed_in.post(address("narrative_review", kept.uid), {"revision": before})
        assert taken.status_code == 302
        assert answers(version)["governance"] == "The board meets monthly."
        after = text(signed_in.get(address("narrative")))
        assert "Took 1 answer from a Word document" in after
        signed_in.post(address("undo", version.changes.latest("revision").revision))
        assert answers(version)["governance"] == "The board meets."

    def test_with_a_clash_is_asked_about_and_nothing_is_taken(
        self, signed_in: Client, version: Version
    ) -> None:
        write(version, governance="The board meets.")
        data = edited(exported(version), monthly)
        kept = attach(version, "n.docx", "narrative", data, by=None)
        write(version, governance="The board meets weekly.")
        looked = again(version).revision
        where = address("narrative_review", kept.uid)
        response = signed_in.post(where, {"revision": looked})
        assert response.status_code == 200
        assert "Choose which text stays" in text(response)
        assert again(version).revision == looked
        sent = {"revision": looked, "narrative-governance": "plan"}
        told = text(signed_in.post(where, sent, follow=True))
        assert "Nothing was changed" in told
        assert again(version).revision == looked
        signed_in.post(where, {**sent, "narrative-governance": "file"})
        assert answers(version)["governance"] == "The board meets monthly."

    @pytest.mark.parametrize("written", ["", "x", "-1", "9" * 5_000, "٣", "0"])
    def test_takes_no_harm_from_a_revision_made_up(
        self, signed_in: Client, version: Version, written: str
    ) -> None:
        kept = attach(version, "n.docx", "narrative", exported(version), by=None)
        where = address("narrative_review", kept.uid)
        assert signed_in.post(where, {"revision": written}).status_code == 302

    def test_of_another_board_is_refused_and_not_kept(
        self, signed_in: Client, version: Version
    ) -> None:
        data = exported(plan("X99000002"))
        response = signed_in.post(address("narrative"), {"file": upload("n.docx", data)})
        assert "This is the narrative of another board (X99000002)." in text(response)
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("n.docx", b"PK\x03\x04 no zip", "The file is damaged."),
            ("n.pdf", PDF, "comes back as a Word document"),
            ("n.docx", PDF.ljust(20 * MEGABYTE + 1), TOO_LARGE),
        ],
    )
    def test_that_cannot_be_read_is_refused(
        self, signed_in: Client, name: str, data: bytes, said: str
    ) -> None:
        response = signed_in.post(address("narrative"), {"file": upload(name, data)})
        assert response.status_code == 200
        assert said in text(response)

    def test_is_not_looked_for_in_another_kind_of_document(
        self, signed_in: Client, version: Version
    ) -> None:
        kept = attach(version, "a.pdf", "letter", PDF, by=None)
        response = signed_in.get(address("narrative_review", kept.uid), follow=True)
        assert "comes back as a Word document" in text(response)

    def test_of_a_frozen_plan_is_read_only(self, signed_in: Client, version: Version) -> None:
        kept = attach(version, "n.docx", "narrative", exported(version), by=None)
        freeze(again(version), by=None, reason="signed")
        assert signed_in.get(address("narrative_word")).status_code == 200
        assert "while a version is open" in text(signed_in.get(address("narrative")))
        for response in (
            signed_in.get(address("narrative_review", kept.uid), follow=True),
            signed_in.post(address("narrative"), {"file": upload("n.docx", word())}, follow=True),
        ):
            assert "This version is frozen." in text(response)

    def test_is_not_found_where_the_collection_asks_for_none(
        self, signed_in: Client, by: User
    ) -> None:
        there = (BCP, "2022-23-discharge")
        plan(*there)
        joins(by, "commissioner", BCP)
        for name in ("narrative", "narrative_word"):
            assert signed_in.get(address(name, plan=there)).status_code == 404
        unknown = address("narrative_review", uuid.uuid4(), plan=there)
        assert signed_in.get(unknown).status_code == 404
        page = text(signed_in.get(address("submission", plan=there)))
        assert "Narrative in Word" not in page
        assert "Attached documents" in page


def test_a_withdrawn_narrative_is_not_looked_at(signed_in: Client, version: Version) -> None:
    kept = attach(version, "n.docx", "narrative", exported(version), by=None)
    withdraw(version, kept, by=None)
    assert signed_in.get(address("narrative_review", kept.uid)).status_code == 404
