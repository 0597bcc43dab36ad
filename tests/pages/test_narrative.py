"""The narrative by hand: downloaded, brought back, looked at, taken, and taken back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from bcf.submissions.codes import newest_version
from tests.documents.files import edited
from tests.documents.narratives import answers
from tests.pages.conftest import Visit
from tests.pages.states_documents import rewrite, send
from tests.pages.states_plans import SAMPLETON, open_page, signed_in


def test_from_download_to_undo(visit: Visit, transactional_db: None, tmp_path: Path) -> None:
    signed_in(visit, "sol@example.org")
    open_page(visit, "narrative", SAMPLETON)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download the Word document").click()
    download.value.save_as(tmp_path / "narrative.docx")
    send(visit, edited((tmp_path / "narrative.docx").read_bytes(), rewrite))
    page = visit.page
    expect(page.get_by_role("heading", name="What the document would change")).to_be_visible()
    for said in ("Forty extra-care flats", "a table became lines", "“In part” is not in the list"):
        expect(page.get_by_text(said)).to_be_visible()
    assert answers(newest_version(*SAMPLETON)) == {}
    visit.press("Put 2 answers in")
    page.get_by_text("Took 2 answers from a Word document. Undo takes all of it back.").wait_for()
    held = answers(newest_version(*SAMPLETON))
    assert str(held["governance"]).splitlines()[1] == "Year | Meetings"
    assert len(held) == 2
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: Took 2 answers from a Word document").wait_for()
    assert answers(newest_version(*SAMPLETON)) == {}
    open_page(visit, "documents", SAMPLETON)
    expect(page.get_by_role("link", name="Our narrative.docx", exact=True)).to_be_visible()
    page.get_by_role("link", name="What it would change").click()
    expect(page.get_by_role("button", name="Put 2 answers in")).to_be_visible()
