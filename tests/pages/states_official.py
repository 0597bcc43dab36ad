"""States of the pages of official files."""

import io
import warnings

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from bcf.editions.models import Collection
from bcf.official.maps import learn
from bcf.official.structure import Structure
from bcf.people.models import User
from bcf.submissions.sections import section_of
from bcf.workbooks.models import OfficialFile
from tests.official.crosswise import crossed_file
from tests.official.made import official_file
from tests.pages.registry import NOT_PAGES, page
from tests.pages.states_plans import signed_in
from tests.workbooks.saving import saved

NOT_PAGES.update(
    dict.fromkeys(
        (
            *("official_area_add", "official_area_drop", "official_figure_add"),
            *("official_figure_drop", "official_use", "official_put_away"),
            "official_word_take",
        ),
        "takes a POST and goes to another page",
    )
)
NOT_PAGES.update(
    dict.fromkeys(
        (
            *("official_edition", "official_original", "submission_official"),
            *("collection_zip", "collection_official_zip"),
        ),
        "a file",
    )
)
ANALYST = "noor@example.net"


def made() -> bytes:
    collection = Collection.objects.select_related("edition").get(code="2023-25-plan")
    keys = ("expenditure", "income", "cover", "conditions")
    return official_file(*(section_of(collection, key) for key in keys))


def uploaded(data: bytes | None = None) -> OfficialFile:
    """A draft with its first map."""
    data = data or made()
    collection = Collection.objects.select_related("edition").get(code="2023-25-plan")
    analyst = User.objects.get(email=ANALYST)
    return learn(collection, "made-up-template.xlsx", data, "7d" * 32, Structure(data), analyst)


@page("official_files")
def no_files(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("official_files"))
    expect(visit.page.get_by_text("No official file has been uploaded yet")).to_be_visible()


@page("official_files", "a file that is none")
def a_file_that_is_none(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("official_files"))
    visit.page.get_by_label("Collection").select_option("2023-25-plan")
    file = SimpleUploadedFile("plan.xlsx", b"Scheme,Amount\n")
    payload = {"name": file.name, "mimeType": "text/csv", "buffer": file.read()}
    visit.page.get_by_label("The file").set_input_files(payload)
    visit.press("Upload and read it")
    expect(visit.page.get_by_text("There is a problem")).to_be_visible()


@page("official_file", "a draft with places to answer")
def draft(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("official_file", args=[uploaded().pk]))
    expect(visit.page.get_by_text("We have read made-up-template.xlsx")).to_be_visible()


@page("official_file", "a place that is no cell")
def no_cell(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("official_file", args=[uploaded().pk]))
    visit.page.get_by_label("Cell of Comments, Income: DFG").fill("Q")
    visit.press("Save the places")
    expect(visit.page.get_by_text("There is a problem")).to_be_visible()


@page("official_file", "a crossed table with a service by another name")
def crossed(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("official_file", args=[uploaded(saved(crossed_file())).pk]))
    expect(visit.page.get_by_label("Which row of the file is “Social support")).to_be_visible()


@page("official_changes", "words to confirm, two files compared")
def changes(visit):
    signed_in(visit, ANALYST)
    file = uploaded()
    older = OfficialFile.objects.get(pk=file.pk)
    older.pk, older.sha256, older.name = None, "8e" * 32, "older-template.xlsx"
    older.data = official_file_of_last_year()
    older.save()
    visit.open(f"{reverse('official_changes', args=[file.pk])}?with={older.pk}")
    expect(visit.page.get_by_text("Sheets that are gone")).to_be_visible()


def official_file_of_last_year() -> bytes:
    with warnings.catch_warnings(action="ignore"):  # what openpyxl loses is not looked for
        book = load_workbook(io.BytesIO(made()))
    book["Sums"].title = "Totals"
    book["Schemes & spend"]["D9"] = "Scheme name"
    return saved(book)


@page("collection_workbooks")
def all_workbooks(visit):
    signed_in(visit, ANALYST)
    visit.open(reverse("collection_workbooks", args=["2023-25-plan"]))
    expect(visit.page.get_by_role("button", name="Download all workbooks")).to_be_visible()


@page("collection_workbooks", "with an official file in use, and one board of many")
def all_official_files(visit):
    signed_in(visit, ANALYST)
    analyst = User.objects.get(email=ANALYST)
    file = uploaded()
    file.collection = Collection.objects.get(code="2019-20-plan")
    file.used_since, file.put_in_use_by = timezone.now(), User.objects.exclude(pk=analyst.pk)[0]
    file.save()
    visit.open(reverse("collection_workbooks", args=["2019-20-plan"]))
    visit.page.get_by_text("boards have not begun").last.click()
    expect(visit.page.get_by_role("button", name="Download all official files")).to_be_visible()


@page("collection_workbooks", "that nobody has begun")
def no_workbooks(visit):
    signed_in(visit, ANALYST)
    edition = Collection.objects.get(code="2023-25-plan").edition
    Collection.objects.create(code="2023-25-update", edition=edition, kind="update", title="Update")
    visit.open(reverse("collection_workbooks", args=["2023-25-update"]))
    expect(visit.page.get_by_text("No board has begun.")).to_be_visible()
