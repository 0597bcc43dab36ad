"""The edition of 2026-27 began as a shell; an official file completes it."""

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
from openpyxl import Workbook

from bcf.boards.provenance import Standing
from bcf.editions.loader import load
from bcf.editions.models import Collection, Question
from bcf.official.maps import learn
from bcf.official.structure import Structure
from bcf.people.models import Role, User
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from bcf.workbooks.models import OfficialFile
from tests.factories import EXAMPLESHIRE, again, person, plan, put, section
from tests.workbooks.saving import saved

SHELL, LINES = "2026-27-plan", "expenditure"
RENAMED, THEIRS = "amount_2026-27", "Expenditure in 2026-27 (£)"
NEW = "Neighbourhood team"


@pytest.fixture
def version(editions: None) -> Version:
    """A plan that was begun while the edition was a shell."""
    version = plan(EXAMPLESHIRE, SHELL)
    put(version, Edit(raw={"description": "Rehabilitation", RENAMED: "500"}))
    return again(version)


@pytest.fixture
def analyst(editions: None) -> User:
    return person(Role.ANALYST, "E92000001")


@pytest.fixture
def file(version: Version, analyst: User) -> OfficialFile:
    """The made-up file of 2026-27: our headings, one of them in other words, and a new one."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Spending lines"
    columns = [c for c in section(version).columns if not c.computed]
    labels = [THEIRS if column.key == RENAMED else column.label for column in columns]
    for place, label in enumerate([*labels, NEW], start=2):
        sheet.cell(5, place, label)
    data = saved(book)
    collection = version.submission.collection
    return learn(collection, "2026-27.xlsx", data, "1" * 64, Structure(data), analyst)


@pytest.fixture
def folder(file: OfficialFile, analyst: User, client: Client, tmp_path: Path) -> Path:
    """The reference files with those of the draft in their places."""
    client.force_login(analyst)
    response = client.get(reverse("official_edition", args=[file.pk]), {"code": "2026-27"})
    folder = tmp_path / "reference"
    shutil.copytree(settings.FIXTURES / "reference", folder)
    with zipfile.ZipFile(io.BytesIO(response.content)) as draft:
        added = [name for name in draft.namelist() if name.startswith("add-to-")]
        assert added == ["add-to-sources.csv"]
        sources = draft.read(added[0]).decode().split("\n", 1)[1]
        with (folder / "sources.csv").open("a") as there:
            there.write(sources)
        draft.extractall(folder, [name for name in draft.namelist() if name not in added])
    return folder


def questions(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "editions/2026-27/questions.csv").open() as file:
        return {f"{row['section']}/{row['key']}": row for row in csv.DictReader(file)}


def test_what_the_file_does_not_say_stays_as_it_is(folder: Path) -> None:
    ours, drafted = questions(settings.FIXTURES / "reference"), questions(folder)
    cover = {key: row for key, row in ours.items() if "/cover/" in key}
    assert cover
    assert {key: drafted[key] for key in cover} == cover
    days = "editions/2026-27/key_dates.csv"
    assert (folder / days).read_text() == (settings.FIXTURES / "reference" / days).read_text()


def test_its_words_are_the_files_once_it_is_loaded(folder: Path, file: OfficialFile) -> None:
    load(folder)
    asked = Question.objects.filter(section__collection__code=SHELL, section__key=LINES)
    renamed = asked.get(key=RENAMED)
    assert (renamed.label, renamed.standing) == (THEIRS, Standing.CONFIRMED)
    assert renamed.source.startswith(f"F{file.pk} Spending lines, ")
    new = asked.get(key="neighbourhood_team")
    assert (new.label, new.standing) == (NEW, Standing.UNCONFIRMED)
    ours = asked.get(key="local_reference")
    assert not ours.in_workbook
    assert asked.get(key="local_reference_2").label == ours.label


def test_a_plan_that_was_begun_keeps_what_it_holds_and_is_asked_the_new(
    folder: Path, version: Version
) -> None:
    load(folder)
    version = again(version)
    lines = section_of(Collection.objects.get(code=SHELL), LINES)
    assert NEW in [column.label for column in lines.columns]
    (line,) = lines.rows(version)
    assert (line.get("description"), line.get(RENAMED)) == ("Rehabilitation", 500)
    put(version, Edit(uid=line.uid, raw={"neighbourhood_team": "North"}))
    (line,) = lines.rows(again(version))
    assert line.get("neighbourhood_team") == "North"
