"""The rows of lists as figures: matched by code, then by name, and asked about otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bcf.boards.models import Board, BoardLink, Organisation
from schemes.allocations.bodies import Bodies, folded
from schemes.allocations.funds import Whose, funds
from schemes.allocations.reading import (
    AMOUNT,
    AUTHORITY,
    DISTRICT,
    NHS_BODY,
    Places,
    Read,
    read_rows,
)

pytestmark = pytest.mark.usefixtures("editions")

YEAR = "2024-25"
HARTLEPOOL, BRISTOL = "E06000001", "E06000023"


def read(
    *rows: tuple[str, ...],
    fund: str = "ibcf",
    answers: dict[str, str] | None = None,
    times: int = 1,
    columns: dict[str, int] | None = None,
) -> Read:
    """Rows under one row of headings; they are authority and amount unless said otherwise."""
    table = [["Headings"], *map(list, rows)]
    places = Places(1, columns or {AUTHORITY: 0, AMOUNT: 1}, times)
    return read_rows(table, places, funds()[fund], Bodies(YEAR), answers or {})


def whose(found: Read) -> list[tuple[str, str, Decimal]]:
    return [
        (f.board.code if f.board else "", f.contributor.code if f.contributor else "", f.amount)
        for f in found.figures
    ]


def test_each_fund_says_whose_its_figures_are() -> None:
    found = {key: fund.whose for key, fund in funds().items()}
    assert found == {
        **dict.fromkeys(("dfg", "ibcf", "winter", "disch_la", "labcg"), Whose.COUNCIL),
        "min_nhs": Whose.NHS,
        "disch_icb": Whose.SHARED,
        **dict.fromkeys(("asc_min", "nhs_ooh"), Whose.BOARD),
    }


def test_a_row_is_of_the_board_of_its_code_or_name_and_goes_to_the_council() -> None:
    found = read((HARTLEPOOL, "100"), ("bristol,  CITY of", "£2,000.50"))
    assert found.questions == []
    assert whose(found) == [
        (HARTLEPOOL, HARTLEPOOL, Decimal(100)),
        (BRISTOL, BRISTOL, Decimal("2000.50")),
    ]
    assert found.total == Decimal("2100.50")


def test_thousands_are_made_pounds_and_kept_to_the_penny() -> None:
    found = read((HARTLEPOOL, "1,234.5678912"), times=1000)
    assert whose(found) == [(HARTLEPOOL, HARTLEPOOL, Decimal("1234567.89"))]


@pytest.mark.parametrize("name", ["Hartlepol", "England", "E06000099", "Bournemouth"])
def test_an_unknown_or_closed_authority_is_asked_with_its_row(name: str) -> None:
    found = read((HARTLEPOOL, "100"), (name, "50"))
    (question,) = found.questions
    assert (question.name, question.row) == ("row-3-authority", 3)
    assert question.text == f"{name}; 50"
    assert (BRISTOL, "City of Bristol") in question.options
    assert found.total == 100


def test_a_row_is_answered_or_left_out() -> None:
    rows = ((HARTLEPOOL, "100"), ("Bristle", "50"), ("England", "150"))
    found = read(*rows, answers={"row-3-authority": BRISTOL, "row-4-authority": "out"})
    assert found.questions == []
    assert [board for board, _, _ in whose(found)] == [HARTLEPOOL, BRISTOL]
    assert found.left_out == 1


def test_an_answer_that_is_no_body_answers_nothing() -> None:
    found = read(("Bristle", "50"), answers={"row-2-authority": "E99999999", "row-x": "out"})
    assert len(found.questions) == 1


@pytest.mark.parametrize("amount", ["tbc", "-5", "(5)", "1.2m", "£5 to £6"])
def test_an_amount_that_is_none_is_asked(amount: str) -> None:
    found = read((HARTLEPOOL, amount))
    assert [q.name for q in found.questions] == ["row-2-amount"]
    assert read((HARTLEPOOL, amount), answers={"row-2-amount": "out"}).questions == []


def test_a_row_without_an_amount_is_counted_and_gives_no_figure() -> None:
    found = read((HARTLEPOOL, ""), ("North East", "-"), ("", ""))
    assert (found.figures, found.questions, found.without_amount) == ([], [], 2)


def test_a_body_stands_in_a_list_once() -> None:
    found = read((HARTLEPOOL, "100"), ("Hartlepool", "100"))
    (question,) = found.questions
    assert question.name == "row-3-twice"
    assert "Row 2 is of the same body already" in question.why


def test_the_nhs_minimum_is_of_a_board_and_an_nhs_body() -> None:
    columns = {AUTHORITY: 0, NHS_BODY: 1, AMOUNT: 2}
    found = read(
        ("E06000059", "NHS Dorset ICB", "5"), ("Dorset", "", "6"), fund="min_nhs", columns=columns
    )
    assert whose(found) == [("E06000059", "QVV", Decimal(5))]
    assert [q.name for q in found.questions] == ["row-3-nhs_body"]
    assert "It names no" in found.questions[0].why


def test_discharge_money_is_an_icbs_and_a_minimum_a_boards() -> None:
    columns = {NHS_BODY: 0, AMOUNT: 1}
    assert whose(read(("QVV", "5"), fund="disch_icb", columns=columns)) == [("", "QVV", Decimal(5))]
    assert whose(read((HARTLEPOOL, "5"), fund="asc_min")) == [(HARTLEPOOL, "", Decimal(5))]


def test_districts_explain_their_county_which_is_added_up() -> None:
    columns = {AUTHORITY: 0, DISTRICT: 1, AMOUNT: 2}
    rows = (("Exampleshire", "Exampleby", "10"), ("Exampleshire", "Moorside", "20.50"))
    found = read(*rows, (HARTLEPOOL, "", "5"), fund="dfg", columns=columns)
    assert whose(found) == [
        ("X99000001", "X99D01", Decimal(10)),
        ("X99000001", "X99D02", Decimal("20.50")),
        (HARTLEPOOL, HARTLEPOOL, Decimal(5)),
        ("X99000001", "X99000001", Decimal("30.50")),
    ]
    assert found.total == Decimal("35.50")


@pytest.mark.parametrize(("own", "asked"), [("30.50", []), ("31", []), ("40", ["row-4-districts"])])
def test_a_countys_own_row_is_held_against_its_districts(own: str, asked: list[str]) -> None:
    rows = (("X99D01", "10"), ("X99D02", "20.50"), ("Exampleshire", own))
    found = read(*rows, fund="dfg")
    assert [q.name for q in found.questions] == asked
    assert found.total == Decimal(own)


def test_districts_are_read_only_where_the_fund_has_them() -> None:
    assert [q.name for q in read(("X99D01", "10")).questions] == ["row-2-authority"]


def test_names_are_compared_without_case_marks_and_long_forms() -> None:
    assert folded("NHS Dorset Integrated Care Board") == folded(" nhs dorset  ICB")
    assert folded("Brighton & Hove") == folded("Brighton and Hove")
    assert folded("Bristol, City of") == folded("City of Bristol")
    assert folded("Dorset Council") == folded("DORSET")
    assert folded("Dorset County") != folded("Dorset")


def test_a_name_of_two_bodies_is_nobodys() -> None:
    twin = Board.objects.get(code=HARTLEPOOL)
    twin.pk, twin.code = None, "E06999999"
    twin.save()
    assert [q.name for q in read(("Hartlepool", "1")).questions] == ["row-2-authority"]


def test_who_was_not_there_that_year_is_not_known() -> None:
    bodies = Bodies("2019-20")
    assert bodies.nhs.find("NHS Dorset CCG") is not None
    assert bodies.nhs.find("QVV") is None
    ended = BoardLink.objects.filter(organisation__code="X99D01")
    ended.update(active_to="2018-12-31")
    district = Organisation.objects.get(code="X99D01")
    assert district.pk not in bodies.board_of_district
