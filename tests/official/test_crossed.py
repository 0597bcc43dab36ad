"""Crossed tables: a row for each service or metric, a column for each month or quarter."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bcf.imports.changes import Look, look
from bcf.imports.filled import read_filled
from bcf.imports.putting import all_faults
from bcf.official.periods import periods_called
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.workbooks.models import MappedArea, OfficialFile
from bcf.workbooks.official import DoesNotFit, Official
from bcf.workbooks.outline import Outline
from bcf.workbooks.registry import _compiled, fill, map_of
from tests.factories import again, person
from tests.workbooks.saving import saved

from .crosswise import (
    AIMS,
    CAPACITY,
    DEMAND,
    METRICS,
    PARTS,
    PLACES,
    SERVICES,
    SOCIAL,
    TYPED,
    VOLUNTEERS,
    WHOLES,
    crossed_file,
)
from .test_pages import as_it_stands, signed_in, upload

MARCH = "O"


@pytest.fixture
def analyst(version: Version) -> Client:
    return signed_in("noor@example.net")


def page_of(client: Client, file: OfficialFile) -> str:
    return client.get(reverse("official_file", args=[file.pk])).content.decode()


def control(page: str, label: str) -> str:
    """The name of the choice for a group or a period."""
    found = re.search(rf'for="((?:group|period)-[^"]+)">[^<]*“{re.escape(label)}”', page)
    assert found is not None
    return found[1]


def months(file: OfficialFile) -> MappedArea:
    return file.areas.get(section="hospital-discharge")


def say(client: Client, file: OfficialFile, **more: str) -> None:
    address = reverse("official_file", args=[file.pk])
    assert client.post(address, as_it_stands(file) | more).status_code == 302


def complete(client: Client, file: OfficialFile, **more: str) -> None:
    """The map as a person completes it on its page."""
    for area in file.areas.filter(sheet=""):
        client.post(reverse("official_area_drop", args=[file.pk, area.pk]), as_it_stands(file))
    added = {"kind": "metrics", "sheet": AIMS, "answers": "crossed"}
    client.post(reverse("official_area_add", args=[file.pk]), added)
    aims = file.areas.get(section="metrics")
    columns = {column.column: column.pk for column in aims.columns.all()}
    said = {
        f"room-{aims.pk}": str(len(METRICS)),
        f"cell-{columns['numerator']}": f"c{PARTS}",
        f"cell-{columns['denominator']}": f"C{WHOLES}",
        f"cell-{columns['value']}": f"C{TYPED}",
        control(page_of(client, file), SOCIAL): VOLUNTEERS,
    }
    say(client, file, **{**said, **more})


@pytest.fixture
def file(analyst: Client) -> OfficialFile:
    """A map that is complete, in use."""
    _compiled.cache_clear()
    file = upload(analyst, saved(crossed_file()))
    complete(analyst, file)
    page = page_of(analyst, file)
    assert "places are settled" in page
    assert "Same values back" in page
    assert "Unchanged" in page
    used = {"used_since": "2026-11-22T12:00:00Z", "put_in_use_by": person("analyst", "E92000001")}
    OfficialFile.objects.update(**used)
    return file


def test_the_words_of_the_file_tell_its_blocks_months_and_services(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, saved(crossed_file()))
    area = months(file)
    assert dict(area.columns.values_list("column", "cell")) == {
        "demand": f"D{DEMAND}",
        "capacity": f"D{CAPACITY}",
    }
    assert (area.sheet, area.room) == (PLACES, len(SERVICES))
    assert area.crossed["period"]["2023-24 April"] == "April 2023"
    assert len(area.crossed["period"]) == 12
    assert area.crossed["group"].keys() >= {"Reablement at home (pathway 1)"}
    assert SOCIAL not in area.crossed["group"]


def test_which_of_two_blocks_is_ours_is_asked(analyst: Client, version: Version) -> None:
    book = crossed_file()
    book[PLACES][f"B{DEMAND - 1}"] = "Capacity of one provider"
    area = months(upload(analyst, saved(book)))
    assert area.sheet == ""


def test_a_service_by_another_name_takes_one_choice(analyst: Client, version: Version) -> None:
    file = upload(analyst, saved(crossed_file()))
    page = page_of(analyst, file)
    assert "1 needs you</span></summary>" in page
    say(analyst, file, **{control(page, SOCIAL): VOLUNTEERS})
    assert months(file).crossed["group"][SOCIAL] == VOLUNTEERS
    say(analyst, file, **{control(page, SOCIAL): "Nonsense"})
    assert months(file).crossed["group"][SOCIAL] == VOLUNTEERS


def test_two_months_are_not_one_column(analyst: Client, version: Version) -> None:
    file = upload(analyst, saved(crossed_file()))
    march = control(page_of(analyst, file), "2023-24 March")
    complete(analyst, file, **{march: "April 2023"})
    page = page_of(analyst, file)
    told = f"The cell D{DEMAND} of the sheet “Places &amp; people” is the place of several answers."
    assert told in page
    assert "Put it in use" not in page


def test_a_cell_that_the_file_works_out_is_nobodys_place(analyst: Client, version: Version) -> None:
    book = crossed_file()
    book[PLACES][f"{MARCH}{CAPACITY}"] = f"={MARCH}{DEMAND}"
    file = upload(analyst, saved(book))
    complete(analyst, file)
    page = page_of(analyst, file)
    cell = f"{MARCH}{CAPACITY}"
    assert f"The cell {cell} of the sheet “Places &amp; people” holds a formula" in page
    assert "Put it in use" not in page


def test_a_table_where_nothing_of_ours_meets_is_told(analyst: Client, version: Version) -> None:
    file = upload(analyst, saved(crossed_file()))
    asked = page_of(analyst, file)
    area = months(file)
    none = {control(asked, label): "=" for label in area.crossed["period"]}
    complete(analyst, file, **none)
    assert f"None of our rows and columns meet in the table at D{DEMAND}" in page_of(analyst, file)


class TestFilled:
    @pytest.fixture
    def filled(self, file: OfficialFile, version: Version) -> bytes:
        return fill(file, version, None)

    def test_every_figure_stands_where_its_service_and_its_month_cross(
        self, filled: bytes, version: Version
    ) -> None:
        book = load_workbook(io.BytesIO(filled))
        for cells in (*in_months(version), *in_quarters(version)):
            sheet, cell, value = cells
            assert book[sheet][cell].value == (None if value is None else float(value))

    def test_nothing_else_has_changed(self, filled: bytes) -> None:
        before, after = crossed_file(), load_workbook(io.BytesIO(filled))
        for sheet in before:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.protection.locked:
                        there = after[sheet.title][cell.coordinate].value
                        there = there.date() if isinstance(there, datetime.datetime) else there
                        assert there == cell.value

    def test_it_comes_back_as_no_change(self, filled: bytes, version: Version) -> None:
        found = looked(filled, version)
        assert (found.items, found.conflicts, all_faults(found)) == ([], [], [])

    def test_one_cell_is_one_change(self, filled: bytes, version: Version) -> None:
        book = load_workbook(io.BytesIO(filled))
        book[PLACES][f"E{CAPACITY + 1}"] = 12345
        found = looked(saved(book), version)
        (item,) = found.items
        assert item.change is not None
        assert (item.column, item.change.now) == ("capacity", Decimal(12345))
        assert item.line.get("service") == "reablement-home-2023-05"
        assert item.row is not None
        assert (item.row.located.sheet, item.row.place("capacity")) == (PLACES, f"E{CAPACITY + 1}")
        assert all_faults(found) == []


def in_months(version: Version) -> Iterator[tuple[str, str, object]]:
    """Each figure of a service's month, and its cell: services and months in the file's order."""
    rows = section_of(version.submission.collection, "hospital-discharge").rows(version)
    for number, row in enumerate(rows):
        down, right = divmod(number, 12)
        for key, top in (("demand", DEMAND), ("capacity", CAPACITY)):
            yield PLACES, f"{get_column_letter(4 + right)}{top + down}", row.get(key)


def in_quarters(version: Version) -> Iterator[tuple[str, str, object]]:
    codes = ("FALLS", "AVOID", "DTUPR", "REA", "RES")
    for row in section_of(version.submission.collection, "metrics").rows(version):
        code, _, quarter = str(row.get("metric")).partition("-2023-24")
        column = "CDEFG"[int(quarter[-1]) - 1 if quarter else 4]
        for key, top in (("numerator", PARTS), ("denominator", WHOLES), ("value", TYPED)):
            yield AIMS, f"{column}{top + codes.index(code)}", row.get(key)


def looked(data: bytes, version: Version) -> Look:
    return look(read_filled(Outline.read(data), again(version)))


class TestMissing:
    @pytest.fixture
    def short(self) -> bytes:
        """The file without the last month."""
        book = crossed_file()
        for top in (DEMAND, CAPACITY):
            book[PLACES][f"{MARCH}{top - 1}"] = None
        return saved(book)

    def test_a_month_is_asked_for_and_named_when_it_was_answered(
        self, analyst: Client, version: Version, short: bytes
    ) -> None:
        file = upload(analyst, short)
        page = page_of(analyst, file)
        complete(analyst, file, **{control(page, "2023-24 March"): "="})
        assert months(file).crossed["period"]["2023-24 March"] == ""
        assert "Same values back" in page_of(analyst, file)
        told = f"no place for 7 months .*: {re.escape(SOCIAL)}, March 2024;"
        with pytest.raises(DoesNotFit, match=told):
            Official(short, map_of(file)).fill(version)

    def test_what_another_file_lacks_is_told_by_sheet_and_heading(
        self, file: OfficialFile, version: Version, short: bytes
    ) -> None:
        told = f"“March 2024” was not found on the sheet “{PLACES}”."
        with pytest.raises(DoesNotFit) as refused:
            Official(short, map_of(file)).fill(version)
        assert refused.value.messages[0] == told


def test_a_section_without_periods_is_not_laid_crosswise(analyst: Client, version: Version) -> None:
    file = upload(analyst, saved(crossed_file()))
    added = {"kind": "conditions", "sheet": AIMS, "answers": "crossed"}
    page = analyst.post(reverse("official_area_add", args=[file.pk]), added)
    assert "These have no months, quarters or years" in page.content.decode()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("2023-24 April", "Apr-23"),
        ("2023-24 April", "April 2023"),
        ("2023-24 April", "April"),
        ("2023-24 January", "Jan 24"),
        ("2023-24 Q1", "Quarter 1"),
        ("2023-24 Q1", "2023/24 Q1 plan"),
        ("2023-24", "2023-24 plan"),
    ],
)
def test_usual_names_of_periods_are_known(ours: str, theirs: str) -> None:
    assert periods_called([ours, "2023-24 Q3"], ["Total", theirs]) == {ours: theirs}


@pytest.mark.parametrize("theirs", ["Apr-24", "2024-25 April", "May-23", "Total", "Marker"])
def test_another_period_is_not_taken_for_ours(theirs: str) -> None:
    assert periods_called(["2023-24 April", "2024-25 May"], [theirs]) == {}


def test_a_part_that_two_years_have_needs_its_year() -> None:
    assert periods_called(["2023-24 Q1", "2024-25 Q1"], ["Q1", "Q1 2024-25"]) == {
        "2024-25 Q1": "Q1 2024-25"
    }
