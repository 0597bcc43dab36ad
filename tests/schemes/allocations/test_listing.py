"""Files of published lists: read as texts, or refused with how to mend them."""

import pytest
from django.core import signing
from openpyxl import Workbook

from bcf.workbooks.opening import Unreadable
from schemes.allocations.listing import MOST_COLUMNS, MOST_ROWS, Listing
from tests.workbooks import hostile
from tests.workbooks.saving import saved

from .lists import csv_file, workbook


def test_a_workbook_is_read_sheet_by_sheet_with_the_rows_numbers_of_the_file() -> None:
    listing = Listing.read("a.xlsx", workbook([["Code", "Amount"], ["E1", 12.5]], [["Note", 3]]))
    assert listing.sheets == {
        "Annex A": [["Grant determination", ""], ["", ""], ["Code", "Amount"], ["E1", "12.5"]],
        "Notes": [["Grant determination", ""], ["", ""], ["Note", "3"]],
    }


def test_whole_and_very_exact_amounts_are_written_as_they_are() -> None:
    listing = Listing.read("a.xlsx", workbook([[8349082.0, 1234567.89125, 0.1]]))
    assert listing.sheets["Annex A"][2] == ["8349082", "1234567.89125", "0.1"]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_is_read_in_the_codings_of_spreadsheets(coding: str) -> None:
    data = 'Authority,£\nBrightön,"1,000"\n'.encode(coding)
    assert Listing.read("LIST.CSV", data).sheets == {
        "CSV": [["Authority", "£"], ["Brightön", "1,000"]]
    }


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "nothing in this file"),
        ("a.csv", b"\n\n,,\n", "nothing in this file"),
        ("a.csv", b"PK\3\4", "not a CSV file"),
        ("a.csv", b"a\0b", "not a CSV file"),
        ("a.csv", b'"' + b"x" * 200_000, "cannot be read"),
        ("a.csv", csv_file([["x"]] * (MOST_ROWS + 1)), "far more than a published list"),
        ("a.csv", csv_file([["x"] * (MOST_COLUMNS + 1)]), "far more than a published list"),
        ("a.csv", csv_file([["x" * 200] * 10] * 301), "far more text"),
        ("a.xlsx", b"", "This file is empty"),
        ("a.xlsx", b"Authority,Amount\n", "CSV or text file with another ending"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_list_is_refused_in_words(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        Listing.read(name, data)
    assert said in refused.value.message


def test_a_hostile_workbook_is_refused_by_the_one_door() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    data = hostile.with_part("xl/worksheets/sheet1.xml", entity + hostile.plain()[hostile.SHEET])
    with pytest.raises(Unreadable) as refused:
        Listing.read("a.xlsx", data)
    assert "declares entities" in refused.value.message


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(Unreadable):
        Listing.read("a.xlsx", saved(Workbook()))


def test_what_a_form_carries_comes_back_and_nobody_alters_it() -> None:
    listing = Listing.read("a.csv", b"Code,Amount\nE1,5\n")
    packed = listing.pack()
    assert Listing.unpack(packed) == listing
    forged = signing.dumps({"CSV": [["x"]]}, salt="another")
    for text in ("", "nonsense", packed[:-2], forged):
        with pytest.raises(Unreadable):
            Listing.unpack(text)
