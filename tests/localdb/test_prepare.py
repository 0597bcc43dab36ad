"""manage.py prepare, which `make run` calls before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.core.management.base import CommandError

from bcf.editions.models import Choice, LoadedRow
from bcf.submissions.models import Submission
from tests.editions.folder import Folder

KEY = "2019-20/yes_no/yes"


@pytest.fixture
def edited(editions: None) -> Choice:
    """A row that somebody edited in the admin, and whose file changed since it was loaded."""
    choice = Choice.objects.get(edition__code="2019-20", list="yes_no", key="yes")
    Choice.objects.filter(pk=choice.pk).update(label="Yes, it is")
    loaded = LoadedRow.objects.get(table="editions.choice", key=KEY)
    loaded.values["label"] = "Aye"
    loaded.save()
    return choice


def test_a_row_changed_on_both_sides_is_told_and_stops_nothing(
    edited: Choice, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEBUG = True
    call_command("prepare")
    told = capsys.readouterr().out
    assert f"row {KEY}: label is “Yes” in the file and “Yes, it is” in the admin" in told
    assert "manage.py load_reference --take admin" in told
    edited.refresh_from_db()
    assert edited.label == "Yes, it is"
    assert Submission.objects.exists(), "the examples are loaded after the conflict"


def test_what_it_says_settles_it(edited: Choice, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference", "--take", "admin")
    capsys.readouterr()
    call_command("load_reference")
    assert KEY not in capsys.readouterr().out
    edited.refresh_from_db()
    assert edited.label == "Yes, it is"


def test_files_that_are_wrong_stop_it(db: None, tmp_path: Path, settings: LazySettings) -> None:
    Folder(tmp_path / "reference").change("links.csv", board="X9")
    settings.FIXTURES = tmp_path
    with pytest.raises(CommandError, match="X9 is not among the boards"):
        call_command("prepare")
