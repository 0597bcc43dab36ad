"""Rows meet the lines that they are already; nothing is doubled, and no doubt goes untold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.pastes.made import FIRST, line, look, outcomes, target

HEAD = "Scheme ID|Scheme Name|Scheme Type|Source of Funding|Expenditure 23/24 (£)"
CARERS: dict[str, Any] = {
    "scheme_code": "1",
    "scheme_name": "Carers",
    "scheme_type": "carers",
    "source": "dfg",
    "first": Decimal(1000),
}
ROW = "1|Carers|Carers Services|DFG|1,000"


def test_the_same_row_is_already_there() -> None:
    made = look(HEAD, ROW, into=target(line(**CARERS)))
    assert outcomes(made) == {2: "same"}
    assert list(made.edits()) == []


def test_a_line_is_used_once() -> None:
    lines = [line(**CARERS), line(**CARERS)]
    assert outcomes(look(HEAD, ROW, ROW, into=target(*lines))) == {2: "same", 3: "same"}
    assert outcomes(look(HEAD, ROW, ROW, into=target(lines[0]))) == {2: "same", 3: "new"}


def test_another_amount_changes_the_line() -> None:
    there = line(**CARERS)
    made = look(HEAD, ROW.replace("1,000", "2,000"), into=target(there))
    assert outcomes(made) == {2: "changes"}
    ((_, edit),) = made.edits()
    assert edit.uid == there.uid
    assert edit.raw == {FIRST: Decimal(2000)}
    assert edit.seen == {FIRST: "1000.00"}


def test_a_column_that_was_not_pasted_is_left_alone() -> None:
    there = line(**CARERS, description="Kept", provider="la")
    assert outcomes(look(HEAD, ROW, into=target(there))) == {2: "same"}


def test_a_blank_cell_that_was_pasted_empties() -> None:
    made = look(HEAD, "1|Carers|Carers Services|DFG|", into=target(line(**CARERS)))
    ((_, edit),) = made.edits()
    assert edit.raw == {FIRST: None}


def test_the_same_line_is_found_before_a_like_one() -> None:
    first, second = line(**CARERS), line(**{**CARERS, "first": Decimal(7)})
    made = look(HEAD, ROW.replace("1,000", "7"), ROW, into=target(first, second))
    assert outcomes(made) == {2: "same", 3: "same"}
    assert made.matches.lines[2].uid == second.uid


def test_words_that_agree_come_before_the_key() -> None:
    head = f"{HEAD}|Brief Description of Scheme"
    one = line(**CARERS, description="Breaks")
    two = line(**CARERS, description="Advice")
    rows = [f"{ROW.replace('1,000', '5')}|Advice", f"{ROW.replace('1,000', '6')}|Breaks"]
    made = look(head, *rows, into=target(one, two))
    assert [made.matches.lines[n].uid for n in (2, 3)] == [two.uid, one.uid]
    assert made.matches.paired == []


def test_several_that_fit_are_taken_in_order_and_told() -> None:
    one, two = line(**CARERS), line(**CARERS)
    rows = [ROW.replace("1,000", "5"), ROW.replace("1,000", "6")]
    made = look(HEAD, *rows, into=target(one, two))
    assert [made.matches.lines[n].uid for n in (2, 3)] == [one.uid, two.uid]
    assert made.matches.paired == [2, 3]
    assert look(HEAD, rows[0], into=target(one)).matches.paired == []


def test_without_a_name_only_the_very_same_row_is_there() -> None:
    head = "Scheme Type|Source of Funding|Expenditure 23/24 (£)"
    there = target(line(**CARERS))
    assert outcomes(look(head, "Carers Services|DFG|5", into=there)) == {2: "new"}
    assert outcomes(look(HEAD, "||Carers Services|DFG|5", into=there)) == {2: "new"}
    assert outcomes(look(head, "Carers Services|DFG|1000", into=there)) == {2: "same"}


def test_another_source_is_another_line() -> None:
    made = look(HEAD, ROW.replace("DFG", "Minimum NHS Contribution"), into=target(line(**CARERS)))
    assert outcomes(made) == {2: "new"}


def test_a_row_to_mend_meets_no_line_yet() -> None:
    made = look(HEAD, ROW.replace("1,000", "tbc"), into=target(line(**CARERS)))
    assert outcomes(made) == {2: "mend"}
    assert made.matches.lines == {}


def test_amounts_in_doubt_are_not_compared() -> None:
    head = HEAD.replace("(£)", "£000")
    made = look(head, ROW.replace("1,000", "1"), into=target(line(**CARERS)))
    assert outcomes(made) == {2: "same"}
    assert not made.ready
    said = look(head, ROW.replace("1,000", "1"), into=target(line(**CARERS)),
                thousands={"heading": True})  # fmt: skip
    assert (outcomes(said), said.ready) == ({2: "same"}, True)
    no = look(head, ROW.replace("1,000", "1"), into=target(line(**CARERS)),
              thousands={"heading": False})  # fmt: skip
    assert outcomes(no) == {2: "changes"}
