"""What edits would do to a table: changes, refusals, and cells changed by two people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import pytest

from bcf.tables import (
    CellChange,
    Column,
    Conflict,
    Difference,
    Edit,
    Kind,
    Lock,
    Option,
    Row,
    Value,
    compare,
)
from bcf.tables.diff import FIXED, GONE, LEFT_OUT, POSITION, TWICE

A, B, C, NEW = (UUID(int=n) for n in (10, 11, 12, 13))
COLUMNS = (
    Column("type", "Scheme Type", Kind.CHOICE, options=(Option("x", "X"), Option("y", "Y"))),
    Column(
        "sub",
        "Sub Types",
        Kind.CHOICE,
        options=(Option("x.1", "One", "x"), Option("x.2", "Two", "x"), Option("y.1", "One", "y")),
        follows="type",
    ),
    Column(
        "unit",
        "Unit",
        Kind.CHOICE,
        options=(Option("beds", "Beds", "x.1"), Option("hours", "Hours", "x.2")),
        follows="sub",
    ),
    Column("amount", "Expenditure (£)", Kind.MONEY),
    Column("note", "Comments", Kind.TEXT),
    Column("share", "Share", Kind.PERCENT, computed=True),
)


def rows(**values: Mapping[str, Value]) -> list[Row]:
    """Rows A, B and C, each with these values beside its own."""
    return [Row(uid, n, values.get(name, {})) for n, (uid, name) in enumerate(NAMES.items(), 1)]


NAMES = {A: "a", B: "b", C: "c"}


def of_a(edit: Edit, **values: Value) -> Difference:
    """What an edit does to row A with these values."""
    return compare(COLUMNS, rows(a=values), [edit])


def change(raw: Mapping[str, object], seen: Mapping[str, str] | None = None) -> Edit:
    return Edit(uid=A, raw=raw, seen=seen or {})


class TestACell:
    def test_changes(self) -> None:
        difference = of_a(change({"amount": "£2"}), amount=Decimal(1))
        assert difference.changed == [CellChange(A, "amount", Decimal(1), Decimal(2))]
        assert difference.changes_by_row() == {A: {"amount": Decimal(2)}}
        assert difference.ok
        assert not difference.empty

    def test_is_cleared_by_an_empty_one(self) -> None:
        difference = of_a(change({"note": ""}), note="x")
        assert difference.changed == [CellChange(A, "note", "x", None)]

    @pytest.mark.parametrize("raw", [{}, {"amount": "1.00"}, {"amount": "£1"}, {"note": " "}])
    def test_that_says_the_same_changes_nothing(self, raw: dict[str, str]) -> None:
        difference = of_a(change(raw), amount=Decimal(1))
        assert difference == Difference()
        assert difference.empty

    def test_that_cannot_be_read_is_refused_where_it_stands(self) -> None:
        edits = [Edit(uid=B, raw={"note": "fine"}), change({"amount": "n/a", "note": "x"})]
        difference = compare(COLUMNS, rows(), edits)
        (refusal,) = difference.refusals
        assert (refusal.uid, refusal.index, refusal.column) == (A, 1, "amount")
        assert refusal.typed == "n/a"
        assert "is not an amount" in refusal.message
        assert not difference.ok

    def test_that_is_worked_out_is_never_typed(self) -> None:
        assert of_a(change({"share": "n/a"}), share=Decimal(5)).empty

    def test_that_no_column_knows_is_left_alone(self) -> None:
        assert of_a(change({"colour": "red"})).empty


class TestACellSeen:
    def test_and_left_alone_is_left_alone_whatever_stands_now(self) -> None:
        seen = {"amount": "1.00", "note": "old"}
        edit = change({"amount": "1", "note": "old"}, seen)
        assert of_a(edit, amount=Decimal(2), note="new") == Difference()

    def test_and_changed_by_nobody_else_changes(self) -> None:
        difference = of_a(change({"amount": "3"}, {"amount": "1.00"}), amount=Decimal(1))
        assert difference.ok
        assert difference.changed == [CellChange(A, "amount", Decimal(1), Decimal(3))]

    def test_and_changed_by_somebody_else_conflicts_with_all_three_values(self) -> None:
        difference = of_a(change({"amount": "3"}, {"amount": "1.00"}), amount=Decimal(2))
        assert difference.conflicts == [
            Conflict(A, 0, "amount", seen="1.00", now=Decimal(2), new=Decimal(3))
        ]
        assert not difference.ok
        assert difference.changed == []

    def test_empty_and_filled_by_somebody_else_conflicts(self) -> None:
        difference = of_a(change({"note": "mine"}, {"note": ""}), note="theirs")
        assert difference.conflicts == [Conflict(A, 0, "note", "", "theirs", "mine")]

    def test_and_changed_by_both_to_the_same_is_no_conflict(self) -> None:
        assert of_a(change({"note": "same"}, {"note": "old"}), note="same") == Difference()

    def test_does_not_collide_with_another_cell_of_the_row(self) -> None:
        edit = change({"amount": "3", "note": "old"}, {"amount": "1.00", "note": "old"})
        difference = of_a(edit, amount=Decimal(1), note="theirs")
        assert difference.ok
        assert difference.changes_by_row() == {A: {"amount": Decimal(3)}}

    def test_with_line_ends_of_a_browser_is_the_same(self) -> None:
        assert of_a(change({"note": "a\r\nb"}, {"note": "a\nb"}), note="c").empty


class TestARow:
    def test_that_is_new_goes_last(self) -> None:
        difference = compare(COLUMNS, rows(), [Edit(raw={"note": "x", "amount": ""}), Edit()])
        first, second = difference.added
        assert (first.position, first.values) == (4, {"note": "x"})
        assert (second.position, second.values) == (5, {})
        assert first.uid != second.uid
        assert not difference.empty

    def test_that_is_new_goes_after_the_last_row_of_the_table(self) -> None:
        (row,) = compare(COLUMNS, [], [Edit()], last=80).added
        assert row.position == 81

    def test_that_is_new_may_bring_its_uid_place_and_lineage(self) -> None:
        edit = Edit(uid=NEW, new=True, position=2, lineage=C, raw={"note": "back"})
        assert compare(COLUMNS, rows(), [edit]).added == [Row(NEW, 2, {"note": "back"}, C)]

    def test_that_was_put_back_already_is_changed(self) -> None:
        edit = Edit(uid=A, new=True, raw={"note": "back"})
        assert of_a(edit, note="back") == Difference()

    def test_that_has_gone_keeps_nothing_of_what_was_typed(self) -> None:
        difference = compare(COLUMNS, rows(), [Edit(uid=NEW, raw={"note": "lost"})])
        (refusal,) = difference.refusals
        assert (refusal.uid, refusal.column, refusal.message) == (NEW, "", GONE)
        assert difference.empty

    def test_that_has_gone_may_be_removed_again(self) -> None:
        assert compare(COLUMNS, rows(), [Edit(uid=NEW, remove=True)]) == Difference()

    def test_is_removed(self) -> None:
        difference = of_a(Edit(uid=A, remove=True), note="x")
        assert difference.removed == [Row(A, 1, {"note": "x"})]
        assert difference.ok

    def test_is_not_removed_when_a_cell_of_it_is_not_what_was_seen(self) -> None:
        edit = Edit(uid=A, remove=True, seen={"note": "old", "amount": "1.00"})
        difference = of_a(edit, note="new", amount=Decimal(1))
        assert difference.conflicts == [Conflict(A, 0, "note", "old", "new", None)]
        assert not difference.ok

    def test_moves(self) -> None:
        difference = compare(COLUMNS, rows(), [Edit(uid=C, position=1), Edit(uid=A, position=1)])
        assert difference.changed == [CellChange(C, POSITION, "3", "1")]

    def test_does_not_move_from_where_it_was_not_seen(self) -> None:
        difference = compare(COLUMNS, rows(), [Edit(uid=C, position=1, seen={POSITION: "2"})])
        assert difference.conflicts == [Conflict(C, 0, POSITION, "2", "3", "1")]

    def test_named_twice_is_refused_the_second_time(self) -> None:
        edits = [change({"note": "one"}), change({"note": "two"})]
        difference = compare(COLUMNS, rows(), edits)
        assert [(r.index, r.message) for r in difference.refusals] == [(1, TWICE)]
        assert difference.changes_by_row() == {A: {"note": "one"}}

    def test_that_is_new_and_named_twice_is_refused(self) -> None:
        difference = compare(COLUMNS, [], [Edit(uid=NEW, new=True), Edit(uid=NEW, new=True)])
        assert [refusal.message for refusal in difference.refusals] == [TWICE]


class TestACellThatWasRead:
    def test_is_not_read_again(self) -> None:
        edit = Edit(uid=A, raw={"note": "typed"}, read={"note": "read", "amount": Decimal(5)})
        assert of_a(edit).changed == [CellChange(A, "note", None, "read")]

    def test_is_read_again_where_its_list_follows_another(self) -> None:
        edit = Edit(uid=A, raw={"sub": "One"}, read={"sub": "y.1"})
        assert of_a(edit, type="x").changed == [CellChange(A, "sub", None, "x.1")]


class TestARowThatNeedsACell:
    COLUMNS = (Column("source", "Source of Funding", Kind.TEXT, "Source", required=True),)

    @pytest.mark.parametrize("edit", [Edit(), Edit(raw={"source": " "})])
    def test_is_not_added_without(self, edit: Edit) -> None:
        (refusal,) = compare(self.COLUMNS, [], [edit]).refusals
        assert (refusal.column, refusal.message) == ("source", "Source cannot be empty here.")

    def test_is_added_with(self) -> None:
        assert compare(self.COLUMNS, [], [Edit(raw={"source": "dfg"})]).ok

    def test_keeps_it(self) -> None:
        row = Row(A, 1, {"source": "dfg"})
        assert not compare(self.COLUMNS, [row], [change({"source": ""})]).ok
        assert compare(self.COLUMNS, [row], [change({})]).ok


class TestALockedCell:
    LOCKS = {(A, "amount"): Lock(Decimal(5), "The published allocation sets this.")}

    def test_takes_its_own_value_only(self) -> None:
        difference = compare(
            COLUMNS, rows(a={"amount": Decimal(5)}), [change({"amount": "6"})], locks=self.LOCKS
        )
        (refusal,) = difference.refusals
        assert (refusal.column, refusal.typed) == ("amount", "6.00")
        assert refusal.message == "The published allocation sets this."
        assert difference.changed == []

    def test_can_be_brought_to_its_value(self) -> None:
        difference = compare(COLUMNS, rows(), [change({"amount": "5"})], locks=self.LOCKS)
        assert difference.changed == [CellChange(A, "amount", None, Decimal(5))]
        assert difference.ok

    def test_leaves_the_rest_of_the_row_open(self) -> None:
        assert compare(COLUMNS, rows(), [change({"note": "x"})], locks=self.LOCKS).ok

    def test_keeps_its_row(self) -> None:
        difference = compare(COLUMNS, rows(), [Edit(uid=A, remove=True)], locks=self.LOCKS)
        assert [refusal.message for refusal in difference.refusals] == [
            "The published allocation sets this."
        ]


class TestACellThatFollows:
    def test_is_emptied_when_it_is_not_in_the_new_list(self) -> None:
        difference = of_a(change({"type": "y"}), type="x", sub="x.1")
        assert difference.changed == [
            CellChange(A, "type", "x", "y"),
            CellChange(A, "sub", "x.1", None),
        ]
        assert difference.cleared == [CellChange(A, "sub", "x.1", None)]

    def test_is_emptied_when_nothing_is_left_to_follow(self) -> None:
        assert of_a(change({"type": ""}), type="x", sub="x.1").cleared

    def test_empties_what_follows_it(self) -> None:
        difference = of_a(change({"type": "y"}), type="x", sub="x.1", unit="beds")
        assert [cell.column for cell in difference.cleared] == ["sub", "unit"]

    def test_is_read_in_the_list_of_the_new_choice(self) -> None:
        difference = of_a(change({"sub": "One", "type": "Y"}), type="x", sub="x.1")
        assert difference.changes_by_row() == {A: {"type": "y", "sub": "y.1"}}
        assert difference.cleared == []

    def test_stays_while_its_choice_stays(self) -> None:
        assert of_a(change({"type": "X"}), type="x", sub="x.1").empty

    def test_stays_when_somebody_else_changed_what_was_only_seen(self) -> None:
        """The person saw X and left it; Y stands now, with a sub type of its own."""
        edit = change({"type": "X", "note": "mine"}, {"type": "x", "note": ""})
        difference = of_a(edit, type="y", sub="y.1")
        assert difference.changes_by_row() == {A: {"note": "mine"}}

    def test_conflicts_when_somebody_else_chose_it_meanwhile(self) -> None:
        edit = change({"type": "y"}, {"type": "x", "sub": "x.1"})
        difference = of_a(edit, type="x", sub="x.2")
        assert difference.conflicts == [Conflict(A, 0, "sub", "x.1", "x.2", None)]


class TestAReplacingTable:
    def test_removes_the_rows_it_leaves_out(self) -> None:
        difference = compare(COLUMNS, rows(), [change({"note": "x"})], replace=True)
        assert [row.uid for row in difference.removed] == [B, C]
        assert difference.changes_by_row() == {A: {"note": "x"}}

    def test_that_merges_removes_none(self) -> None:
        assert compare(COLUMNS, rows(), []) == Difference()

    def test_does_not_remove_a_locked_row(self) -> None:
        locks = {(B, "note"): Lock("x", "Pre-filled.")}
        difference = compare(COLUMNS, rows(), [], replace=True, locks=locks)
        assert [(r.uid, r.index, r.message) for r in difference.refusals] == [
            (B, LEFT_OUT, "Pre-filled.")
        ]


class TestAFixedTable:
    ROWS = (Row(A, 1, {"note": "x"}),)

    @pytest.mark.parametrize(
        "edit",
        [Edit(raw={"note": "y"}), Edit(uid=NEW, new=True), Edit(uid=A, remove=True)],
    )
    def test_gains_and_loses_no_row(self, edit: Edit) -> None:
        difference = compare(COLUMNS, self.ROWS, [edit], fixed=True)
        assert [refusal.message for refusal in difference.refusals] == [FIXED]

    def test_loses_none_to_a_replacing_table(self) -> None:
        assert not compare(COLUMNS, self.ROWS, [], fixed=True, replace=True).ok

    def test_changes_its_cells(self) -> None:
        assert compare(COLUMNS, self.ROWS, [change({"note": "y"})], fixed=True).ok
