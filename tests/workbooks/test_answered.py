"""Tables of answers as sheets: rows that the edition names, records, and both on one sheet."""

import pytest

from bcf.editions.models import Question, Section
from bcf.submissions.codes import newest_version
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from bcf.workbooks.heads import COMPLETE
from tests.workbooks.reading import (
    BCP,
    EXAMPLESHIRE,
    SAMPLETON,
    change,
    differences,
    errors,
    export,
    recalculated,
)

pytestmark = pytest.mark.usefixtures("examples")

SHEET = "8. Planning Requirements"


def answer(plan, key, row, **raw):
    version = newest_version(*plan)
    uid = section_of(version.submission.collection, key).rows(version)[row].uid
    change(version, key, Edit(uid=uid, raw=raw))


def told(book, key, column):
    return book.named(f"{key}_{column}")


class TestFixedRows:
    def test_stand_under_the_sections_name_with_their_words(self):
        book = export(EXAMPLESHIRE)
        rows = list(book.rows(SHEET, "Planning Requirement"))
        assert [row["Code"] for row in rows] == [f"PR{n}" for n in range(1, 10)]
        assert rows[0]["Theme"] == "NC1: Jointly agreed plan"
        assert rows[0]["Planning Requirement"] == (
            "All partners have drawn up, agreed and signed one plan"
        )
        assert {row["Complete"] for row in rows} == {"Yes"}
        assert told(book, "conditions", "met") == ["Yes"] * 9

    def test_have_their_words_locked_and_their_answers_open(self):
        book = export(EXAMPLESHIRE)
        for column, locked in (("requirement", True), ("met", False), ("timeframe", False)):
            cells = book.cells(f"conditions_{column}")
            assert [cell.protection.locked for cell in cells] == [locked] * 9, column
        (label, *_), (met, *_) = (book.cells(f"conditions_{c}") for c in ("requirement", "met"))
        assert label.fill.start_color.rgb != met.fill.start_color.rgb

    def test_are_incomplete_until_all_that_is_needed_stands_there(self):
        answer(SAMPLETON, "conditions", 0, met="Yes")
        answer(SAMPLETON, "conditions", 1, met="No", actions="Talk")
        answer(SAMPLETON, "conditions", 2, met="No", actions="Talk", timeframe="1/9/2023")
        book = export(SAMPLETON)
        assert told(book, "conditions", "complete") == ["Yes", "No", "Yes", *["No"] * 6]
        checks = {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}
        assert checks["National conditions: Met in 2023-25? (Yes or No)"] == "No"
        assert checks["National conditions: If No: actions to meet the requirement"] == "Yes"
        assert checks["National conditions: If No: date by which it will be met"] == "No"

    def test_share_a_sheet_with_the_page_below_them(self):
        book = export(BCP)
        assert book.place("hicm_current")[0] == book.place("hicm_priorities_priorities")[0]
        assert told(book, "hicm", "current").count("Established") == 7
        assert "two bids" in book.named("hicm_priorities_priorities")


class TestRecords:
    @pytest.fixture
    def sent(self, changed_reference):
        """Agreements and risks as parts of the workbook, on one sheet."""
        ours = Section.objects.filter(key__in=["section-75", "risks"])
        ours.update(sheet="9. Agreements")
        Question.objects.filter(section__in=ours).update(in_workbook=True)

    def test_that_nobody_asks_for_have_no_sheet(self):
        assert "Section 75 agreements" not in export(EXAMPLESHIRE).values.sheetnames

    def test_stand_below_each_other_with_room_for_more(self, sent):
        book = export(EXAMPLESHIRE)
        titles = told(book, "section_75", "title")
        assert titles[:3] == [
            "Exampleshire Better Care Fund pool",
            "Community equipment pool",
            None,
        ]
        assert len(titles) == 10
        assert told(book, "risks", "amount")[:2] == [650_000, 240_000]
        assert book.place("section_75_title")[0] == book.place("risks_risk")[0] == "9. Agreements"
        assert told(book, "section_75", "complete")[:3] == ["Yes", "Yes", None]

    def test_are_all_complete(self, sent):
        assert export(EXAMPLESHIRE).named("template_state") == COMPLETE


def test_formulas_amount_to_what_stands_beside_them(soffice, tmp_path):
    answer(SAMPLETON, "conditions", 1, met="No", actions="Talk")
    answer(BCP, "hicm", 3, planned="Exemplary")
    books = [export(plan) for plan in (SAMPLETON, BCP)]
    for book, again in zip(books, recalculated(soffice, tmp_path, *books), strict=True):
        assert errors(again) == []
        assert differences(book, again) == []
