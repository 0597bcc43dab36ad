"""States of the pages of documents and of the narrative in Word, on the example plans."""

from __future__ import annotations

from docx.document import Document
from playwright.sync_api import expect

from bcf.documents.store import attach, withdraw
from bcf.documents.word import narrative_document
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze
from bcf.tables import Edit
from tests.documents.files import edited
from tests.factories import again, put, section
from tests.pages.registry import NOT_PAGES, page
from tests.pages.states_plans import BCP, EXAMPLESHIRE, SAMPLETON, open_page, signed_in

NOT_PAGES.update(
    {
        "document": "a file",
        "document_withdraw": "takes a POST and goes to another page",
        "narrative_word": "a file",
    }
)

MEETS = "The board meets in public every two months.\n\nIt agrees the plan and watches the money."
LETTER = "A letter of support from the district councils, signed in June 2023.docx.pdf"


def answer(version, **texts):
    narrative = section(version, "narrative")
    put(version, Edit(uid=narrative.uid, raw=texts), key="narrative")


def sent_by_dev(visit):
    signed_in(visit, "dev@example.org")
    return newest_version(*EXAMPLESHIRE)


@page("documents", "none yet")
def no_documents(visit):
    signed_in(visit)
    open_page(visit, "documents", BCP)
    expect(visit.page.get_by_text("Nothing is attached yet")).to_be_visible()


@page("documents", "some, and one withdrawn")
def some_documents(visit):
    version = sent_by_dev(visit)
    for name, purpose in ((LETTER, "letter"), ("Slides.pdf", "slides"), ("Wrong.pdf", "other")):
        sent = attach(version, name, purpose, b"%PDF-1.7 " + name.encode(), by=None)
    withdraw(version, sent, by=None)
    open_page(visit, "documents", EXAMPLESHIRE)
    visit.page.get_by_text("1 withdrawn").click()


@page("documents", "one that is refused")
def refused_document(visit):
    sent_by_dev(visit)
    open_page(visit, "documents", EXAMPLESHIRE)
    visit.page.get_by_label("What is it?").select_option("Letter")
    file = {"name": "letter.doc", "mimeType": "application/msword", "buffer": b"\xd0\xcf\x11\xe0x"}
    visit.page.get_by_label("File").set_input_files(file)
    visit.press("Attach")
    expect(visit.page.get_by_role("alert").get_by_text("not a kind of file")).to_be_visible()
    expect(visit.page.get_by_label("What is it?")).to_have_value("letter")


@page("documents", "read by a board member")
def read_documents(visit):
    signed_in(visit, "mara@example.org")
    open_page(visit, "documents", BCP)
    expect(visit.page.get_by_text("You may open these documents")).to_be_visible()


@page("narrative")
def narrative(visit):
    sent_by_dev(visit)
    open_page(visit, "submission", EXAMPLESHIRE)
    visit.page.get_by_role("link", name="Narrative in Word").click()
    visit.page.get_by_role("heading", name="Bring it back").wait_for()


@page("narrative", "a document of another board")
def another_board(visit):
    sent_by_dev(visit)
    open_page(visit, "narrative", EXAMPLESHIRE)
    send(visit, narrative_document(newest_version(*SAMPLETON)))
    expect(
        visit.page.get_by_role("alert").get_by_text("narrative of another board")
    ).to_be_visible()


@page("narrative", "frozen")
def frozen_narrative(visit):
    version = sent_by_dev(visit)
    freeze(version, by=None, reason="for the test")
    open_page(visit, "narrative", EXAMPLESHIRE)


@page("section", "narrative")
def narrative_section(visit):
    answer(sent_by_dev(visit), governance=MEETS)
    open_page(visit, "section", EXAMPLESHIRE, "narrative")
    expect(visit.page.get_by_label("Governance", exact=True)).to_have_value(MEETS)


@page("narrative_review", "nothing new")
def nothing_new(visit):
    version = sent_by_dev(visit)
    open_page(visit, "narrative", EXAMPLESHIRE)
    send(visit, narrative_document(version))
    expect(visit.page.get_by_text("The document changes nothing in the plan")).to_be_visible()


@page("narrative_review", "changes, losses, and text without a place")
def much_changed(visit):
    version = sent_by_dev(visit)
    answer(version, governance=MEETS, dfg="Ramps and lifts.")
    open_page(visit, "narrative", EXAMPLESHIRE)
    send(visit, edited(narrative_document(again(version)), rewrite))
    expect(visit.page.get_by_role("button", name="Put 2 answers in")).to_be_visible()


@page("narrative_review", "a clash, before a choice is made")
def clash(visit):
    version = sent_by_dev(visit)
    answer(version, governance=MEETS)
    data = edited(narrative_document(again(version)), rewrite)
    answer(again(version), governance="The board meets weekly.")
    open_page(visit, "narrative", EXAMPLESHIRE)
    send(visit, data)
    visit.press("Put 2 answers in")
    expect(visit.page.get_by_role("alert").get_by_text("Choose which text stays")).to_be_visible()


def send(visit, data):
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "Our narrative.docx", "mimeType": word, "buffer": data}
    visit.page.get_by_label("Word document").set_input_files(file)
    visit.press("Look at it")


def rewrite(document: Document) -> None:
    """Two answers written, a table, a heading of their own, and what is no choice."""
    places = {paragraph.text: n for n, paragraph in enumerate(document.paragraphs)}
    governance = document.paragraphs[places["2. Governance"] + 1]
    governance.text = "The board meets in public every month."
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Year", "Meetings", "2023-24", "12"), strict=True):
        cell.text = text
    governance._p.addnext(table._tbl)
    carers = document.paragraphs[places["8. Supporting Unpaid Carers"] + 1]
    carers.text = "Breaks, advice, and a joint strategy with the voluntary sector."
    rro = next(text for text in places if text.startswith("Have you made use"))
    document.paragraphs[places[rro] + 1].text = "In part"
    document.add_heading("12. Housing with care", 1)
    document.add_paragraph("Forty extra-care flats open in 2024.")


@page("section", "narrative with leftovers, and help opened")
def unfinished_narrative(visit):
    answer(
        sent_by_dev(visit),
        priorities="Home first comes before all else, as section xx says.",
        joint_priorities="Joint priorities for 2022-23\n\nCarers, falls and housing.",
        new_investment="Two wards open by the end of 22/24.",
    )
    open_page(visit, "section", EXAMPLESHIRE, "narrative")
    expect(visit.page.get_by_text("“section xx” is a gap that nobody has filled")).to_be_visible()
    visit.page.get_by_text("What good looks like: Governance").click()
    expect(visit.page.get_by_text("who answers for the money and the results")).to_be_visible()


@page("section", "a narrative that two people wrote at once")
def narrative_in_conflict(visit):
    version = sent_by_dev(visit)
    open_page(visit, "section", EXAMPLESHIRE, "narrative")
    answer(version, governance="The board meets weekly.\n" + "Averyveryverylongword" * 8)
    box = visit.page.get_by_label("Governance", exact=True)
    box.fill("The board meets monthly.")
    box.press("Tab")
    visit.page.get_by_role("button", name="Keep mine").wait_for()
