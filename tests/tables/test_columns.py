"""What cells of text, choices and dates accept, and when a column is asked."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bcf.tables import LONGEST_TEXT, CellError, Column, Kind, Option, Value, When

TYPES = (
    Option("carers-services", "Carers Services"),
    Option("home-care", "Home Care or Domiciliary Care"),
    Option("other", "Other"),
)
SUB_TYPES = (
    Option("carers-services.respite", "Respite Services", "carers-services"),
    Option("carers-services.other", "Other", "carers-services"),
    Option("home-care.packages", "Domiciliary care packages", "home-care"),
    Option("home-care.other", "Other", "home-care"),
)
TYPE = Column("scheme_type", "Scheme Type", Kind.CHOICE, "Type", TYPES)
SUB_TYPE = Column("sub_type", "Sub Types", Kind.CHOICE, "Sub type", SUB_TYPES, "scheme_type")
TEXT = Column("description", "Brief Description", Kind.TEXT, max_length=20)
DATE = Column("signed_on", "Date of sign-off", Kind.DATE)


def refusal(column: Column, raw: object, row: dict[str, Value] | None = None) -> CellError:
    with pytest.raises(CellError) as refused:
        column.parse(raw, row or {})
    return refused.value


class TestText:
    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("  two  words ", "two  words"),
            ("a\r\nb\rc\vd", "a\nb\nc\nd"),
            ("e\u0301", "\u00e9"),
            ("=1+1", "=1+1"),
            ("-", "-"),
            ("\t", None),
            (None, None),
        ],
    )
    def test_is_kept(self, raw: str | None, kept: str | None) -> None:
        assert TEXT.parse(raw, {}) == kept

    def test_fits_or_is_refused_whole(self) -> None:
        assert TEXT.parse("x" * 20, {}) == "x" * 20
        error = refusal(TEXT, "x" * 21)
        assert error.message == "The text has 21 characters; at most 20 fit."
        assert error.typed == "x" * 21

    def test_is_as_long_as_a_workbook_keeps(self) -> None:
        long = Column("note", "Note", Kind.TEXT)
        assert long.parse("x" * LONGEST_TEXT, {}) == "x" * LONGEST_TEXT
        assert "at most 30,000 fit" in refusal(long, "x" * (LONGEST_TEXT + 1)).message

    @pytest.mark.parametrize("unkept", ["\x00", "\x01", "\x1b", "\ud800", "\ufffe"])
    def test_holds_nothing_that_a_database_or_workbook_cannot_keep(self, unkept: str) -> None:
        assert refusal(TEXT, f"a{unkept}b").message == (
            "The text holds a character that cannot be kept. Type it again."
        )

    @given(st.text(max_size=30))
    def test_reads_as_itself_once_read(self, raw: str) -> None:
        try:
            value = TEXT.parse(raw, {})
        except CellError:
            return
        assert TEXT.parse(value, {}) == value
        assert TEXT.canonical(value) == (value or "")


class TestChoices:
    @pytest.mark.parametrize(
        "raw", ["Carers Services", "carers services", " CARERS\u00a0 SERVICES ", "carers-services"]
    )
    def test_are_read_by_label_or_key(self, raw: str) -> None:
        assert TYPE.parse(raw, {}) == "carers-services"

    @pytest.mark.parametrize("raw", [None, "", " ", "-"])
    def test_may_be_left_open(self, raw: str | None) -> None:
        assert TYPE.parse(raw, {}) is None

    def test_the_nearest_is_named_but_never_taken(self) -> None:
        error = refusal(TYPE, "Carer Service")
        assert error.typed == "Carer Service"
        assert error.message == (
            "“Carer Service” is not in the list for Type. Did you mean “Carers Services”?"
        )

    def test_what_is_near_nothing_is_sent_to_the_list(self) -> None:
        assert refusal(TYPE, "xyzzy").message == (
            "“xyzzy” is not in the list for Type. Choose one from the list."
        )

    @pytest.mark.parametrize("parent", ["carers-services", "home-care"])
    def test_one_label_belongs_to_what_it_follows(self, parent: str) -> None:
        assert SUB_TYPE.parse("Other", {"scheme_type": parent}) == f"{parent}.other"

    def test_that_follow_are_not_taken_from_another_list(self) -> None:
        error = refusal(SUB_TYPE, "Respite Services", {"scheme_type": "home-care"})
        assert "is not in the list for Sub type" in error.message

    def test_that_follow_nothing_yet_say_what_comes_first(self) -> None:
        assert refusal(SUB_TYPE, "Other").message == (
            "This list follows another one. Choose that one first."
        )

    def test_that_follow_a_choice_without_a_list_stay_empty(self) -> None:
        error = refusal(SUB_TYPE, "Other", {"scheme_type": "other"})
        assert error.message == "“Other” has no list to choose from here. Leave it empty."
        assert SUB_TYPE.parse("", {"scheme_type": "other"}) is None

    def test_may_be_another_list_s(self) -> None:
        other = TYPE.with_options((Option("z", "Zed"),))
        assert other.parse("Zed", {}) == "z"
        assert (other.key, other.label) == (TYPE.key, TYPE.label)
        assert TYPE.options == TYPES

    def test_tell_their_label(self) -> None:
        assert TYPE.label_of("other") == "Other"
        assert TYPE.label_of(None) == TYPE.label_of("gone") == ""

    @pytest.mark.parametrize("option", [*TYPES, *SUB_TYPES])
    def test_every_key_reads_as_itself(self, option: Option) -> None:
        column = SUB_TYPE if option.parent else TYPE
        assert column.parse(option.key, {"scheme_type": option.parent}) == option.key


class TestDates:
    @pytest.mark.parametrize(
        "raw",
        [
            *("2023-06-28", "28/06/2023", "28/6/23", " 28 June 2023 ", "28 Jun 2023"),
            *("28.06.2023", "28-06-2023", datetime.date(2023, 6, 28)),
        ],
    )
    def test_are_read(self, raw: object) -> None:
        assert DATE.parse(raw, {}) == datetime.date(2023, 6, 28)

    @pytest.mark.parametrize("raw", [None, "", " ", "-"])
    def test_may_be_left_open(self, raw: str | None) -> None:
        assert DATE.parse(raw, {}) is None

    @pytest.mark.parametrize("raw", ["29/02/2023", "06/28/2023", "June", "28/06/0023", "tbc"])
    def test_that_are_none_say_how_to_type_one(self, raw: str) -> None:
        error = refusal(DATE, raw)
        assert error.typed == raw
        assert error.message == f"“{raw}” is not a date. Type one such as 28/06/2023."

    @given(st.dates(min_value=datetime.date(1900, 1, 1)))
    def test_read_as_themselves(self, day: datetime.date) -> None:
        assert DATE.parse(DATE.canonical(day), {}) == day
        assert DATE.parse(f"{day:%d/%m/}{day.year}", {}) == day


@pytest.mark.parametrize(
    ("op", "values", "holds"),
    [
        ("eq", ("joint",), {"joint": True, "nhs": False, None: False}),
        ("in", ("joint", "nhs"), {"joint": True, "nhs": True, "la": False, None: False}),
        ("blank", (), {"joint": False, None: True}),
        ("not_blank", (), {"joint": True, None: False}),
    ],
)
def test_a_condition_looks_at_another_cell(
    op: str, values: tuple[str, ...], holds: dict[str | None, bool]
) -> None:
    column = Column("share", "Share", Kind.PERCENT, conditions=(When("who", op, values),))
    assert {value: column.asked({"who": value}) for value in holds} == holds


def test_a_column_is_asked_when_all_its_conditions_hold() -> None:
    conditions = (When("who", "eq", ("joint",)), When("note", "not_blank"))
    column = Column("share", "Share", Kind.PERCENT, conditions=conditions)
    assert column.asked({"who": "joint", "note": "x"})
    assert not column.asked({"who": "joint"})
    assert Column("share", "Share", Kind.PERCENT).asked({})
