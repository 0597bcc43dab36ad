"""The narrative as a Word document."""

from __future__ import annotations

import datetime
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentType

from bcf.documents.narrative import fold, narrative_questions
from bcf.documents.reading import read_document
from bcf.documents.stamps import Stamp
from bcf.documents.word import BLANK, narrative_document
from bcf.editions.models import Question
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of
from tests.documents.files import parts_of
from tests.documents.narratives import NAME, exported, write
from tests.factories import BCP, ONE_YEAR, again, plan, section


def opened(version: Version) -> DocumentType:
    return Document(BytesIO(exported(version)))


def headings(document: DocumentType) -> list[tuple[str, str]]:
    return [
        (p.style.name, p.text)  # type: ignore[union-attr]
        for p in document.paragraphs
        if p.style.name.startswith("Heading")  # type: ignore[union-attr]
    ]


def test_it_has_the_edition_s_headings(version: Version) -> None:
    found = headings(opened(version))
    assert found[:6] == [
        ("Heading 1", "1. Health and Wellbeing Board(s)"),
        ("Heading 2", section(version, "narrative").column("bodies").label),
        ("Heading 1", "2. Governance"),
        ("Heading 1", "3. Executive Summary"),
        ("Heading 2", "a. Priorities for 2023-25"),
        ("Heading 2", "b. Key changes since previous planning document submitted 2022-23"),
    ]
    assert sum(style == "Heading 1" for style, _ in found) == 11


def test_an_answer_is_a_paragraph_for_each_line(version: Version) -> None:
    write(version, governance="First line\n\n=SUM(A1)\tx", rro_used="Yes", rro_amount="320000.5")
    texts = [p.text for p in opened(version).paragraphs]
    place = texts.index("2. Governance")
    assert texts[place + 1 : place + 4] == ["First line", "", "=SUM(A1)\tx"]
    amount = section(version, "narrative").column("rro_amount").label
    assert texts[texts.index(amount) + 1] == "320,000.50"
    assert "Yes" in texts


def test_where_nothing_is_written_it_says_so_in_a_style_of_its_own(version: Version) -> None:
    write(version, governance="Written")
    blanks = [p for p in opened(version).paragraphs if p.style.name == BLANK]  # type: ignore[union-attr]
    assert len(blanks) == len(narrative_questions(again(version).submission.collection)) - 1
    assert all(p.text.startswith("Not yet written. ") for p in blanks)


def test_it_names_the_plan_and_no_person(version: Version) -> None:
    at = datetime.datetime(2023, 6, 20, 9, 30, tzinfo=datetime.UTC)
    data = narrative_document(again(version), at)
    document = Document(BytesIO(data))
    lines = [p.text for p in document.paragraphs[:3]]
    assert lines == [
        "Better Care Fund narrative plan",
        "Exampleshire HWB",
        f"2023-25 plan, draft, version {version.number}, 20 June 2023",
    ]
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert core.title == "Exampleshire HWB: Better Care Fund narrative plan"
    assert core.created == at.replace(tzinfo=core.created.tzinfo if core.created else None)


def test_it_knows_what_it_was_made_from(version: Version) -> None:
    write(version, governance="x")
    stamp = read_document(NAME, exported(version)).stamp
    assert stamp == Stamp("2023-25-plan", "X99000001", 1, again(version).revision)
    custom = parts_of(exported(version))["docProps/custom.xml"].decode()
    assert 'name="bcf_revision"' in custom


def test_every_question_has_a_bookmark_of_its_own(version: Version) -> None:
    questions = narrative_questions(again(version).submission.collection)
    marks = [
        mark for block in read_document(NAME, exported(version)).blocks for mark in block.marks
    ]
    assert marks == [question.mark for question in questions]
    assert len(set(marks)) == len(marks)
    assert all(len(mark) <= 40 for mark in marks)


def test_a_collection_that_asks_for_none_has_no_questions(editions: None) -> None:
    assert narrative_questions(plan(BCP, "2022-23-discharge").submission.collection) == ()


def test_pages_of_nothing_but_texts_are_in_it_though_the_workbook_has_them(editions: None) -> None:
    asked = [q.place for q in narrative_questions(plan(BCP, ONE_YEAR).submission.collection)]
    assert asked == [
        ("narrative", "person_centred"),
        ("narrative", "board_level"),
        ("narrative", "wider_services"),
        ("narrative", "system_alignment"),
        ("hicm-priorities", "priorities"),
    ]


@pytest.mark.django_db
def test_what_the_workbook_has_is_not_in_it(editions: None) -> None:
    Question.objects.filter(section__key="narrative", key="governance").update(in_workbook=True)
    Question.objects.filter(section__key="cover", key="completed_by_role").update(in_workbook=False)
    collection = again(plan()).submission.collection
    asked = {question.place for question in narrative_questions(collection)}
    assert ("narrative", "governance") not in asked
    assert ("narrative", "dfg") in asked
    assert not section_of(collection, "cover").document_columns, "a line of text is no prose"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2. Governance", "governance"),
        ("a. Joint  Priorities:", "Joint priorities"),
        ("1a. Bodies", "bodies."),
        ("(b) Key\u00a0changes", "key changes"),
        ("5.2 Step up", "step UP"),
        ("4) Carers", "carers"),
    ],
)
def test_headings_are_alike_whatever_their_number_and_case(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("A joint plan", "joint plan"), ("Carers", "Unpaid carers"), ("2023", "")]
)
def test_headings_of_other_words_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)
