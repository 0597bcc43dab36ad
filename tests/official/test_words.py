"""Our unconfirmed words and an official file: confirmed, corrected, one by one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bcf.boards.models import Source
from bcf.boards.provenance import Standing
from bcf.editions.models import Choice, Question
from bcf.official.maps import learn
from bcf.official.structure import Structure
from bcf.official.words import Word, words_of
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import version_digest
from bcf.submissions.models import Version
from bcf.workbooks.models import OfficialFile
from tests.workbooks.reading import EXAMPLESHIRE

from .test_filling import made_for


@pytest.fixture
def file(version: Version) -> OfficialFile:
    data = made_for(version)
    analyst = User.objects.get(email="noor@example.net")
    return learn(
        version.submission.collection, "made-up.xlsx", data, "1" * 64, Structure(data), analyst
    )


def words(file: OfficialFile) -> dict[tuple[str, str], Word]:
    found = words_of(file, Structure(bytes(file.data)))
    return {(word.model, word.ours): word for word in found}


def label(section: str, key: str) -> Question:
    return Question.objects.get(
        section__collection__code=EXAMPLESHIRE[1], section__key=section, key=key
    )


def test_the_file_confirms_what_it_says_alike(file: OfficialFile) -> None:
    question = label("expenditure", "scheme_type")
    assert question.standing == Standing.UNCONFIRMED
    word = words(file)["editions.question", question.label]
    assert word.confirms
    assert word.where == "Schemes & spend, F9"


def test_and_corrects_what_it_says_otherwise(file: OfficialFile) -> None:
    question = label("expenditure", "output_2023-24")
    word = words(file)["editions.question", question.label]
    assert not word.confirms
    assert word.theirs == "Expected outputs 2023/24"


def test_of_the_rest_it_is_silent(file: OfficialFile) -> None:
    absent = Choice.objects.get(edition__code="2023-25", list="area_of_spend", key="acute")
    assert absent.standing == Standing.UNCONFIRMED
    assert ("editions.choice", absent.label) not in words(file)


def test_words_of_another_question_are_not_taken_for_it(file: OfficialFile) -> None:
    """“% LA (if …)” is much like “% NHS (if …)”, which the file has."""
    share = label("expenditure", "la_share")
    assert share.standing == Standing.UNCONFIRMED
    assert ("editions.question", share.label) not in words(file)


def test_words_that_many_share_are_left_to_a_person(file: OfficialFile) -> None:
    assert ("schemes.subtype", "Other") not in words(file)
    assert ("schemes.schemetype", "Other") in words(file)


def test_a_correction_is_taken_with_the_file_as_its_source(
    file: OfficialFile, version: Version, client: Client
) -> None:
    question = label("expenditure", "output_2023-24")
    before, digest = len(words(file)), version_digest(version)
    client.force_login(User.objects.get(email="noor@example.net"))
    page = client.get(reverse("official_changes", args=[file.pk])).content.decode()
    assert "Expected outputs 2023/24" in page
    key = words(file)["editions.question", question.label].key
    client.post(reverse("official_word_take", args=[file.pk]), {"word": key})
    question.refresh_from_db()
    assert question.label == "Expected outputs 2023/24"
    assert question.standing == Standing.CONFIRMED
    assert question.source == f"F{file.pk} Schemes & spend, I9"
    assert Source.objects.get(code=f"F{file.pk}").title.startswith("made-up.xlsx")
    assert len(words(file)) == before - 1
    again = newest_version(*EXAMPLESHIRE)
    assert version_digest(again) == digest


def test_what_was_settled_meanwhile_is_not_taken_twice(file: OfficialFile, client: Client) -> None:
    client.force_login(User.objects.get(email="noor@example.net"))
    address = reverse("official_word_take", args=[file.pk])
    response = client.post(address, {"word": "editions.question-0-label"}, follow=True)
    assert "Nothing was changed" in response.content.decode()


def test_two_files_are_compared_on_the_page(file: OfficialFile, client: Client) -> None:
    client.force_login(User.objects.get(email="noor@example.net"))
    data = bytes(file.data)
    other = learn(file.collection, "older.xlsx", data, "2" * 64, Structure(data), file.uploaded_by)
    address = reverse("official_changes", args=[file.pk])
    page = client.get(address, {"with": other.pk}).content.decode()
    assert "Sheets that are gone" in page
    assert client.get(address, {"with": "0x"}).status_code == 404
