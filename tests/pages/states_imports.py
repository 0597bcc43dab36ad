"""States of the pages of an uploaded workbook, on the made-up Exampleshire."""

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from bcf.tables import Edit
from tests.factories import THIS, again, put, section
from tests.imports.files import Sent
from tests.pages.registry import NOT_PAGES, page
from tests.pages.states_plans import EXAMPLESHIRE, SAMPLETON, open_page, signed_in

NOT_PAGES["upload_notes"] = "a file"
AMOUNT = "expenditure_amount_2023_24"


def plan():
    return newest_version(*EXAMPLESHIRE)


def changed_file():
    """Cells that change, a new line, one that is gone, and cells to mend."""
    file = Sent.of(plan())
    file.cell(AMOUNT, 0).value, file.cell(AMOUNT, 1).value = 925_000, 12.5
    file.cell("expenditure_description", 1).value = "Equipment lent to people at home. " * 20
    file.cell("expenditure_scheme_type", 3).value = "Carers Services"
    file.cell(AMOUNT, 2).value = "tbc"
    file.cell("expenditure_provider", 2).value = "Local Authorty"
    file.clear("expenditure", 5)
    file.cell("expenditure_scheme_name", 85).value = "Night sitting"
    file.cell("cover_hwb_signed").value = "No"
    return file


def upload(visit, data, name="Exampleshire HWB 2023-25 plan.xlsx"):
    open_page(visit, "upload", EXAMPLESHIRE)
    visit.page.get_by_label("Filled workbook").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    visit.press("Look at the file")


def looked_at(visit, file):
    upload(visit, file.data)
    visit.page.get_by_role("heading", name="Check what the file changes").wait_for()


@page("upload")
def form(visit):
    signed_in(visit, "dev@example.org")
    open_page(visit, "submission", EXAMPLESHIRE)
    visit.page.get_by_role("link", name="Upload a filled workbook").click()
    visit.page.get_by_label("Filled workbook").wait_for()


@page("upload", "a file of another board")
def refused(visit):
    signed_in(visit, "dev@example.org")
    upload(visit, Sent.of(newest_version(*SAMPLETON)).data)
    alert = visit.page.get_by_role("alert")
    expect(alert.get_by_text("This file is Sampleton's 2023-25 plan")).to_be_visible()


@page("upload_look", "with changes and things to mend")
def changes(visit):
    signed_in(visit, "dev@example.org")
    looked_at(visit, changed_file())
    expect(visit.page.get_by_text("3 things cannot be taken")).to_be_visible()


@page("upload_look", "changed here too")
def conflicts(visit):
    signed_in(visit, "dev@example.org")
    file = changed_file()
    lines = section(plan()).rows(plan())
    put(plan(), *(Edit(uid=lines[n].uid, raw={THIS: "7", "description": "y"}) for n in (1, 5)))
    looked_at(visit, file)
    expect(visit.page.get_by_role("group")).to_have_count(3)


@page("upload_look", "with rows to tell apart")
def questions(visit):
    signed_in(visit, "dev@example.org")
    file = changed_file()
    file.forget_uids("expenditure")
    file.cell("expenditure_scheme_name", 3).value = "Another name"
    looked_at(visit, file)
    expect(visit.page.get_by_role("heading", name="Which row is this?")).to_be_visible()


@page("upload_look", "in thousands")
def thousands(visit):
    signed_in(visit, "dev@example.org")
    file = Sent.of(plan())
    for cell in file.column(AMOUNT):
        if isinstance(cell.value, int | float):
            cell.value /= 1000
    looked_at(visit, file)
    expect(visit.page.get_by_role("group").get_by_text("thousands of pounds?")).to_be_visible()


@page("upload_look", "nothing ticked")
def nothing_ticked(visit):
    signed_in(visit, "dev@example.org")
    file = Sent.of(plan())
    file.cell(AMOUNT, 0).value = 925_000
    looked_at(visit, file)
    visit.page.get_by_role("checkbox").uncheck()
    visit.press("Put in the ticked changes")
    expect(visit.page.get_by_role("alert").get_by_text("Nothing is ticked")).to_be_visible()


@page("upload_look", "of a frozen plan, without a stamp, nothing changed")
def frozen(visit):
    signed_in(visit, "dev@example.org")
    file = Sent.of(plan())
    for name in [name for name in file.book.defined_names if name.startswith("stamp_")]:
        del file.book.defined_names[name]
    freeze(again(plan()), by=None, reason="Sent")
    looked_at(visit, file)
    expect(visit.page.get_by_text("The file has no stamp")).to_be_visible()
