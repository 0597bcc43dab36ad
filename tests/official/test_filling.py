"""An official file filled: what it was asked to hold stands in it, and nothing is lost."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from bcf.official.drafting import draft, entries_called
from bcf.official.structure import Structure
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.official import DoesNotFit, Map, Official
from bcf.workbooks.outline import Outline
from bcf.workbooks.parts import read_parts
from bcf.workbooks.reading import read_rows
from tests.factories import NEXT, add
from tests.workbooks.reading import Book, recalculated
from tests.workbooks.saving import saved

from .made import (
    FRONT,
    HEADINGS,
    LEFT,
    POOL,
    RENAMED,
    REQUIREMENTS,
    ROOM,
    SPENDING,
    SUMS,
    TOP,
    in_file,
    official_file,
)

# openpyxl tells what it would lose: here it only reads.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

TOTAL = "spending:2023-24"


@pytest.fixture
def data(version: Version) -> bytes:
    return made_for(version)


def made_for(version: Version) -> bytes:
    collection = version.submission.collection
    keys = ("expenditure", "income", "cover", "conditions")
    return official_file(*(section_of(collection, key) for key in keys))


def mapped(version: Version, data: bytes) -> Map:
    """The drafted map as a person completes it: a source by another name, labels, a figure."""
    collection, structure = version.submission.collection, Structure(data)
    areas = []
    for area in draft(collection, structure):
        asked = {key: anchor for key, anchor in area.anchors.items() if anchor.cell}
        if area.key == "income_dfg":
            grant = RENAMED["DFG"]
            asked = {"amount_2023-24": Anchor("", grant, "E5"), NEXT: Anchor("", grant, "F5")}
        areas.append(replace(area, sheet=area.sheet or POOL, anchors=asked))
    spending = section_of(collection, "expenditure")
    labels = {
        ("expenditure", key): {
            option.key: in_file(key, option.label) for option in spending.column(key).options
        }
        for key in ("source", "commissioner", "sub_type")
    }
    return Map(collection, tuple(areas), labels, {(SUMS, "C2"): TOTAL})


def test_the_draft_finds_the_tables_and_the_answers(version: Version, data: bytes) -> None:
    areas = {area.key: area for area in draft(version.submission.collection, Structure(data))}
    lines = areas["expenditure"]
    assert (lines.sheet, lines.room) == (SPENDING, ROOM)
    assert {key: anchor.heading for key, anchor in lines.anchors.items()} == HEADINGS
    assert areas["cover"].sheet == FRONT
    assert all(anchor.cell.startswith("E") for anchor in areas["cover"].anchors.values())
    assert areas["income_ibcf"].anchors["amount_2024-25"].cell == "F7"


class TestFilled:
    @pytest.fixture
    def filled(self, version: Version, data: bytes) -> bytes:
        return Official(data, mapped(version, data)).fill(version)

    def test_each_line_stands_under_its_headings(self, version: Version, filled: bytes) -> None:
        sheet = load_workbook(io.BytesIO(filled), data_only=True)[SPENDING]
        section = section_of(version.submission.collection, "expenditure")
        rows = section.rows(version)
        for number, row in enumerate(rows, start=TOP):
            for place, key in enumerate(HEADINGS, start=LEFT):
                value = row.get(key)
                there = sheet.cell(number, place).value
                if isinstance(value, Decimal):
                    share = key == "nhs_share"
                    assert there == pytest.approx(float(value) / (100 if share else 1))
                elif section.column(key).options and value is not None:
                    label = section.column(key).label_of(value)
                    assert there == in_file(key, label)
                else:
                    assert (there or None) == value
        assert sheet.cell(TOP + len(rows), LEFT + 1).value is None

    def test_known_figures_stand_beside_their_formulas(
        self, version: Version, filled: bytes
    ) -> None:
        values = load_workbook(io.BytesIO(filled), data_only=True)[SUMS]
        lines = section_of(version.submission.collection, "expenditure").rows(version)
        amounts = [row.get("amount_2023-24") for row in lines]
        spent = sum(amount for amount in amounts if isinstance(amount, Decimal))
        assert values["C2"].value == pytest.approx(float(spent))
        assert values["C3"].value is None
        assert load_workbook(io.BytesIO(filled))[SUMS]["C3"].value.startswith("=COUNT(")

    def test_nothing_else_changes(self, data: bytes, filled: bytes) -> None:
        before, after = read_parts(data), read_parts(filled)
        assert [part.name for part in after] == [part.name for part in before]
        changed = {o.name for o, n in zip(before, after, strict=True) if o != n}
        sheets = {f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4, 6)}
        assert changed - {"xl/workbook.xml", "xl/worksheets/sheet1.xml"} == sheets
        for old, new in zip(before, after, strict=True):
            assert _frame(new.unpack()) == _frame(old.unpack()), old.name

    def test_libreoffice_opens_it_and_finds_the_same_total(
        self, version: Version, filled: bytes, soffice: str, tmp_path: Path
    ) -> None:
        (again,) = recalculated(soffice, tmp_path, Book(filled))
        ours = load_workbook(io.BytesIO(filled), data_only=True)[SUMS]["C2"].value
        assert again.value(SUMS, "C2") == pytest.approx(ours)
        assert again.value(SUMS, "C3") == len(
            section_of(version.submission.collection, "expenditure").rows(version)
        )

    def test_what_was_written_is_read(self, version: Version, data: bytes, filled: bytes) -> None:
        official = Official(filled, mapped(version, data))
        (lines,) = (area for area in official.located if area.area.key == "expenditure")
        section = section_of(version.submission.collection, "expenditure")
        names = official.map.labels["expenditure", "source"]
        labels = {"source": {label.casefold(): key for key, label in names.items()}}
        rows = read_rows(lines, official.outline, section.columns_for(version), labels)
        held = section.rows(version)
        assert [row.raw["scheme_name"] for row in rows] == [r.get("scheme_name") for r in held]
        assert [row.raw["source"] for row in rows] == [row.get("source") for row in held]


def _frame(xml: bytes) -> str:
    """A part without its cells, and without the order to work everything out."""
    text = xml.decode("utf-8", "replace")
    return re.sub(
        r"<c\s[^>]*?(?:/>|>.*?</c>)|<calcPr[^>]*>|\s*<sheetData.*?>", "", text, flags=re.S
    )


def test_a_file_saved_by_libreoffice_is_filled_alike(
    version: Version, data: bytes, soffice: str, tmp_path: Path
) -> None:
    source = tmp_path / "official.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    made = tmp_path / "made"
    subprocess.run([*command, made, source], check=True, capture_output=True, timeout=180)
    saved = (made / source.name).read_bytes()
    filled = Official(saved, mapped(version, saved)).fill(version)
    before, after = read_parts(saved), read_parts(filled)
    for old, new in zip(before, after, strict=True):
        assert _frame(new.unpack()) == _frame(old.unpack()), old.name
    sheet = load_workbook(io.BytesIO(filled), data_only=True)[SPENDING]
    rows = section_of(version.submission.collection, "expenditure").rows(version)
    assert sheet.cell(TOP, LEFT + 1).value == rows[0].get("scheme_name")


class TestWhatDoesNotFit:
    """Everything the file lacks is named, and nothing is written."""

    def refused(self, version: Version, data: bytes, **changes: Any) -> list[str]:
        official = Official(data, replace(mapped(version, data), **changes))
        with pytest.raises(DoesNotFit) as refused:
            official.fill(version)
        return list(refused.value.messages)

    def areas(self, version: Version, data: bytes, key: str, **changes: Any) -> tuple[Area, ...]:
        every = mapped(version, data).areas
        return tuple(replace(area, **changes) if area.key == key else area for area in every)

    def test_a_heading_that_is_not_there(self, version: Version, data: bytes) -> None:
        anchors = {"scheme_name": Anchor("", "Title of the scheme", "D10")}
        areas = self.areas(version, data, "expenditure", anchors=anchors)
        assert self.refused(version, data, areas=areas) == [
            f"“Title of the scheme” was not found on the sheet “{SPENDING}”.",
        ]

    def test_more_lines_than_rows(self, version: Version, data: bytes) -> None:
        areas = self.areas(version, data, "expenditure", room=79)
        assert self.refused(version, data, areas=areas) == [
            f"The sheet “{SPENDING}” has room for 79, and the plan has 80 lines for it. "
            "Join some, or ask for a file with more rows."
        ]

    def test_rows_that_no_area_takes(self, version: Version, data: bytes) -> None:
        areas = tuple(a for a in mapped(version, data).areas if a.key != "income_dfg")
        (message,) = self.refused(version, data, areas=areas)
        assert message.startswith("The file has no place for ")
        assert message.endswith(" of the section Income.")


def test_text_is_never_a_formula(version: Version, data: bytes) -> None:
    add(version, {"scheme_name": "=1+1", "description": "@SUM(A1)\rnext"})
    filled = Official(data, mapped(version, data)).fill(version)
    sheet = load_workbook(io.BytesIO(filled))[SPENDING]
    texts = [sheet.cell(row, LEFT + 1) for row in range(TOP, TOP + ROOM)]
    (ours,) = (cell for cell in texts if cell.value == "=1+1")
    assert ours.data_type == "s"


def test_entries_are_known_by_their_words(version: Version, data: bytes) -> None:
    structure = Structure(data)
    column = section_of(version.submission.collection, "expenditure").column("commissioner")
    place = LEFT + list(HEADINGS).index("commissioner")
    offered = structure.entries(SPENDING, TOP, place)
    assert offered is not None
    called = entries_called(column, offered)
    assert "Jointly commissioned" in offered
    assert {column.label_of(key) for key in called} == set(offered) - {"Jointly commissioned"}


def with_shares(data: bytes, shown: str, *limits: str) -> bytes:
    """The file with another format for the NHS share, and limits for what it takes."""
    book = load_workbook(io.BytesIO(data))
    sheet, place = book[SPENDING], LEFT + list(HEADINGS).index("nhs_share")
    for row in range(TOP, TOP + ROOM):
        sheet.cell(row, place).number_format = shown
    if limits:
        rule = DataValidation(type="decimal", operator="between", formula1="0", formula2=limits[0])
        rule.add(f"{sheet.cell(TOP, place).coordinate}:{sheet.cell(TOP + ROOM, place).coordinate}")
        sheet.add_data_validation(rule)
    return saved(book)


class TestShares:
    """A share of 25 % is 0.25 in one file and 25 in another."""

    @pytest.mark.parametrize(
        ("shown", "limits", "whole"),
        [
            ("0%", (), False),
            ("0%", ("100",), False),
            ("0", ("100",), True),
            ("0.00", ("1",), False),
            ("0", ("12",), None),
            ("General", (), None),
        ],
    )
    def test_its_format_or_its_limit_tells(
        self, data: bytes, shown: str, limits: tuple[str, ...], whole: bool | None
    ) -> None:
        structure = Structure(with_shares(data, shown, *limits))
        place = LEFT + list(HEADINGS).index("nhs_share")
        assert structure.whole_percents(SPENDING, TOP, place) is whole

    def test_whole_percents_go_in_and_come_back(self, version: Version, data: bytes) -> None:
        wanted = mapped(version, data)
        areas = (replace(area, whole_percents=frozenset({"nhs_share"})) for area in wanted.areas)
        official = Official(data, replace(wanted, areas=tuple(areas)))
        filled = official.fill(version)
        place = LEFT + list(HEADINGS).index("nhs_share")
        sheet = load_workbook(io.BytesIO(filled))[SPENDING]
        section = section_of(version.submission.collection, "expenditure")
        held = [row.get("nhs_share") for row in section.rows(version)]
        assert any(held)
        there = [sheet.cell(TOP + number, place).value for number in range(len(held))]
        assert there == [share and float(share) for share in held]
        (lines,) = official.by_section["expenditure"]
        rows = read_rows(lines, Outline.read(filled), section.columns_for(version))
        assert [Decimal(row.raw["nhs_share"] or 0) for row in rows] == [
            share or 0 for share in held
        ]


def test_a_row_that_the_file_names_keeps_the_files_own_words(version: Version, data: bytes) -> None:
    """They differ from ours in capitals only, so nobody has to say which row is which."""
    conditions = section_of(version.submission.collection, "conditions")
    headings = [column.key for column in conditions.workbook_columns]
    label, met = (2 + headings.index(key) for key in ("requirement", "met"))
    sheet = load_workbook(io.BytesIO(Official(data, mapped(version, data)).fill(version)))[
        REQUIREMENTS
    ]
    for number, option in enumerate(conditions.column("requirement").options, start=7):
        assert sheet.cell(number, label).value == option.label.upper()
        assert sheet.cell(number, met).value == "Yes"
