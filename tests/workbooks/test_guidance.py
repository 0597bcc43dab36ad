import pytest

from bcf.editions.models import Question, Section
from tests.workbooks.reading import BCP, EXAMPLESHIRE, export

pytestmark = pytest.mark.usefixtures("examples")


def unconfirmed(plan):
    sheet = export(plan).values["1. Guidance"]
    return {row[1].value: row[2].value for row in sheet.iter_rows() if row[2].value}


def test_wording_that_nobody_confirmed_is_told():
    told = unconfirmed(EXAMPLESHIRE)
    assert told["5. Income"].startswith("the name of this sheet; Source of Funding; Contributor")
    assert "Expenditure 23/24 (£)" in told["6. Expenditure"]


@pytest.mark.usefixtures("changed_reference")
def test_confirmed_wording_is_not():
    Section.objects.update(standing="confirmed")
    Question.objects.update(standing="confirmed")
    Question.objects.filter(key="comment").update(standing="unconfirmed")
    told = unconfirmed(BCP)
    assert told["5. Income"] == "Comments."
    assert "6. Expenditure" not in told


def test_it_holds_nothing_of_the_board():
    values = [c.value for row in export(BCP).values["1. Guidance"].iter_rows() for c in row]
    assert not [value for value in values if value and "Bournemouth" in value]
    assert values.count("1. Guidance") == 1
