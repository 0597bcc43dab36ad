"""The section of expenditure: lines, the schemes they share, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest

from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Change, Version
from bcf.tables import Edit, Table
from schemes.models import ExpenditureLine, LineYear, Scheme
from schemes.sections import Expenditure
from tests.factories import (
    BCP,
    EXAMPLESHIRE,
    NEXT,
    ONE_YEAR,
    THIS,
    TWO_YEARS,
    add,
    again,
    cells,
    person,
    plan,
    put,
    refusals,
    row,
    section,
    statements,
)

SMALL, BIG = "X99000001", "X99000002"
OUT = "output_2023-24"


@pytest.fixture
def older(editions: None) -> Version:
    return plan(BCP, ONE_YEAR)


def expenditure(version: Version) -> Expenditure:
    kind = section(version)
    assert isinstance(kind, Expenditure)
    return kind


def table(version: Version) -> Table:
    return section(version).tables([version])[version.pk]


class TestASchemeIsTheIdAndNameThatLinesShare:
    @staticmethod
    def schemes(version: Version) -> list[tuple[str, str, int]]:
        found = Scheme.objects.filter(version=version).order_by("code", "name")
        return [(s.code, s.name, s.lines.count()) for s in found]

    def test_made_when_a_line_names_it_and_shared_by_the_next(self, version: Version) -> None:
        for _ in range(2):
            add(version, {"scheme_code": "1", "scheme_name": "Telecare"})
        add(version, {"scheme_code": "1", "scheme_name": "Alarms"})
        assert self.schemes(version) == [("1", "Alarms", 1), ("1", "Telecare", 2)]

    def test_is_in_the_event_of_a_new_line(self, version: Version) -> None:
        uid = add(version, {"scheme_code": "1", "scheme_name": "Telecare"})
        scheme = Scheme.objects.get(version=version)
        events = ExpenditureLine.pgh_event_model.objects.filter(uid=uid)  # type: ignore[attr-defined]
        assert [*events.values_list("pgh_label", "scheme_id")] == [("insert", scheme.pk)]

    def test_renamed_on_one_line_is_another_scheme(self, version: Version) -> None:
        uids = [add(version, {"scheme_code": "1", "scheme_name": "Telecare"}) for _ in range(2)]
        put(version, Edit(uid=uids[0], raw={"scheme_name": "Alarms"}))
        assert self.schemes(version) == [("1", "Alarms", 1), ("1", "Telecare", 1)]
        assert cells(version, uids[0]) == {"scheme_code": "1", "scheme_name": "Alarms"}

    def test_dropped_when_no_line_names_it_any_more(self, version: Version) -> None:
        one, other = (add(version, {"scheme_name": name}) for name in ("Telecare", "Alarms"))
        put(version, Edit(uid=one, raw={"scheme_name": "Alarms"}))
        assert self.schemes(version) == [("", "Alarms", 2)]
        put(version, Edit(uid=one, remove=True), Edit(uid=other, raw={"scheme_name": ""}))
        assert self.schemes(version) == []
        assert ExpenditureLine.objects.get(uid=other).scheme is None

    def test_needs_a_name_or_an_id(self, version: Version) -> None:
        uid = add(version, {"scheme_code": "1"})
        assert self.schemes(version) == [("1", "", 1)]
        put(version, Edit(uid=uid, raw={"scheme_name": "Telecare"}))
        assert self.schemes(version) == [("1", "Telecare", 1)]
        put(version, Edit(uid=uid, raw={"scheme_code": ""}))
        assert self.schemes(version) == [("", "Telecare", 1)]

    def test_of_one_plan_is_not_another_s(self, version: Version) -> None:
        other = plan("X99000002")
        for each in (version, other):
            add(each, {"scheme_name": "Telecare"})
        add(version, {"scheme_name": "Alarms"})
        assert self.schemes(other) == [("", "Telecare", 1)]

    @pytest.mark.parametrize(("column", "longest"), [("scheme_code", 20), ("scheme_name", 200)])
    def test_is_as_long_as_the_database_keeps(
        self, version: Version, column: str, longest: int
    ) -> None:
        add(version, {column: "x" * longest})
        (refusal,) = refusals(version, Edit(raw={column: "x" * (longest + 1)}))
        assert refusal.message.endswith(f"at most {longest} fit.")


class TestSubTypesAndUnits:
    def test_a_sub_type_is_read_in_the_list_of_its_type(self, version: Version) -> None:
        uid = add(version, {"scheme_type": "Carers Services", "sub_type": "Other"})
        assert cells(version, uid)["sub_type"] == "carers-services.other"
        put(version, Edit(uid=uid, raw={"scheme_type": "DFG Related Schemes", "sub_type": "Other"}))
        assert cells(version, uid)["sub_type"] == "dfg-related-schemes.other"

    def test_every_sub_type_of_both_editions_is_kept(
        self, version: Version, older: Version
    ) -> None:
        for each in (version, older):
            kind = expenditure(each)
            assert kind.sub_types
            edits = [
                Edit(raw={"scheme_type": sub.scheme_type.label, "sub_type": sub.label})
                for sub in kind.sub_types.values()
            ]
            put(each, *edits)
            assert [r.get("sub_type") for r in kind.rows(each)] == list(kind.sub_types)

    def test_another_type_empties_the_sub_type(self, version: Version) -> None:
        uid = add(version, {"scheme_type": "Carers Services", "sub_type": "Respite Services"})
        put(version, Edit(uid=uid, raw={"scheme_type": "DFG Related Schemes"}))
        assert cells(version, uid) == {"scheme_type": "dfg-related-schemes"} | unit(version, uid)

    def test_the_unit_follows_the_type_and_the_sub_type(self, version: Version) -> None:
        """A sub type's own unit comes before its type's; no type, no unit."""
        kind = expenditure(version)
        uid = add(version, {})
        assert row(version, uid).get("unit") is None
        for scheme_type in kind.scheme_types.values():
            put(version, Edit(uid=uid, raw={"scheme_type": scheme_type.key, "description": "x"}))
            assert row(version, uid).get("unit") == key(scheme_type.unit)
        own = {key(sub.unit) for sub in kind.sub_types.values() if sub.unit}
        assert own
        for name, sub in kind.sub_types.items():
            wanted = {"scheme_type": sub.scheme_type.key, "sub_type": name}
            assert kind.compute(dict(wanted))["unit"] == key(sub.unit or sub.scheme_type.unit)

    def test_the_unit_is_shown_by_its_label(self, version: Version) -> None:
        uid = add(version, {"scheme_type": "Carers Services"})
        column = section(version).column("unit")
        assert column.label_of(row(version, uid).get("unit")) == "Beneficiaries"

    def test_the_unit_is_chosen_where_the_edition_leaves_it_open(self, older: Version) -> None:
        uid = add(older, {"unit": "Packages"})
        assert section(older).column("unit").label_of(row(older, uid).get("unit")) == "Packages"

    def test_outputs_are_asked_of_the_types_that_count_them(self, version: Version) -> None:
        kind = expenditure(version)
        counts = {k for k, t in kind.scheme_types.items() if t.asks_outputs}
        assert counts
        assert counts != kind.scheme_types.keys()
        for name in kind.scheme_types:
            asked = [kind.asked(kind.column(c), {"scheme_type": name}) for c in (OUT, "unit")]
            assert asked == [name in counts] * 2
        assert not kind.asked(kind.column(OUT), {})

    def test_a_sub_type_is_asked_of_the_types_that_have_any(self, version: Version) -> None:
        kind = expenditure(version)
        have = {sub.scheme_type.key for sub in kind.sub_types.values()}
        column = kind.column("sub_type")
        asked = {name for name in kind.scheme_types if kind.asked(column, {"scheme_type": name})}
        assert asked == have != kind.scheme_types.keys()
        assert not kind.asked(column, {})


def unit(version: Version, uid: UUID) -> dict[str, str]:
    """The line's unit, as `cells` has it."""
    value = row(version, uid).get("unit")
    return {"unit": str(value)} if value else {}


def key(choice: object) -> str | None:
    return getattr(choice, "key", None)


class TestWhatIsWorkedOut:
    def test_the_council_s_share_is_what_the_nhs_leaves(self, version: Version) -> None:
        uid = add(version, {"commissioner": "Joint", "nhs_share": "55%"})
        assert row(version, uid).get("la_share") == Decimal(45)
        put(version, Edit(uid=uid, raw={"nhs_share": ""}))
        assert row(version, uid).get("la_share") is None

    def test_shares_are_asked_of_joint_lines(self, version: Version) -> None:
        kind = section(version)
        for commissioner, asked in (("joint", True), ("nhs", False), (None, False)):
            for column in ("nhs_share", "la_share"):
                assert kind.asked(kind.column(column), {"commissioner": commissioner}) == asked

    def test_the_share_of_all_spending_takes_the_years_together(self, version: Version) -> None:
        add(version, {THIS: "100", NEXT: "200"})
        add(version, {NEXT: "100"})
        add(version, {"description": "not yet"})
        shares = [line.get("share_of_spend") for line in table(version)]
        assert shares == [Decimal(75), Decimal(25), Decimal(0)]

    def test_there_is_no_share_of_nothing(self, version: Version) -> None:
        add(version, {THIS: "0"})
        assert table(version).rows[0].get("share_of_spend") is None

    def test_nothing_worked_out_can_be_typed(self, version: Version) -> None:
        uid = add(version, {"la_share": "50", "share_of_spend": "50", "unit": "x"})
        assert cells(version, uid) == {}


class TestFiguresByYear:
    @staticmethod
    def years(uid: UUID) -> list[tuple[str, Decimal | None, Decimal | None]]:
        found = LineYear.objects.filter(line__uid=uid).order_by("year")
        return [(cell.year, cell.amount, cell.output) for cell in found]

    def test_stand_in_a_row_each(self, version: Version) -> None:
        uid = add(version, {THIS: "5", OUT: "7"})
        assert self.years(uid) == [("2023-24", 5, 7)]

    def test_that_hold_nothing_are_taken_away(self, version: Version) -> None:
        uid = add(version, {THIS: "5", NEXT: "6", OUT: "7"})
        put(version, Edit(uid=uid, raw={THIS: "", NEXT: ""}))
        assert self.years(uid) == [("2023-24", None, 7)]
        put(version, Edit(uid=uid, raw={OUT: ""}))
        assert self.years(uid) == []

    def test_that_are_emptied_together_are_taken_away(self, version: Version) -> None:
        uid = add(version, {THIS: "5", OUT: "7"})
        put(version, Edit(uid=uid, raw={THIS: "", OUT: ""}))
        assert self.years(uid) == []

    def test_of_one_cell_leave_the_other_alone(self, version: Version) -> None:
        uid = add(version, {THIS: "5", OUT: "7"})
        put(version, Edit(uid=uid, raw={THIS: "6"}))
        assert self.years(uid) == [("2023-24", 6, 7)]

    def test_nought_is_a_figure(self, version: Version) -> None:
        assert self.years(add(version, {THIS: "0"})) == [("2023-24", 0, None)]


LINE = {
    "scheme_code": "1",
    "scheme_name": "Telecare",
    "scheme_type": "Carers Services",
    "sub_type": "Other",
    "scheme_type_other": "x",
    "source": "iBCF",
    "new_or_existing": "New",
    THIS: "5",
    NEXT: "6",
    OUT: "7",
}


def uids(version: Version) -> list[UUID]:
    return [line.uid for line in section(version).rows(version)]


def to_all(version: Version, raw: dict[str, str]) -> Change:
    return put(version, *(Edit(uid=uid, raw=raw) for uid in uids(version)))


EVERYTHING: dict[str, Callable[[Version], object]] = {
    "add": lambda v: put(v, *[Edit(raw=LINE)] * (60 if v.submission.board.code == BIG else 5)),
    "read": lambda v: section(v).rows(v),
    "tables": table,
    "change": lambda v: to_all(v, {THIS: "8", "source": "DFG"}),
    "rename": lambda v: to_all(v, {"scheme_name": "Alarms"}),
    "move": lambda v: put(v, *(Edit(uid=uid, position=99 - n) for n, uid in enumerate(uids(v)))),
    "clear answers": lambda v: to_all(v, {"new_or_existing": ""}),
    "clear amounts": lambda v: to_all(v, {THIS: "", NEXT: ""}),
    "clear": lambda v: to_all(v, dict.fromkeys(LINE, "")),
    "fill": lambda v: to_all(v, LINE),
    "freeze": lambda v: freeze(v, by=None, reason="Sent"),
    "reopen": lambda v: reopen(v.submission, by=None, reason="More to do"),
    "delete": lambda v: put(v, *(Edit(uid=uid, remove=True) for uid in uids(v))),
    "undo": lambda v: undo(v.changes.all()[0], by=person()),
}


def test_what_is_sent_to_the_database_does_not_grow_with_the_lines(editions: None) -> None:
    counted = {}
    for board in (BCP, SMALL, BIG):  # with the first come statements that prepare others
        submission = plan(board).submission
        counted[board] = {
            name: len(statements(partial(act, again(submission.versions.newest().get()))))
            for name, act in EVERYTHING.items()
        }
    assert counted[BIG] == counted[SMALL]


def test_one_line_more_takes_eight_statements(version: Version) -> None:
    add(version, LINE)
    fresh = again(version)
    assert len(statements(lambda: put(fresh, Edit(raw=LINE)))) == 8


@pytest.mark.parametrize(("board", "collection"), [(EXAMPLESHIRE, TWO_YEARS), (BCP, ONE_YEAR)])
def test_a_section_keeps_nothing_of_a_board(editions: None, board: str, collection: str) -> None:
    """It is shared by every request: what it remembers is the edition's."""
    version = plan(board, collection)
    kind = section(version)
    add(version, {"scheme_name": "Telecare", "source": "iBCF"})
    kind.tables([version])
    remembered = {
        name
        for name, value in vars(kind).items()
        if isinstance(value, Version | Table | ExpenditureLine)
    }
    assert remembered == set()
    assert section(again(version)) is kind
