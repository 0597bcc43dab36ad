"""The whole of a preview: outcomes, blocks, what has to be answered, edits, later changes."""

from __future__ import annotations

import uuid
from decimal import Decimal

from bcf.pastes.headings import CHOSEN
from bcf.pastes.preview import moved
from bcf.tables import Difference, Refusal
from tests.pastes.made import FIRST, SECOND, TABLE, line, look, outcomes, target

HEAD = "Scheme ID|Provider|Expenditure 23/24 (£)"
LINES = [
    line(scheme_code="1", provider="la", first=Decimal(10), second=Decimal(11)),
    line(scheme_code="2", provider="la", first=Decimal(20), second=Decimal(21)),
    line(scheme_code="3", scheme_type="home", sub_type="home.packages"),
]


def test_outcomes_and_counts() -> None:
    made = look(
        HEAD,
        "1|Local Authority|10",
        "2|Private Sector|20",
        "9|Private Sector|1",
        "8|Nobody|2",
        "|Total|33",
        into=target(*LINES),
    )
    assert outcomes(made) == {2: "same", 3: "new", 4: "new", 5: "mend", 6: "aside"}
    assert made.count("new", "mend") == 3
    assert not made.ready
    assert [row.number for row, _ in made.edits()] == [3, 4]


def test_a_new_line_has_only_what_was_filled_and_nought_is_filled() -> None:
    made = look(HEAD, "9||0")
    ((_, edit),) = made.edits()
    assert edit.raw == {"scheme_code": "9", FIRST: Decimal(0)}
    assert edit.uid is None


def test_a_person_chooses_another_column_or_none() -> None:
    made = look(HEAD, "1|Local Authority|10", columns={0: "scheme_name", 2: ""})
    assert [heading.key for heading in made.headings] == ["scheme_name", "provider", ""]
    assert [heading.why for heading in made.headings][::2] == [CHOSEN, CHOSEN]
    nonsense = look(HEAD, "1|Local Authority|10", columns={0: "unit", 1: "nothing", 99: "source"})
    assert [heading.key for heading in nonsense.headings] == ["scheme_code", "provider", FIRST]


def test_two_pasted_columns_for_one_of_ours_have_to_be_settled() -> None:
    made = look(HEAD, "1|Local Authority|10", columns={0: "provider"})
    assert made.twice == ["provider"]
    assert not made.ready


def test_without_headings_the_columns_are_asked_for() -> None:
    row = "|".join(["1", "a", "Home Care", "", "5", "Hours", "Local Authority", "DFG", "1", "2"])
    made = look(row)
    assert len(TABLE) == 10
    assert [heading.key for heading in made.headings if heading.key] == [
        column.key for column in TABLE if not column.computed
    ]
    assert made.asks_columns
    assert not made.ready
    assert look(row, columns_right=True).ready
    assert look("x|y", columns_right=True).asks_columns, "no column goes anywhere"


# A block that lands at a cell.


def test_a_block_goes_right_and_down_and_past_the_last_line() -> None:
    at = (LINES[1].uid, FIRST)
    made = look("5|6", "7|8", "9|", into=target(*LINES), at=at)
    assert [heading.key for heading in made.headings] == [FIRST, SECOND]
    assert outcomes(made) == {1: "changes", 2: "changes", 3: "new"}
    edits = [edit for _, edit in made.edits()]
    assert [edit.uid for edit in edits] == [LINES[1].uid, LINES[2].uid, None]
    assert edits[0].raw == {FIRST: Decimal(5), SECOND: Decimal(6)}
    assert edits[2].raw == {FIRST: Decimal(9)}


def test_a_block_steps_over_what_is_worked_out_and_leaves_out_what_has_no_column() -> None:
    made = look("5|x|Private Sector", into=target(*LINES), at=(LINES[0].uid, "output_2023-24"))
    assert [heading.key for heading in made.headings] == ["output_2023-24", "", "provider"]
    beyond = look("5|6|7", into=target(*LINES), at=(LINES[0].uid, SECOND))
    assert [heading.key for heading in beyond.headings] == [SECOND, "", ""]


def test_a_block_may_land_at_a_column_that_the_table_does_not_show() -> None:
    made = look("x|Home Care", into=target(*LINES), at=(LINES[0].uid, "description"))
    assert [heading.key for heading in made.headings] == ["description", "scheme_type"]


def test_a_block_keeps_its_lines_where_a_row_is_blank() -> None:
    made = look("5|6", "|", "7|8", into=target(*LINES), at=(LINES[0].uid, FIRST))
    assert outcomes(made) == {1: "changes", 2: "aside", 3: "changes"}
    assert made.line_of(made.rows[2]) == LINES[2]


def test_a_block_reads_a_list_under_what_its_line_has() -> None:
    made = look("Other", into=target(*LINES), at=(LINES[2].uid, "sub_type"))
    ((_, edit),) = made.edits()
    assert edit.raw == {"sub_type": "home.other"}


def test_a_block_with_headings_is_matched_like_any_rows() -> None:
    made = look(HEAD, "2|Local Authority|99", into=target(*LINES), at=(LINES[0].uid, FIRST))
    assert not made.block
    assert made.line_of(made.rows[0]) == LINES[1]


def test_a_block_at_a_column_without_a_line_begins_below_the_last() -> None:
    assert outcomes(look("5", into=target(*LINES), at=(None, FIRST))) == {1: "new"}


# What the section says of the edits.


def test_a_refusal_is_a_cell_to_mend_or_a_row_that_cannot_go_in() -> None:
    made = look(HEAD, "9|Local Authority|1", "8||2")
    rows = [row for row, _ in made.edits()]
    refused = [
        Refusal(None, 0, FIRST, "1", "It is locked."),
        Refusal(None, 1, "source", "", "Source cannot be empty here."),
    ]
    assert made.ready
    made.take(rows, Difference(refusals=refused))
    assert rows[0].cells[FIRST].why == "It is locked."
    assert rows[1].problem == "Source cannot be empty here."
    assert outcomes(made) == {2: "mend", 3: "mend"}
    assert not made.ready


# What somebody else did meanwhile.

CHANGE = "2|Local Authority|25"


def test_a_cell_that_is_not_as_it_was_seen_is_told_with_what_it_was() -> None:
    made = look(HEAD, CHANGE, into=target(*LINES))
    uid = LINES[1].uid
    assert moved(made, {uid: {FIRST: "20.00"}}, []) == {}
    assert moved(made, {uid: {FIRST: "19.00"}}, []) == {uid: {FIRST: "19.00"}}


def test_a_change_that_was_never_seen_is_told() -> None:
    assert moved(look(HEAD, CHANGE, into=target(*LINES)), {}, []) == {LINES[1].uid: {}}


def test_a_line_that_is_gone_is_told() -> None:
    gone = uuid.uuid4()
    made = look(HEAD, CHANGE, into=target(*LINES))
    seen = {LINES[1].uid: {FIRST: "20.00"}}
    assert moved(made, seen, [gone]) == {gone: {}}
    assert moved(made, {**seen, gone: {FIRST: "1.00"}}, []) == {gone: {}}


def test_what_was_seen_of_unknown_columns_is_passed_over() -> None:
    made = look(HEAD, CHANGE, into=target(*LINES))
    assert moved(made, {LINES[1].uid: {"nonsense": "1", FIRST: "20.00"}}, []) == {}
