"""LibreOffice works the workbooks out from their formulas alone: every value is what we wrote."""

from decimal import Decimal

import pytest

from bcf.boards.models import Board
from bcf.editions.models import Collection, Question
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import start
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from bcf.workbooks.cells import unescape
from tests.filled import collections, filled
from tests.workbooks.reading import (
    BCP,
    EXAMPLESHIRE,
    SAMPLETON,
    Book,
    change,
    differences,
    errors,
    export,
    recalculated,
)

pytestmark = pytest.mark.usefixtures("examples")

#: What a person could type to make a spreadsheet run it, look it up, or match other cells.
HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://192.0.2.1/","here")',
    "+44 1202 000000",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "*",
    "?",
    "~*",
    "<>",
    ">0",
    'the "quoted" one',
    "_x000D_ and _x0007_",
    "<b>&amp;</b>",
    "TRUE",
    "1,234.50",
    "28/06/2023",
]


def check(soffice, tmp_path, *plans):
    """Export the plans, let LibreOffice work them out, and compare every formula."""
    books = [export(plan) for plan in plans]
    again = recalculated(soffice, tmp_path, *books)
    for book, worked_out in zip(books, again, strict=True):
        assert differences(book, worked_out) == []
        assert errors(worked_out) == []
        assert worked_out.values.sheetnames == book.formulas.sheetnames
    return list(zip(books, again, strict=True))


def test_every_formula_amounts_to_what_stands_beside_it(soffice, tmp_path):
    plans = (BCP, EXAMPLESHIRE, SAMPLETON)
    states = [again.named("template_state") for _, again in check(soffice, tmp_path, *plans)]
    assert states == ["Incomplete Template", "Complete Template", "Incomplete Template"]


def test_the_comparison_notices_a_wrong_value(soffice, tmp_path):
    book = export(SAMPLETON)
    wrong = Book(book.data)
    wrong.values["3. Summary"]["C10"] = 1
    (again,) = recalculated(soffice, tmp_path, book)
    assert [place for _, place, _, _ in differences(wrong, again)] == ["C10"]


def test_every_collection_amounts_to_what_its_lines_do(soffice, tmp_path):
    for collection in collections():
        filled("E10000016", collection, most=Decimal(9_999_999))
    check(soffice, tmp_path, *(("E10000016", collection) for collection in collections()))


def test_an_empty_plan_amounts_to_nothing_known(soffice, tmp_path):
    board = Board.objects.get(code="E10000016")
    for asked in Collection.objects.select_related("edition"):
        start(board=board, collection=asked, by=None)
    plans = [(board.code, collection) for collection in collections()]
    for book, _ in check(soffice, tmp_path, *plans):
        assert book.named("template_state") == "Incomplete Template"
        totals = book.table("3. Summary", "Income and expenditure")["Total"]
        assert {v for head, v in totals.items() if "Income" in head} == {"not known"}
        assert {v for head, v in totals.items() if "Expenditure" in head} == {0}


@pytest.mark.usefixtures("changed_reference")
def test_text_that_looks_like_formulas_stays_text(soffice, tmp_path):
    Question.objects.filter(key="description").update(max_length=None)
    long = "A long account. " * 1875
    version = newest_version(*BCP)
    section = section_of(version.submission.collection, "expenditure")
    texts = ["scheme_name", "description", "scheme_type_other", "area_other"]
    money = {"amount_2019-20": "1", "source": "ibcf"}
    lines = [Edit(raw={**dict.fromkeys(texts, text), **money}) for text in HOSTILE]
    first = Edit(uid=section.rows(version)[0].uid, raw={"description": long})
    change(version, "expenditure", first, *lines)
    change(version, "income", Edit(raw={"source": "add_nhs", "comment": HOSTILE[0]}))
    page = section_of(version.submission.collection, "cover")
    answers = {c.key: HOSTILE[1] for c in page.columns if c.kind == "text"}
    change(version, "cover", Edit(uid=page.uid, raw=answers))

    ((book, again),) = check(soffice, tmp_path, BCP)
    for key in texts:
        cells = book.cells(f"expenditure_{key}")[12:][: len(HOSTILE)]
        assert [unescape(cell.value) for cell in cells] == [text.strip() for text in HOSTILE]
        assert {cell.data_type for cell in cells} == {"s"}
    assert book.cells("income_add_nhs_comment")[0].data_type == "s"
    assert book.named("cover_completed_by_role") == HOSTILE[1]
    assert len(again.named("expenditure_description")[0]) == len(long.strip())
    summary = book.table("3. Summary", "Spending by scheme and partner")
    assert summary["*"]["Total"] == summary["<>"]["Total"] == summary[">0"]["Total"] == 1


def test_names_that_differ_by_capitals_are_one_scheme(soffice, tmp_path):
    version = newest_version(*BCP)
    change(
        version,
        "expenditure",
        Edit(raw={"scheme_name": "CARERS", "amount_2019-20": "2000", "source": "ibcf"}),
        Edit(raw={"amount_2019-20": "500"}),
        Edit(raw={"scheme_name": "Nobody pays", "amount_2019-20": "7"}),
    )
    ((book, _),) = check(soffice, tmp_path, BCP)
    summary = book.table("3. Summary", "Spending by scheme and partner")
    assert summary["Carers"]["Total"] == 1_148_000 + 2000
    assert "CARERS" not in summary
    assert summary["Nobody pays"]["No source"] == summary["Nobody pays"]["Total"] == 7
    assert summary["Other lines"]["No source"] == 500
    assert summary["Total"]["Total"] == 58_841_000 + 2507
