"""What a filled workbook would change, from real files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bcf.imports.changes import CELL, GONE, NEW, Look, chosen, look
from bcf.imports.filled import NOT_OURS, FilledSection, read_filled
from bcf.imports.origin import NO_BASE, NO_STAMP, WrongFile
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.tables import Edit, Row
from bcf.workbooks.export import workbook
from bcf.workbooks.outline import Outline
from schemes.models import ExpenditureLine
from tests.factories import THIS, add, again, put, section
from tests.imports.files import Sent, changes, seen
from tests.workbooks.reading import BCP, EXAMPLESHIRE, SAMPLETON

NAME, AMOUNT = "expenditure_scheme_name", "expenditure_amount_2023_24"
SHEET = "6. Expenditure"


def lines(plan: Version) -> list[Row]:
    return section(plan).rows(again(plan))


def expenditure(found: Look) -> FilledSection:
    """The lines of a file, whatever other sections it has."""
    return next(made for made in found.filled.sections if made.section.key == "expenditure")


def put_in(plan: Version, data: bytes, over: bool = False) -> None:
    """Put in all that a file changes; `over`, also where it contradicts the plan."""
    found = seen(plan, data)
    wins = [item.name for item in found.conflicts] if over else []
    proposal = chosen(found, [item.name for item in found.items], wins)
    assert proposal.apply(by=None, what="Uploaded") is not None


@pytest.mark.parametrize("plan", [BCP, EXAMPLESHIRE, SAMPLETON])
def test_a_file_sent_back_as_it_was_changes_nothing(examples: None, plan: tuple[str, str]) -> None:
    version = newest_version(*plan)
    for data in (workbook(version), Sent.of(version).data):
        found = seen(version, data)
        assert (changes(found), found.conflicts, found.faults) == ([], [], [])
        assert (found.filled.notes, found.filled.doubts) == ([], [])


def test_a_changed_cell_is_told_by_its_place(plan: Version) -> None:
    sent = Sent.of(plan)
    cell = sent.cell(AMOUNT, 2)
    was = lines(plan)[2].get(THIS)
    cell.value = 12.5
    found = seen(plan, sent.data)
    assert changes(found) == [(CELL, f"{SHEET}!{cell.coordinate}", f"{was} > 12.50")]
    put_in(plan, sent.data)
    assert str(lines(plan)[2].get(THIS)) == "12.50"
    assert changes(seen(plan, sent.data)) == []


def test_no_statement_is_asked_twice_of_a_file(plan: Version) -> None:
    sent = Sent.of(plan)
    sent.cell(AMOUNT, 2).value = 12.5
    outline, version = Outline.read(sent.data), again(plan)
    with CaptureQueriesContext(connection) as queries:
        assert look(read_filled(outline, version)).items
    asked = [query["sql"] for query in queries]
    assert len(asked) == len(set(asked)), asked


def test_a_cleared_cell_is_cleared(plan: Version) -> None:
    sent = Sent.of(plan)
    sent.cell("expenditure_description", 1).value = None
    (item,) = seen(plan, sent.data).items
    assert item.change is not None
    assert (item.column, item.change.now) == ("description", None)


def test_a_new_row_a_deleted_row_and_two_that_change_places(plan: Version) -> None:
    before = lines(plan)
    sent = Sent.of(plan)
    sent.swap("expenditure", 3, 40)
    sent.clear("expenditure", 7)
    sent.cell(NAME, 85).value = "Night sitting"
    sent.cell(AMOUNT, 85).value = 7000
    found = seen(plan, sent.data)
    assert [item.what for item in found.items] == [NEW, GONE]
    assert found.faults == []
    put_in(plan, sent.data)
    after = lines(plan)
    assert [row.uid for row in after[:-1]] == [row.uid for row in before if row != before[7]]
    assert (after[-1].get("scheme_name"), str(after[-1].get(THIS))) == ("Night sitting", "7000.00")


def test_a_row_copied_in_the_spreadsheet_is_a_new_row(plan: Version) -> None:
    """Its hidden uid comes along; the row that was left as it was is the line."""
    sent = Sent.of(plan)
    for one, other in zip(sent.typed("expenditure", 5), sent.typed("expenditure", 85), strict=True):
        other.value = one.value
    sent.cell(AMOUNT, 5).value = 99
    (item,) = seen(plan, sent.data).items
    assert item.what == NEW
    assert item.line.get(THIS) == 99


def test_a_mended_file_does_not_add_its_new_rows_twice(plan: Version) -> None:
    sent = Sent.of(plan)
    sent.cell(NAME, 85).value = "Night sitting"
    sent.cell(AMOUNT, 85).value = "tbc"
    put_in(plan, sent.data)
    sent.cell(AMOUNT, 85).value = 7000
    found = seen(plan, sent.data)
    assert [(item.what, item.column) for item in found.items] == [(CELL, THIS)]
    put_in(plan, sent.data)
    assert seen(plan, sent.data).items == []
    assert len(lines(plan)) == 81


class TestWithoutUids:
    def test_rows_are_matched_by_what_they_are(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.swap("expenditure", 3, 40)
        sent.forget_uids("expenditure")
        sent.cell(AMOUNT, 3).value = 99
        found = seen(plan, sent.data)
        (item,) = found.items
        assert (item.what, item.line.uid) == (CELL, lines(plan)[40].uid)
        (note,) = found.filled.notes
        assert "does not say any more which row is which line" in note

    def test_what_fits_none_is_asked_about(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.forget_uids("expenditure")
        sent.cell(NAME, 3).value = "Another name"
        sent.cell(NAME, 4).value = "Yet another"
        sent.cell(AMOUNT, 3).value = sent.cell(AMOUNT, 4).value = 4321
        found = seen(plan, sent.data)
        ((row, maybe), (other, _)) = expenditure(found).asked
        uids = [line.uid for line in lines(plan)]
        assert set(maybe) == {uids[3], uids[4]}
        assert found.items == [], "a line that may be there is not gone"
        answered = seen(plan, sent.data, answers={row.name: uids[3], other.name: None})
        assert {item.what for item in answered.items} == {CELL, NEW, GONE}
        assert not expenditure(answered).asked

    def test_a_line_but_for_one_cell_is_that_line(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.forget_uids("expenditure")
        sent.cell(NAME, 3).value = "Another name"
        found = seen(plan, sent.data)
        assert [(i.column, i.line.uid) for i in found.items] == [
            ("scheme_name", lines(plan)[3].uid)
        ]


class TestStale:
    def test_only_what_changed_in_the_file_is_taken(self, plan: Version) -> None:
        sent = Sent.of(plan)
        first, second, third = lines(plan)[:3]
        put(plan, Edit(uid=first.uid, raw={THIS: "1"}), Edit(uid=third.uid, remove=True))
        put(again(plan), Edit(raw={"scheme_name": "New here"}))
        cell = sent.cell(AMOUNT, 1)
        cell.value = 77
        found = seen(plan, sent.data)
        assert [(item.line.uid, item.column) for item in found.items] == [(second.uid, THIS)]
        assert (found.conflicts, found.faults) == ([], [])

    def test_a_cell_changed_on_both_sides_has_three_values(self, plan: Version) -> None:
        sent = Sent.of(plan)
        first = lines(plan)[0]
        was = first.get(THIS)
        put(plan, Edit(uid=first.uid, raw={THIS: "1"}))
        sent.cell(AMOUNT, 0).value = 2
        found = seen(plan, sent.data)
        ((conflict,),) = [item.conflicts for item in found.conflicts]
        assert (conflict.now, conflict.new) == (1, 2)
        assert section(plan).column(THIS).canonical(was) == conflict.seen
        assert found.items == []
        put_in(plan, sent.data, over=True)
        assert lines(plan)[0].get(THIS) == 2

    def test_the_same_change_on_both_sides_is_none(self, plan: Version) -> None:
        sent = Sent.of(plan)
        put(plan, Edit(uid=lines(plan)[0].uid, raw={THIS: "2"}))
        sent.cell(AMOUNT, 0).value = 2
        found = seen(plan, sent.data)
        assert (found.items, found.conflicts) == ([], [])

    def test_a_row_gone_from_the_file_and_changed_here(self, plan: Version) -> None:
        sent = Sent.of(plan)
        first = lines(plan)[0]
        put(plan, Edit(uid=first.uid, raw={THIS: "1", "description": "x"}))
        sent.clear("expenditure", 0)
        found = seen(plan, sent.data)
        (item,) = found.conflicts
        assert (item.what, len(item.conflicts), found.items) == (GONE, 2, [])
        put_in(plan, sent.data, over=True)
        assert first.uid not in [line.uid for line in lines(plan)]

    def test_a_row_changed_in_the_file_and_gone_here(self, plan: Version) -> None:
        sent = Sent.of(plan)
        put(plan, Edit(uid=lines(plan)[0].uid, remove=True))
        cell = sent.cell(AMOUNT, 0)
        cell.value = 2
        ((sheet, place, message),) = seen(plan, sent.data).faults
        assert (sheet, place) == (SHEET, sent.cell("expenditure_scheme_code", 0).coordinate)
        assert "deleted this row" in message

    def test_a_file_of_a_frozen_version_goes_into_the_next(self, plan: Version) -> None:
        sent = Sent.of(plan)
        put(plan, Edit(uid=lines(plan)[1].uid, raw={THIS: "1"}))
        freeze(again(plan), by=None, reason="Sent")
        opened = reopen(plan.submission, by=None, reason="A mistake")
        put(opened, Edit(uid=lines(opened)[2].uid, raw={THIS: "1"}))
        sent.cell(AMOUNT, 0).value = 2
        found = seen(opened, sent.data)
        assert [item.line.uid for item in found.items] == [lines(opened)[0].uid]
        assert (found.conflicts, found.filled.notes) == ([], [])

    @pytest.mark.parametrize("revision", ["9999", "-1"])
    def test_an_unknown_revision_is_said_and_the_plan_of_now_compared(
        self, plan: Version, revision: str
    ) -> None:
        sent = Sent.of(plan)
        sent.cell("stamp_revision").value = int(revision)
        put(plan, Edit(uid=lines(plan)[0].uid, raw={THIS: "1"}))
        found = seen(plan, sent.data)
        assert found.filled.notes == [NO_BASE]
        assert [item.column for item in found.items] == [THIS]


class TestWhoseFile:
    def test_another_board_s_is_refused_by_name(self, plan: Version) -> None:
        data = workbook(newest_version(*SAMPLETON))
        with pytest.raises(WrongFile) as wrong:
            seen(plan, data)
        assert wrong.value.message == (
            "This file is Sampleton's 2023-25 plan. You opened Exampleshire's 2023-25 plan."
        )

    def test_a_collection_that_nobody_knows(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.cell("stamp_collection").value = "2035-36-plan"
        with pytest.raises(WrongFile, match="Exampleshire's 2035-36-plan"):
            seen(plan, sent.data)

    def test_a_version_that_never_was(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.cell("stamp_version").value = 7
        with pytest.raises(WrongFile, match=r"version 7 .* You opened version 1\."):
            seen(plan, sent.data)

    def test_without_a_stamp_it_is_taken_and_said(self, plan: Version) -> None:
        sent = Sent.of(plan)
        del sent.book["Stamp"]
        for name in [n for n in sent.book.defined_names if n.startswith("stamp_")]:
            del sent.book.defined_names[name]
        sent.cell(AMOUNT, 0).value = 2
        found = seen(plan, sent.data)
        assert found.filled.notes == [NO_STAMP]
        assert [item.what for item in found.items] == [CELL]

    def test_another_workbook_is_refused(self, plan: Version) -> None:
        sent = Sent.of(plan)
        for name in list(sent.book.defined_names):
            del sent.book.defined_names[name]
        for sheet in sent.book:
            sheet.title = f"Other {sheet.title[:20]}"
        with pytest.raises(WrongFile, match=NOT_OURS[:20]):
            seen(plan, sent.data)


class TestWhatCannotBeTaken:
    def test_a_locked_figure(self, plan: Version) -> None:
        sent = Sent.of(plan)
        cell = sent.cell("income_dfg_amount_2023_24", 0)
        cell.value = 5
        found = seen(plan, sent.data)
        ((sheet, place, message),) = found.faults
        assert (sheet, place) == ("5. Income", cell.coordinate)
        assert "published allocation" in message
        assert found.items == []

    def test_a_locked_row_that_is_deleted(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.clear("income_min_nhs", 0)
        found = seen(plan, sent.data)
        ((sheet, _, message),) = found.faults
        assert (sheet, found.items) == ("5. Income", [])
        assert message.endswith("cannot be changed here.")
        assert message.startswith("Minimum NHS Contribution, ")

    def test_bad_cells_keep_the_good_ones_from_nothing(self, plan: Version) -> None:
        sent = Sent.of(plan)
        bad, near = sent.cell(AMOUNT, 0), sent.cell("expenditure_provider", 1)
        bad.value, near.value = "tbc", "Local Authorty"
        sent.cell(AMOUNT, 1).value = 3
        found = seen(plan, sent.data)
        assert [(fault.sheet, fault.cell) for fault in found.faults] == [
            (SHEET, bad.coordinate),
            (SHEET, near.coordinate),
        ]
        assert "Did you mean “Local Authority”?" in found.faults[1].message
        assert [item.column for item in found.items] == [THIS]
        put_in(plan, sent.data)
        assert lines(plan)[1].get(THIS) == 3

    def test_a_new_row_goes_in_without_its_bad_cell(self, plan: Version) -> None:
        sent = Sent.of(plan)
        sent.cell(NAME, 85).value = "Night sitting"
        sent.cell(AMOUNT, 85).value = "tbc"
        found = seen(plan, sent.data)
        assert ([item.what for item in found.items], len(found.faults)) == ([NEW], 1)
        put_in(plan, sent.data)
        assert lines(plan)[-1].get(THIS) is None

    def test_a_table_that_is_gone_empties_nothing(self, plan: Version) -> None:
        sent = Sent.of(plan)
        del sent.book[SHEET]
        for name in [n for n in sent.book.defined_names if n.startswith("expenditure_")]:
            del sent.book.defined_names[name]
        found = seen(plan, sent.data)
        ((sheet, place, message),) = found.faults
        assert (sheet, place, found.items) == (SHEET, "", [])
        assert "left as it is" in message

    def test_a_column_that_is_gone_empties_nothing(self, plan: Version) -> None:
        sent = Sent.of(plan)
        del sent.book.defined_names["expenditure_provider"]
        next(cell for row in sent.book[SHEET] for cell in row if cell.value == "Provider").value = 1
        found = seen(plan, sent.data)
        ((sheet, _, message),) = found.faults
        assert (sheet, found.items) == (SHEET, [])
        assert message.startswith("“Provider” was not found")


class TestFollowers:
    def test_a_type_empties_the_sub_type_that_is_not_of_it(self, plan: Version) -> None:
        uid = add(plan, {"scheme_type": "carers-services", "sub_type": "Respite services"})
        sent = Sent.of(plan)
        row = [cell.value for cell in sent.column("expenditure_uid")].index(str(uid))
        sent.cell("expenditure_scheme_type", row).value = "Community Based Schemes"
        found = seen(plan, sent.data)
        (item,), (fault,) = found.items, found.faults
        assert (item.column, item.clears) == ("scheme_type", ("sub_type",))
        assert fault.cell == sent.cell("expenditure_sub_type", row).coordinate
        assert "“Respite Services” is not in the list" in fault.message
        put_in(plan, sent.data)
        assert ExpenditureLine.objects.get(uid=uid).sub_type is None


class TestThousands:
    @pytest.fixture
    def sent(self, plan: Version) -> bytes:
        sent = Sent.of(plan)
        for cell in sent.column(AMOUNT):
            if isinstance(cell.value, int | float):
                cell.value = cell.value / 1000
        return sent.data

    def test_they_are_asked_about_first(self, plan: Version, sent: bytes) -> None:
        found = seen(plan, sent)
        (doubt,) = found.filled.doubts
        assert list(doubt.columns) == [THIS]
        assert found.items == []

    def test_thousands_are_read_as_pounds(self, plan: Version, sent: bytes) -> None:
        found = seen(plan, sent, thousands={"expenditure": True})
        assert (found.items, found.filled.doubts) == ([], [])

    def test_pounds_are_left_as_they_are(self, plan: Version, sent: bytes) -> None:
        found = seen(plan, sent, thousands={"expenditure": False})
        assert {item.column for item in found.items} == {THIS}


def test_what_is_not_chosen_stays_out(plan: Version) -> None:
    sent = Sent.of(plan)
    sent.cell(AMOUNT, 0).value, sent.cell(AMOUNT, 1).value = 1, 2
    sent.cell("expenditure_description", 1).value = "Other words"
    before = lines(plan)
    found = look(read_filled(Outline.read(sent.data), plan))
    assert chosen(found, []).empty
    chosen(found, [f"{before[1].uid}/{THIS}"]).apply(by=None, what="Uploaded")
    before[1] = replace(before[1], values={**before[1].values, THIS: 2})
    assert lines(plan) == before
