"""All workbooks of a collection, as analysts download them."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.workbooks.models import FilledFile
from tests.factories import TWO_YEARS, person, plan
from tests.official.rows import uploaded
from tests.official.test_filling import made_for
from tests.workbooks.reading import EXAMPLESHIRE, Book

pytestmark = pytest.mark.usefixtures("examples")

HARTLEPOOL = "E06000001"
ROUTES = ("collection_workbooks", "collection_zip", "collection_official_zip")


def signed_in(email: str = "noor@example.net") -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def address(name: str, collection: str = TWO_YEARS) -> str:
    return reverse(name, args=[collection])


def download(name: str) -> zipfile.ZipFile:
    response = signed_in().get(address(name))
    assert response.streaming
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response)))


def test_the_page_says_who_has_begun_and_how_much_there_is() -> None:
    plan(HARTLEPOOL)
    page = signed_in().get(address("collection_workbooks")).content.decode()
    assert "2 boards have begun." in page
    assert "The file holds 2 workbooks and has about" in page
    begun, _, others = page.partition("not begun</summary>")
    assert "Dorset" in begun
    assert "Hartlepool" in begun
    assert "Hartlepool" not in others
    assert "Exampleshire" not in page
    assert "<li>Halton</li>" in others
    assert "official files, filled" not in page


def test_all_workbooks_of_real_boards_come_in_one_file() -> None:
    plan(HARTLEPOOL)
    archive = download("collection_zip")
    assert archive.testzip() is None
    names = ["Dorset Council HWB 2023-25 plan.xlsx", "Hartlepool HWB 2023-25 plan.xlsx"]
    assert archive.namelist() == names
    assert Book(archive.read(names[1])).named("stamp_board") == HARTLEPOOL


def test_all_official_files_come_filled_and_are_registered() -> None:
    version = newest_version(*EXAMPLESHIRE)
    plan(HARTLEPOOL)
    other = person("analyst", "E92000001")
    uploaded(
        version, made_for(version), used_since=timezone.now(), put_in_use_by=other
    ).areas.create(position=1, section="cover", sheet="Front", answers=True)
    page = signed_in().get(address("collection_workbooks")).content.decode()
    assert "Download all official files, filled" in page
    assert len(download("collection_official_zip").namelist()) == 2
    assert {filled.by.email for filled in FilledFile.objects.all()} == {"noor@example.net"}


def test_a_collection_that_nobody_has_begun_has_no_file() -> None:
    edition = newest_version(*EXAMPLESHIRE).submission.collection.edition
    Collection.objects.create(code="2023-25-update", edition=edition, kind="update", title="Update")
    page = signed_in().get(address("collection_workbooks", "2023-25-update")).content.decode()
    assert "No board has begun." in page
    assert "Download" not in page
    assert signed_in().get(address("collection_zip", "2023-25-update")).status_code == 404


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("email", ["dev@example.org", "remi@example.net", "admin@example.net"])
def test_only_analysts_read_the_plans_of_all_boards(name: str, email: str) -> None:
    assert signed_in(email).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", ROUTES)
def test_an_unknown_collection_is_not_found(name: str) -> None:
    assert signed_in().get(address(name, "1999-plan")).status_code == 404


def test_where_no_official_file_is_in_use_there_is_none_to_fill() -> None:
    assert signed_in().get(address("collection_official_zip")).status_code == 404
