import pytest

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.submissions.models import Submission
from bcf.workbooks.names import file_name, location, place_name, reference


def submission(board, collection):
    return Submission(board=Board(name=board), collection=Collection(code=collection))


@pytest.mark.parametrize(
    ("board", "collection", "name"),
    [
        ("County Durham", "2018-19-q2", "County Durham HWB 2018-19 q2.xlsx"),
        (
            "Bournemouth, Christchurch and Poole",
            "2019-20-plan",
            "Bournemouth, Christchurch and Poole HWB 2019-20 plan.xlsx",
        ),
        ("St. Helens", "2023-25-plan", "St. Helens HWB 2023-25 plan.xlsx"),
        ('../a\\b:"c"\r\n|d', "2023-25-plan", ".. a b c d HWB 2023-25 plan.xlsx"),
    ],
)
def test_files_go_by_the_national_convention(board, collection, name):
    assert file_name(submission(board, collection)) == name


def test_names_of_places():
    assert place_name("expenditure", "amount_2023-24") == "expenditure_amount_2023_24"
    assert reference("5. Income", "C9:C12") == "'5. Income'!$C$9:$C$12"
    assert reference("Board's own", "A1") == "'Board''s own'!$A$1"
    assert location("5. Income", "C9:C12") == "'5. Income'!C9:C12"
