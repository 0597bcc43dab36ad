"""The cover's questions: answers, what they ask for in turn, and the lists they are chosen from."""

import datetime

import pytest

from bcf.submissions.codes import newest_version
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from tests.workbooks.reading import BCP, EXAMPLESHIRE, change, export

pytestmark = pytest.mark.usefixtures("examples")

SIGNED, DAY, EXPECTED = "hwb_signed", "hwb_signed_on", "hwb_sign_off_expected"


def answer(**raw):
    version = newest_version(*BCP)
    page = section_of(version.submission.collection, "cover")
    change(version, "cover", Edit(uid=page.uid, raw=raw))
    return export(BCP)


def complete(book):
    return {row["Item"]: row["Complete"] for row in book.rows("Checklist", "Item")}


def test_answers_stand_beside_their_questions():
    book = export(EXAMPLESHIRE)
    assert book.named("cover_completed_by_role") == "Integrated commissioning manager"
    assert book.named(f"cover_{SIGNED}") == "Yes"
    assert book.named(f"cover_{DAY}").date() == datetime.date(2023, 6, 22)
    assert complete(book)["2. Cover"] == "Yes"


@pytest.mark.parametrize(
    ("answers", "day", "expected"),
    [
        ({SIGNED: "yes"}, "No", "Yes"),
        ({SIGNED: "no"}, "Yes", "No"),
        ({SIGNED: "yes", DAY: "2019-09-25"}, "Yes", "Yes"),
        ({SIGNED: "no", EXPECTED: "2019-09-25"}, "Yes", "Yes"),
    ],
)
def test_one_answer_asks_for_another(answers, day, expected):
    told = complete(answer(**answers))
    assert told["Has the Health and Wellbeing Board signed off the plan?"] == "Yes"
    assert (told["Date of sign-off"], told["Expected date of sign-off"]) == (day, expected)


def test_answers_are_open_and_chosen_from_lists():
    book = export(BCP)
    sheet, place = book.place(f"cover_{SIGNED}")
    cell = book.formulas[sheet][place]
    assert cell.protection.locked is False
    rules = {str(r.sqref): r for r in book.formulas[sheet].data_validations.dataValidation}
    assert (rules[place].type, rules[place].formula1) == ("list", "list_yes_no")
    assert book.named("list_yes_no") == ["Yes", "No"]
    assert rules[book.place(f"cover_{DAY}")[1]].type == "date"
    assert rules[book.place("cover_completed_by_role")[1]].formula1 == "120"


def test_the_tracker_names_every_sheet_with_questions():
    rows = export(EXAMPLESHIRE).rows("2. Cover", "Question completion")
    assert [(row["Question completion"], row["Complete"]) for row in rows] == [
        ("2. Cover", "Yes"),
        ("5. Income", "Yes"),
        ("6. Expenditure", "Yes"),
        ("8. Planning Requirements", "Yes"),
        ("7. Metrics", "Yes"),
        ("4. Capacity & Demand", "Yes"),
    ]
