"""An official file learned on its pages alone, put in use by two people, and filled for a board."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from bcf.people.models import User
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from bcf.workbooks.models import FilledFile, OfficialFile
from bcf.workbooks.parts import Part, read_parts, write_parts
from tests.factories import person
from tests.workbooks.hostile_kinds import HOSTILE
from tests.workbooks.reading import EXAMPLESHIRE
from tests.workbooks.saving import saved

from .made import LEFT, OTHER_SUB_TYPE, RENAMED, REQUIREMENTS, SPENDING, SUMS, TOP
from .test_filling import made_for, with_shares

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")


@pytest.fixture
def analyst(version: Version) -> Client:
    return signed_in("noor@example.net")


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def upload(client: Client, data: bytes, name: str = "made-up.xlsx") -> OfficialFile:
    client.post(
        reverse("official_files"),
        {"collection": "2023-25-plan", "file": SimpleUploadedFile(name, data)},
    )
    return OfficialFile.objects.get()


def as_it_stands(file: OfficialFile) -> dict[str, str]:
    """What the page sends where nothing was typed."""
    sent = {f"sheet-{area.pk}": area.sheet for area in file.areas.all()}
    sent |= {f"room-{area.pk}": str(area.room) for area in file.areas.all()}
    for area in file.areas.all():
        for column in area.columns.all():
            sent[f"cell-{column.pk}"] = column.cell
            if column.left_out:
                sent[f"out-{column.pk}"] = "on"
    return sent


def answered(client: Client, file: OfficialFile) -> None:
    """Everything the page asks, as a person answers it from the file."""
    grant = file.areas.get(where={"source": "dfg"})
    sent = as_it_stands(file)
    sent[f"sheet-{grant.pk}"] = "Pool (£)"
    for key, cell in (("amount_2023-24", "e5"), ("amount_2024-25", "F5")):
        sent[f"cell-{grant.columns.get(column=key).pk}"] = cell
    for key in ("contributor", "comment"):
        sent[f"out-{grant.columns.get(column=key).pk}"] = "on"
    for area in file.areas.filter(sheet="").exclude(pk=grant.pk):  # the file has no such table
        sent |= {f"out-{column.pk}": "on" for column in area.columns.all()}
    page = client.get(reverse("official_file", args=[file.pk])).content.decode()
    wanted = {"Joint": "Jointly commissioned", "DFG": "Disabled Facilities Grant"}
    asked = re.findall(r'<label class="govuk-label" for="(label-[^"]+)">.*?“(.*?)”', page)
    sent |= {name: wanted.get(entry, OTHER_SUB_TYPE) for name, entry in asked}
    assert client.post(reverse("official_file", args=[file.pk]), sent).status_code == 302


def test_a_file_is_learned_put_in_use_by_another_and_filled(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, made_for(version))
    page = analyst.get(reverse("official_file", args=[file.pk])).content.decode()
    assert "20 places need you" in page
    answered(analyst, file)
    figure = {"figure": "spending:2023-24", "sheet": SUMS, "cell": "c2"}
    analyst.post(reverse("official_figure_add", args=[file.pk]), figure)
    page = analyst.get(reverse("official_file", args=[file.pk])).content.decode()
    assert "places are settled" in page
    assert "Same values back" in page
    assert "Unchanged" in page
    assert "Put it in use" not in page
    assert analyst.post(reverse("official_use", args=[file.pk])).status_code == 403
    other = signed_in("ivo@example.net")
    assert other.post(reverse("official_use", args=[file.pk])).status_code == 302

    commissioner = signed_in("dev@example.org")
    listed = commissioner.get(reverse("submission", args=EXAMPLESHIRE)).content.decode()
    assert "Download the official file, filled" in listed
    response = commissioner.get(reverse("submission_official", args=EXAMPLESHIRE))
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="Exampleshire HWB 2023-25 plan.xlsx"'
    )
    book = load_workbook(io.BytesIO(response.content), data_only=True)
    rows = section_of(version.submission.collection, "expenditure").rows(version)
    assert book[SPENDING].cell(TOP, LEFT + 1).value == rows[0].get("scheme_name")
    assert book[SUMS]["C2"].value is not None
    assert FilledFile.objects.get().revision == version.revision
    commissioner.get(reverse("submission_official", args=EXAMPLESHIRE))
    assert FilledFile.objects.count() == 1


def test_a_map_in_use_does_not_change(analyst: Client, version: Version) -> None:
    file = upload(analyst, made_for(version))
    other = person("analyst", "E92000001")
    OfficialFile.objects.update(used_since="2026-11-22T12:00:00Z", put_in_use_by=other)
    assert analyst.post(reverse("official_file", args=[file.pk]), {}).status_code == 403
    assert analyst.get(reverse("official_file", args=[file.pk])).status_code == 200


def test_an_unfinished_map_is_not_put_in_use(analyst: Client, version: Version) -> None:
    file = upload(analyst, made_for(version))
    other = Client()
    other.force_login(person("analyst", "E92000001"))
    response = other.post(reverse("official_use", args=[file.pk]), follow=True)
    assert "does not pass its trial" in response.content.decode()
    assert OfficialFile.objects.get().is_draft


@pytest.mark.parametrize("typed", ["Q", "10", "C0", "ZZZZ1", "=A1", "C10:C12"])
def test_a_place_that_is_no_cell_is_kept_as_typed(
    analyst: Client, version: Version, typed: str
) -> None:
    file = upload(analyst, made_for(version))
    column = file.areas.get(section="expenditure").columns.get(column="provider")
    sent = as_it_stands(file) | {f"cell-{column.pk}": typed}
    response = analyst.post(reverse("official_file", args=[file.pk]), sent)
    assert response.status_code == 200
    page = response.content.decode()
    assert "Type the address of a cell of this sheet" in page
    assert f'value="{typed}"' in page
    column.refresh_from_db()
    assert column.cell == "P10"


def test_what_is_no_workbook_is_refused_with_a_sentence(analyst: Client, version: Version) -> None:
    response = analyst.post(
        reverse("official_files"),
        {"collection": "2023-25-plan", "file": SimpleUploadedFile("a.xlsx", b"a,b\n1,2\n")},
    )
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not OfficialFile.objects.exists()


def test_the_same_file_is_not_uploaded_twice(analyst: Client, version: Version) -> None:
    data = made_for(version)
    upload(analyst, data)
    upload(analyst, data)
    assert OfficialFile.objects.count() == 1


def test_the_file_comes_back_as_it_was(analyst: Client, version: Version) -> None:
    data = made_for(version)
    file = upload(analyst, data)
    assert analyst.get(reverse("official_original", args=[file.pk])).content == data


def test_a_formula_is_asked_for_where_there_is_one(analyst: Client, version: Version) -> None:
    file = upload(analyst, made_for(version))
    sent = {"figure": "spending:2023-24", "sheet": SUMS, "cell": "B2"}
    response = analyst.post(reverse("official_figure_add", args=[file.pk]), sent)
    assert "There is no formula in this cell." in response.content.decode()


def test_a_table_is_added_and_left_out(analyst: Client, version: Version) -> None:
    file = upload(analyst, made_for(version))
    before = file.areas.count()
    sent = {"kind": "expenditure", "sheet": SPENDING, "answers": ""}
    analyst.post(reverse("official_area_add", args=[file.pk]), sent)
    added = file.areas.get(position=before + 1)
    assert (added.section, added.sheet, added.room) == ("expenditure", SPENDING, 1)
    analyst.post(reverse("official_area_drop", args=[file.pk, added.pk]))
    assert file.areas.count() == before


def test_leaving_a_table_out_keeps_what_was_typed_of_others(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, made_for(version))
    spending = file.areas.get(section="expenditure")
    provider = spending.columns.get(column="provider")
    unknown = file.areas.filter(sheet="").last()
    sent = as_it_stands(file) | {f"cell-{provider.pk}": "Q10"}
    analyst.post(reverse("official_area_drop", args=[file.pk, unknown.pk]), sent)
    assert not file.areas.filter(pk=unknown.pk).exists()
    provider.refresh_from_db()
    assert provider.cell == "Q10"


def test_a_table_that_the_file_may_not_have_needs_no_number_of_rows(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, made_for(version))
    assert file.areas.filter(sheet="", answers=False).exists()
    response = analyst.post(reverse("official_file", args=[file.pk]), as_it_stands(file))
    assert response.status_code == 302
    spending = file.areas.get(section="expenditure")
    sent = as_it_stands(file) | {f"room-{spending.pk}": "0"}
    page = analyst.post(reverse("official_file", args=[file.pk]), sent).content.decode()
    assert "Type how many rows the table has" in page


def test_an_entry_is_known_by_its_words_however_its_spaces_are_sent(
    analyst: Client, version: Version
) -> None:
    """A browser sends a line break otherwise than the file has it."""
    data = changed(made_for(version), RENAMED["Joint"].encode(), b" Jointly\n  commissioned ")
    file = upload(analyst, data)
    commissioner = file.areas.get(section="expenditure").columns.get(column="commissioner")
    sent = {f"label-{commissioner.pk}-joint": " Jointly\r\n  commissioned "}
    analyst.post(reverse("official_file", args=[file.pk]), as_it_stands(file) | sent)
    label = file.labels.get(column="commissioner", entry="joint").label
    assert label.strip() == "Jointly\n  commissioned"


class TestRowsThatTheFileNames:
    """Requirements that the file calls otherwise: a person says which is which."""

    @pytest.fixture
    def file(self, analyst: Client, version: Version) -> OfficialFile:
        book = load_workbook(io.BytesIO(made_for(version)))
        for row in range(7, 16):
            book[REQUIREMENTS].cell(row, 4, f"Requirement {row}: " + "to do what is asked " * 20)
            book[REQUIREMENTS].cell(row, 1, f"PR{row - 6}")
        return upload(analyst, saved(book))

    def sent(self, file: OfficialFile, cell: str) -> dict[str, str]:
        conditions = file.areas.get(section="conditions")
        label = conditions.columns.get(column="requirement")
        return as_it_stands(file) | {f"cell-{label.pk}": cell}

    def labels(self, file: OfficialFile) -> dict[str, str]:
        return dict(file.labels.filter(section="conditions").values_list("entry", "label"))

    def test_they_are_asked_for(self, analyst: Client, file: OfficialFile) -> None:
        page = analyst.get(reverse("official_file", args=[file.pk])).content.decode()
        assert "Which row of the file is “DFG spending follows one joined-up strategy”" in page
        place = re.search(r'for="(label-\d+-PR3)"', page)
        (theirs,) = re.findall(r'<option value="(Requirement 9: [^"]+)"', page)[:1]
        assert place is not None
        sent = self.sent(file, "D7") | {place[1]: theirs}
        analyst.post(reverse("official_file", args=[file.pk]), sent)
        assert self.labels(file)["PR3"] == theirs

    def test_codes_tell_them(self, analyst: Client, file: OfficialFile) -> None:
        analyst.post(reverse("official_file", args=[file.pk]), self.sent(file, "A7"))
        codes = [f"PR{number}" for number in range(1, 10)]
        assert self.labels(file) == dict(zip(codes, codes, strict=True))

    def test_a_place_that_moves_asks_again(self, analyst: Client, file: OfficialFile) -> None:
        analyst.post(reverse("official_file", args=[file.pk]), self.sent(file, "A7"))
        analyst.post(reverse("official_file", args=[file.pk]), self.sent(file, "D7"))
        assert self.labels(file) == {}


@pytest.mark.parametrize("email", ["dev@example.org", "remi@example.net", "admin@example.net"])
def test_only_analysts_keep_official_files(version: Version, email: str) -> None:
    file = upload(signed_in("noor@example.net"), made_for(version))
    client = signed_in(email)
    for name, args in (
        ("official_files", []),
        ("official_file", [file.pk]),
        ("official_original", [file.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    for name in ("official_use", "official_put_away", "official_area_add", "official_figure_add"):
        assert client.post(reverse(name, args=[file.pk])).status_code == 403


def sub_types(analyst: Client, file: OfficialFile, **sent: str) -> str:
    """The map's page, after something was said of the sub types' list."""
    mapped = file.areas.get(section="expenditure").columns.get(column="sub_type")
    named = {f"label-{mapped.pk}-{entry}": label for entry, label in sent.items()}
    analyst.post(reverse("official_file", args=[file.pk]), as_it_stands(file) | named)
    return analyst.get(reverse("official_file", args=[file.pk])).content.decode()


def test_a_list_that_follows_the_type_is_read_for_each_type(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, made_for(version))
    labels = file.labels.filter(column="sub_type")
    assert "carers-services.respite-services" in labels.values_list("entry", flat=True)
    page = sub_types(analyst, file)
    assert "What its list calls “Other (Carers Services)”" in page
    sub_types(analyst, file, **{"carers-services.other": OTHER_SUB_TYPE})
    assert labels.get(entry="carers-services.other").label == OTHER_SUB_TYPE


def test_an_entry_that_its_list_has_not_stays_in_our_words(
    analyst: Client, version: Version
) -> None:
    file = upload(analyst, made_for(version))
    page = sub_types(analyst, file, **{"carers-services.other": "=", "nonsense": "="})
    assert "“Other (Carers Services)”" not in page
    labels = file.labels.filter(column="sub_type")
    assert labels.get(entry="carers-services.other").label == "Other"
    assert not labels.filter(entry="nonsense").exists()


def changed(data: bytes, pattern: bytes, by: bytes) -> bytes:
    """The file with something else in its parts."""
    parts = ((part.name, re.sub(pattern, by, part.unpack())) for part in read_parts(data))
    return write_parts(Part.pack(name, part) for name, part in parts)


def test_a_list_that_cannot_be_read_is_told(analyst: Client, version: Version) -> None:
    data = changed(made_for(version), rb"INDIRECT\([^<]*", rb"OFFSET(Words!$A$1,0,0,3,1)")
    page = sub_types(analyst, upload(analyst, data))
    assert "Its list cannot be read here" in page
    assert "“Other (Carers Services)”" not in page


def test_a_type_without_a_list_is_told(analyst: Client, version: Version) -> None:
    data = changed(made_for(version), b'name="SUB_3"', b'name="ANY_3"')
    page = sub_types(analyst, upload(analyst, data))
    assert "No list was found for Carers Services. Our own words go in there." in page
    assert "“Other (Carers Services)”" not in page


@pytest.mark.parametrize(
    ("shown", "limits", "whole", "told"),
    [("0", ("100",), True, False), ("0%", (), False, False), ("0", (), False, True)],
)
def test_how_a_file_has_shares_is_kept_or_told(
    analyst: Client, version: Version, shown: str, limits: tuple[str, ...], whole: bool, told: bool
) -> None:
    file = upload(analyst, with_shares(made_for(version), shown, *limits))
    spending = file.areas.get(section="expenditure")
    assert spending.columns.get(column="nhs_share").whole_percents is whole
    assert [column.column for column in spending.columns.filter(whole_percents=True)] == (
        ["nhs_share"] if whole else []
    )
    page = analyst.get(reverse("official_file", args=[file.pk])).content.decode()
    assert ("The file does not say how it has shares" in page) is told


def test_the_one_entry_that_is_left_over_is_offered(analyst: Client, version: Version) -> None:
    file = upload(analyst, made_for(version))
    page = analyst.get(reverse("official_file", args=[file.pk])).content.decode()
    for label in (OTHER_SUB_TYPE, RENAMED["Joint"]):
        assert f'<option value="{label}" selected>{label}</option>' in page


@pytest.mark.parametrize("kind", ["broken-sheet", "no-date", "no-such-text"])
def test_a_damaged_file_is_refused_with_a_sentence(
    analyst: Client, version: Version, kind: str
) -> None:
    sent = SimpleUploadedFile("a.xlsx", HOSTILE[kind][0]())
    response = analyst.post(reverse("official_files"), {"collection": "2023-25-plan", "file": sent})
    assert response.status_code == 200
    assert "is damaged" in response.content.decode()
    assert not OfficialFile.objects.exists()
