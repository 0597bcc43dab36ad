"""The edition drafted from an official file, loaded by the loader as any other."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bcf.boards.provenance import Standing
from bcf.editions.loader import load
from bcf.editions.models import Choice, Collection, Question
from bcf.official.maps import learn
from bcf.official.structure import Structure
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.sections import section_of, sections_of
from bcf.workbooks.models import OfficialFile
from tests.workbooks.reading import EXAMPLESHIRE
from tests.workbooks.saving import saved

from .made import SPENDING
from .test_filling import made_for

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
NEXT = "2025-27-plan"


@pytest.fixture
def file(examples: None) -> OfficialFile:
    """With a new heading that takes what another list offers, and one that is gone."""
    version = newest_version(*EXAMPLESHIRE)
    book = load_workbook(io.BytesIO(made_for(version)))
    sheet = book[SPENDING]
    sheet["U9"] = "Type of neighbourhood scheme"
    for row in range(10, 130):
        sheet.cell(row, 21).value = None
    sheet.data_validations.dataValidation[0].add("U10:U129")
    sheet["P9"] = None
    analyst = User.objects.get(email="noor@example.net")
    data = saved(book)
    structure = Structure(data)
    collection = version.submission.collection
    made = learn(collection, "made-up.xlsx", data, "1" * 64, structure, analyst)
    made.areas.get(section="expenditure").columns.filter(column="provider").update(left_out=True)
    return made


@pytest.fixture
def drafted(file: OfficialFile, client: Client) -> zipfile.ZipFile:
    client.force_login(User.objects.get(email="noor@example.net"))
    address = reverse("official_edition", args=[file.pk])
    response = client.get(address, {"code": "2025-27"})
    return zipfile.ZipFile(io.BytesIO(response.content))


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def test_words_of_the_file_are_confirmed_and_the_rest_is_not(drafted: zipfile.ZipFile) -> None:
    questions = {row["key"]: row for row in rows(drafted, "editions/2025-27/questions.csv")}
    output = questions["output_2025-26"]
    assert output["label"] == "Expected outputs 2023/24"
    assert output["standing"] == Standing.CONFIRMED
    assert questions["local_reference"]["standing"] == Standing.UNCONFIRMED
    assert "2023-25" in questions["local_reference"]["note"]


def test_it_asks_what_the_file_asks(drafted: zipfile.ZipFile) -> None:
    questions = {row["key"]: row for row in rows(drafted, "editions/2025-27/questions.csv")}
    assert "provider" not in questions
    new = questions["type_of_neighbourhood_scheme"]
    assert (new["kind"], new["standing"]) == ("choice", Standing.UNCONFIRMED)
    entries = [
        row["label"]
        for row in rows(drafted, "editions/2025-27/choices.csv")
        if row["list"] == new["choices"]
    ]
    assert "Carers Services" in entries


def test_the_loader_takes_it(drafted: zipfile.ZipFile, tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(settings.FIXTURES / "reference", folder)
    for name in drafted.namelist():
        text = drafted.read(name).decode()
        if name.startswith("add-to-"):
            there = folder / name.removeprefix("add-to-")
            there.write_text(there.read_text() + text.split("\n", 1)[1])
        else:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
    load(folder)
    collection = Collection.objects.select_related("edition").get(code=NEXT)
    assert [section.key for section in sections_of(collection)][:3] == [
        *("cover", "income", "expenditure"),
    ]
    columns = {column.key for column in section_of(collection, "expenditure").columns}
    assert {"amount_2025-26", "amount_2026-27", "type_of_neighbourhood_scheme"} <= columns
    assert Question.objects.get(section__collection=collection, key="output_2025-26")
    assert Choice.objects.filter(edition=collection.edition, list="area_of_spend").exists()


@pytest.mark.parametrize("code", ["", "next year", "2026", "26-27"])
def test_a_code_that_is_none_is_told(file: OfficialFile, client: Client, code: str) -> None:
    client.force_login(User.objects.get(email="noor@example.net"))
    address = reverse("official_edition", args=[file.pk])
    response = client.get(address, {"code": code}, follow=True)
    assert response.status_code == 200
    assert "2026-27" in response.content.decode() or "required" in response.content.decode()
