"""Workbooks of the examples: what every export has."""

import datetime
import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from bcf.editions.models import Question
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze, version_digest
from bcf.submissions.models import Submission
from bcf.submissions.sections import section_of, sections_of
from bcf.tables import Edit
from bcf.workbooks import build
from bcf.workbooks.export import declare, workbook
from bcf.workbooks.exported import read_version
from schemes.models import FundingSource
from tests.schemes.plans import plan_2023
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON, Book, change, export

pytestmark = pytest.mark.usefixtures("examples")

MOMENT = datetime.datetime(2023, 6, 20, 9, 30, tzinfo=datetime.UTC)
FIRST = ["1. Guidance", "2. Cover", "3. Summary"]
MONEY = ["5. Income", "6. Expenditure"]
#: The sheets after those, by collection.
OTHERS = {
    "2019-20-plan": [
        *("4. Strategic Narrative", *MONEY, "7. HICM", "8. Metrics", "9. Planning Requirements"),
    ],
    "2023-25-plan": ["4. Capacity & Demand", *MONEY, "7. Metrics", "8. Planning Requirements"],
}
LAST = [("Lists", "hidden"), ("Stamp", "veryHidden")]


def sheets_of(plan):
    """The sheets of a plan's workbook, in order, with the state of each."""
    shown = [*FIRST, *OTHERS[plan[1]], "Checklist"]
    return [*((name, "visible") for name in shown), *LAST]


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_sheets_stand_in_the_order_of_the_template(plan):
    book = export(plan).formulas
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == sheets_of(plan)
    assert all(sheet.protection.sheet for sheet in book)


def texts(sheet):
    return {cell.value for row in sheet.iter_rows() for cell in row}


@pytest.mark.usefixtures("changed_reference")
@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE])
def test_headings_are_the_editions_own(plan):
    Question.objects.update(label=Concat("label", Value(", newly worded")))
    book = export(plan).formulas
    for section in sections_of(newest_version(*plan).submission.collection):
        # Among the income, each source heads a table of its own.
        columns = section.workbook_columns
        labels = {c.label for c in columns if (section.key, c.key) != ("income", "source")}
        assert not columns or labels <= texts(book[section.sheet])


@pytest.mark.usefixtures("changed_reference")
def test_sources_head_the_tables_of_income():
    FundingSource.objects.filter(key="ibcf").update(label="Improved fund")
    assert {"Improved fund", "Total Improved fund"} <= texts(export(BCP).formulas["5. Income"])


def test_every_sheet_says_whose_it_is_and_what_is_illustrative():
    book = export(BCP)
    for name, state in sheets_of(BCP)[1:]:
        if state == "visible":
            assert book.value(name, "B1") == "Better Care Fund 2019/20 Template"
            assert book.value(name, "B3").endswith("Bournemouth, Christchurch and Poole HWB")
            assert book.value(name, "B4").startswith("Illustrative")
            assert book.value(name, "B5") == "Incomplete Template"
    cover = {row[1].value: row[2].value for row in book.values["2. Cover"].iter_rows(max_col=3)}
    submission = newest_version(*BCP).submission
    assert cover["Illustration"] == submission.illustration
    assert cover["Health and Wellbeing Board"] == "Bournemouth, Christchurch and Poole"
    assert cover["Version"] == "1, revision 2"


def test_a_plan_of_facts_alone_does_not_call_itself_illustrative():
    Submission.objects.filter(board__code=BCP[0]).update(illustration="")
    book = export(BCP)
    assert book.value("5. Income", "B4") is None


def test_a_complete_plan_says_so_and_a_missing_cell_undoes_it():
    complete = export(EXAMPLESHIRE)
    assert complete.named("template_state") == "Complete Template"
    version = newest_version(*EXAMPLESHIRE)
    line = section_of(version.submission.collection, "expenditure").rows(version)[0]
    change(version, "expenditure", Edit(uid=line.uid, raw={"provider": ""}))
    unfinished = export(EXAMPLESHIRE)
    assert unfinished.named("template_state") == "Incomplete Template"
    answers = {row["Item"]: row["Complete"] for row in unfinished.rows("Checklist", "Item")}
    assert answers["Provider"] == "No"
    assert answers["2. Cover"] == "Yes"
    assert answers["6. Expenditure"] == "No"


def test_an_error_that_only_the_product_checks_keeps_the_template_incomplete():
    version = newest_version(*EXAMPLESHIRE)
    income = section_of(version.submission.collection, "income").rows(version)
    dfg = next(row for row in income if row.get("source") == "dfg")
    connection.cursor().execute(
        "UPDATE schemes_fundingyear SET amount = amount + 1"
        " FROM schemes_fundingline l WHERE l.id = line_id AND l.uid = %s",
        [dfg.uid],
    )
    book = export(EXAMPLESHIRE)
    answers = {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}
    assert answers["No error was found at export that only the product itself checks"] == "No"
    assert book.named("template_state") == "Incomplete Template"
    assert "R-INC-002" in [row["Rule"] for row in book.rows("Checklist", "Finding")]


def test_checklist_links_to_the_cells_it_names():
    sheet = export(SAMPLETON).formulas["Checklist"]
    rows = [row for row in sheet.iter_rows(min_row=9, max_col=4) if row[2].hyperlink]
    assert len(rows) > 30
    for _, item, cells, answer in rows:
        assert cells.hyperlink.location.endswith(f"'!{cells.value}"), item.value
        assert answer.data_type == "f" or answer.value in ("Yes", "No")


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE])
def test_yellow_cells_alone_are_open(plan):
    for sheet in export(plan).formulas:
        for row in sheet.iter_rows():
            for cell in row:
                yellow = cell.fill.start_color.rgb == "00FFF8CC"
                open_ = not cell.protection.locked
                assert open_ == (yellow and sheet.title != "1. Guidance"), cell
                assert not (open_ and cell.data_type == "f"), cell


def test_findings_of_the_moment_are_told_by_rule():
    book = export(SAMPLETON)
    told = list(book.rows("Checklist", "Finding"))
    assert told[0]["Outcome"] == "Fails"
    assert {row["Rule"] for row in told} >= {"R-EXP-002", "R-EXP-003"}
    outcomes = {"Fails", "Missing", "To look at", "Cannot be checked"}
    assert {row["Outcome"] for row in told} == outcomes


def test_the_stamp_tells_what_the_file_was_made_from():
    version = newest_version(*EXAMPLESHIRE)
    book = Book(workbook(version, MOMENT))
    stamp = {name: book.named(name) for name in book.formulas.defined_names if "stamp" in name}
    assert stamp == {
        "stamp_form": "bcf-workbook-1",
        "stamp_edition": "2023-25",
        "stamp_collection": "2023-25-plan",
        "stamp_board": "X99000001",
        "stamp_version": 1,
        "stamp_revision": version.revision,
        "stamp_digest": version_digest(version),
        "stamp_exported_at": "2023-06-20T09:30:00+00:00",
    }


def test_a_frozen_version_keeps_its_digest():
    version = freeze(newest_version(*EXAMPLESHIRE), by=None, reason="Sent")
    version = newest_version(*EXAMPLESHIRE)
    book = export(EXAMPLESHIRE)
    assert book.named("stamp_digest") == version.digest == version_digest(version)


def test_every_row_carries_its_uid():
    version = newest_version(*EXAMPLESHIRE)
    lines = section_of(version.submission.collection, "expenditure").rows(version)
    book = export(EXAMPLESHIRE)
    uids = book.named("expenditure_uid")
    assert uids[:80] == [str(line.uid) for line in lines]
    assert set(uids[80:]) == {None}
    assert book.formulas["6. Expenditure"].column_dimensions["A"].hidden


def test_the_same_content_at_the_same_moment_gives_the_same_bytes():
    version = newest_version(*EXAMPLESHIRE)
    first = workbook(version, MOMENT)
    build.blank.cache_clear()
    assert workbook(version, MOMENT) == first


def test_only_filled_sheets_differ_from_the_blank():
    book = declare(read_version(newest_version(*EXAMPLESHIRE), MOMENT))
    blank = build.blank(book.shape())
    before, after = (zipfile.ZipFile(BytesIO(data)) for data in (blank.empty, blank.fill(book)))
    assert before.namelist() == after.namelist()
    changed = {n for n in before.namelist() if before.read(n) != after.read(n)}
    filled = range(2, len(sheets_of(EXAMPLESHIRE)) + 1)
    assert changed == {f"xl/worksheets/sheet{place}.xml" for place in filled}


def test_boards_of_one_size_share_a_blank():
    first, second = plan_2023("X1"), plan_2023("X2")
    second.spends("ibcf", "0.50", description="One line more, and other findings")
    books = [
        declare(read_version(newest_version(plan.board.code, "2023-25-plan"), MOMENT))
        for plan in (first, second)
    ]
    assert books[0].shape() == books[1].shape()
    assert books[0].sheets["5. Income"].values != books[1].sheets["5. Income"].values


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE])
def test_what_stays_here_is_not_sent(plan):
    version = newest_version(*plan)
    line = section_of(version.submission.collection, "expenditure").rows(version)[0]
    change(version, "expenditure", Edit(uid=line.uid, raw={"local_reference": "AB-1042/7"}))
    book = export(plan)
    assert not [sheet.title for sheet in book.values if "AB-1042/7" in texts(sheet)]
    assert not [sheet.title for sheet in book.values if "Local reference" in texts(sheet)]
    assert not [name for name in book.formulas.defined_names if "local_reference" in name]


def test_lines_cost_no_queries():
    def count():
        with CaptureQueriesContext(connection) as queries:
            workbook(newest_version(*BCP))
        return len(queries)

    count()  # what an edition asks is read once and kept
    few = count()
    lines = [Edit(raw={"scheme_code": "9", "scheme_name": f"More {n}"}) for n in range(100)]
    change(newest_version(*BCP), "expenditure", *lines)
    assert count() == few
    assert few <= 28
