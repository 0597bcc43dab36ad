"""Two official files side by side: everything that was changed on purpose, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from bcf.official.comparison import Comparison, compare
from bcf.official.structure import Structure
from tests.workbooks.saving import saved


def the_file() -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "1. Cover"
    sheet.append(["Better care plan"])
    sheet.append(["Has the board signed off the plan?", None])
    lines = book.create_sheet("2. Lines")
    lines.append(["Scheme", "Type of scheme", "Expected outputs 2025-26", "Amount (£)"])
    types = DataValidation(type="list", formula1="KINDS")
    types.add("B2:B50")
    lines.add_data_validation(types)
    amounts = DataValidation(type="decimal", operator="greaterThan", formula1="0")
    amounts.add("D2:D50")
    lines.add_data_validation(amounts)
    kinds = book.create_sheet("Kinds")
    kinds.sheet_state = "hidden"
    for kind in ("Carers", "Grants", "Other"):
        kinds.append([kind])
    book.defined_names["KINDS"] = DefinedName("KINDS", attr_text="Kinds!$A$1:$A$3")
    return book


def changed(change: Callable[[Workbook], object]) -> Comparison:
    """The file compared with itself after a change."""
    before = saved(the_file())
    book = load_workbook(io.BytesIO(before))
    change(book)
    return compare(Structure(before), Structure(saved(book)))


def quiet(found: Comparison) -> bool:
    return not (
        found.new_sheets
        or found.gone_sheets
        or found.lists
        or found.rules
        or any(sheet.differs or sheet.was != sheet.now for sheet in found.sheets)
    )


def test_a_file_does_not_differ_from_itself() -> None:
    found = changed(lambda book: None)
    assert quiet(found)
    assert [sheet.found for sheet in found.sheets] == [2, 4]


def test_a_new_sheet_and_one_that_is_gone() -> None:
    def change(book: Workbook) -> None:
        del book["1. Cover"]
        book.create_sheet("3. Neighbourhoods").append(["Neighbourhood team"])

    found = changed(change)
    assert found.new_sheets == ["3. Neighbourhoods"]
    assert found.gone_sheets == ["1. Cover"]


def test_a_sheet_under_another_name_is_the_same_sheet() -> None:
    found = changed(lambda book: setattr(book["2. Lines"], "title", "2a. Spending"))
    assert (found.new_sheets, found.gone_sheets) == ([], [])
    assert [(sheet.was, sheet.now, sheet.told) for sheet in found.sheets] == [
        ("1. Cover", "1. Cover", "2 the same"),
        ("2. Lines", "2a. Spending", "4 the same"),
    ]


def test_moved_headings_keep_their_words() -> None:
    found = changed(lambda book: book["2. Lines"].insert_rows(1, 4))
    lines = found.sheets[1]
    assert [(pair.was.cell, pair.now.cell) for pair in lines.moved] == [
        ("A1", "A5"),
        ("B1", "B5"),
        ("C1", "C5"),
        ("D1", "D5"),
    ]
    assert (lines.new, lines.gone, lines.renamed) == ([], [], [])


def test_other_words_a_new_heading_and_one_that_is_gone() -> None:
    def change(book: Workbook) -> None:
        sheet = book["2. Lines"]
        sheet["C1"], sheet["D1"], sheet["E1"] = "Expected outputs 2026-27", None, "Team"

    lines = changed(change).sheets[1]
    assert [(pair.was.text, pair.now.text) for pair in lines.renamed] == [
        ("Expected outputs 2025-26", "Expected outputs 2026-27")
    ]
    assert [place.text for place in lines.gone] == ["Amount (£)"]
    assert [place.text for place in lines.new] == ["Team"]
    assert lines.told == "2 the same, 1 in other words, 1 new, 1 gone"


def test_a_list_that_changed() -> None:
    def change(book: Workbook) -> None:
        book["Kinds"]["A2"] = "Adaptations"

    (found,) = changed(change).lists
    assert (found.heading, found.new, found.gone) == (
        "Type of scheme",
        ["Adaptations"],
        ["Grants"],
    )


@pytest.mark.parametrize(
    ("operator", "limit", "now"),
    [
        ("greaterThanOrEqual", "0", "decimal greaterThanOrEqual 0"),
        ("greaterThan", "1", "decimal greaterThan 1"),
    ],
)
def test_what_cells_accept(operator: str, limit: str, now: str) -> None:
    def change(book: Workbook) -> None:
        rule = book["2. Lines"].data_validations.dataValidation[1]
        rule.operator, rule.formula1 = operator, limit

    (found,) = changed(change).rules
    assert (found.heading, found.was, found.now) == ("Amount (£)", "decimal greaterThan 0", now)
