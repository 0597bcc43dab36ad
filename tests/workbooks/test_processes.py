"""The workbooks of many boards, made by two processes."""

import zipfile

import pytest
from django.core.management import call_command

from bcf.workbooks import many
from tests.factories import TWO_YEARS
from tests.snapshot import example_data
from tests.workbooks.reading import Book


@pytest.mark.django_db(transaction=True)  # other processes see only what was committed
def test_they_make_the_same_files_in_the_same_order(monkeypatch, tmp_path):
    example_data()
    monkeypatch.setattr(many, "AT_ONCE", 1)
    to = str(tmp_path / "all.zip")
    call_command(
        "export_workbook", "--all", TWO_YEARS, "-o", to, "--processes=2", "--with-fictional"
    )
    with zipfile.ZipFile(to) as archive:
        assert archive.namelist() == [
            "Dorset Council HWB 2023-25 plan.xlsx",
            "Exampleshire HWB 2023-25 plan.xlsx",
            "Sampleton HWB 2023-25 plan.xlsx",
        ]
        assert Book(archive.read(archive.namelist()[2])).named("stamp_board") == "X99000002"
