"""`manage.py export_workbook`, as it is run."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.workbooks.reading import BCP, Book

pytestmark = pytest.mark.usefixtures("examples")


def test_a_workbook_is_written(tmp_path, capsys):
    file = tmp_path / "bcp.xlsx"
    call_command("export_workbook", *BCP, "-o", str(file))
    assert capsys.readouterr().out == f"Written to {file}.\n"
    assert Book(file.read_bytes()).named("stamp_board") == BCP[0]


def test_a_dash_is_the_standard_output(monkeypatch):
    output = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", output)
    call_command("export_workbook", *BCP, "-o", "-")
    output.flush()
    assert Book(output.buffer.getvalue()).named("stamp_board") == BCP[0]


@pytest.mark.parametrize(
    ("board", "collection", "sentence"),
    [
        ("E99999999", "2019-20-plan", "There is no board with the code E99999999."),
        ("E06000058", "1999-plan", "There is no collection 1999-plan."),
        ("E06000001", "2019-20-plan", "Hartlepool HWB has not started 2019-20-plan."),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(board, collection, sentence, tmp_path):
    with pytest.raises(CommandError) as told:
        call_command("export_workbook", board, collection, "-o", str(tmp_path / "no.xlsx"))
    assert str(told.value).startswith(sentence)
    assert told.value.returncode == 2
    assert not (tmp_path / "no.xlsx").exists()


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    file = tmp_path / "no such folder" / "bcp.xlsx"
    with pytest.raises(CommandError) as told:
        call_command("export_workbook", *BCP, "-o", str(file))
    assert str(told.value) == f"{file} cannot be written: No such file or directory."
    assert told.value.returncode == 2
