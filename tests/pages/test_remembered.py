"""A page is never older than what it shows, by whatever way that changed."""

from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.models import Allocation, Collection, KeyDate, RuleSetting
from bcf.pages.desk import boards_desk
from bcf.people.models import User
from bcf.submissions.lifecycle import start
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose
from bcf.submissions.reach import find_version
from bcf.tables import Edit
from schemes.models import FundingLine, LineYear
from tests.factories import EXAMPLESHIRE, TWO_YEARS, lines_of
from tests.snapshot import example_data

AMOUNT = "amount_2023-24"


@pytest.fixture
def line(transactional_db):
    example_data()
    return lines_of(EXAMPLESHIRE, TWO_YEARS).first()


@pytest.fixture
def read(client, line):
    """The expenditure page, read as often as one likes."""
    client.force_login(User.objects.get(email="dev@example.org"))
    address = reverse("section", args=[EXAMPLESHIRE, TWO_YEARS, "expenditure"])
    return lambda: client.get(address).content.decode()


def found(collection=TWO_YEARS):
    return find_version(User.objects.get(email="dev@example.org"), EXAMPLESHIRE, collection)


def test_a_page_read_twice_is_worked_out_once(read, django_assert_max_num_queries):
    read()
    with django_assert_max_num_queries(5):
        first = read()
    assert "Telecare" in first


def test_lists_of_plans_count_what_stands_now(line, django_assert_max_num_queries):
    dev = User.objects.get(email="dev@example.org")

    def fails():
        started = boards_desk(dev)["started"]
        return [each.counted["fails"] for each in started if each.collection.code == TWO_YEARS]

    assert fails() == [0]
    with django_assert_max_num_queries(5):
        assert fails() == [0]
    line.years.update(amount=5)
    assert fails() != [0]


def test_raw_sql_is_seen(read, line):
    assert "924,118.06" in read()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE schemes_lineyear SET amount = 5 WHERE line_id = %s AND year = '2023-24'",
            [line.pk],
        )
    page = read()
    assert "924,118.06" not in page
    assert "£924,113.06 left" in page


def test_rows_added_and_taken_by_raw_sql_count(line):
    before = found().revision
    LineYear.objects.filter(line=line).delete()
    LineYear.objects.create(line=line, year="2023-24", amount=Decimal(3))
    assert found().revision == before + 2


def test_a_change_of_the_product_is_counted_once(line):
    version = found()
    edits = [Edit(uid=line.uid, raw={AMOUNT: "1", "scheme_name": "New", "provider": ""})]
    propose(version, {"expenditure": Incoming(edits)}).apply(by=None, what="Test")
    assert found().revision == version.revision == Version.objects.get(pk=version.pk).revision
    assert version.changes.first().revision == version.revision


def test_a_preview_leaves_nothing_behind(read, line):
    read()
    version = found()
    proposal = propose(version, {"expenditure": Incoming([Edit(uid=line.uid, raw={AMOUNT: "1"})])})
    seen = proposal.preview(lambda v: v.remembered.setdefault("looked at", "the preview"))
    assert seen == "the preview"
    assert "looked at" not in found().remembered
    assert "924,118.06" in read()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Allocation.objects.filter(board__code=EXAMPLESHIRE).update(amount=1),
        lambda: BoardLink.objects.filter(board__code=EXAMPLESHIRE).update(share_of_board="0.5"),
        lambda: Organisation.objects.update(name="Renamed"),
        lambda: Board.objects.update(name="Renamed"),
        lambda: RuleSetting.objects.filter(rule="R-EXP-002").delete(),
        lambda: KeyDate.objects.filter(edition__code="2023-25").update(event="Renamed"),
        lambda: FundingLine.objects.filter(version__submission__board__code="X99000002").update(
            comment="Another board of the collection"
        ),
        lambda: start(
            board=Board.objects.filter(fictional=False, submissions=None).first(),
            collection=Collection.objects.get(code=TWO_YEARS),
            by=None,
        ),
    ],
    ids=[
        "allocation",
        "link",
        "organisation",
        "board",
        "rule",
        "date",
        "another plan",
        "a new plan",
    ],
)
def test_what_a_plan_stands_on_is_seen(line, change):
    found().remembered["findings"] = "old"
    assert found().remembered["findings"] == "old"
    change()
    assert "findings" not in found().remembered


def test_another_collection_is_no_concern(line):
    found().remembered["findings"] = "kept"
    FundingLine.objects.filter(version__submission__collection__code="2019-20-plan").update(
        comment="Elsewhere"
    )
    assert found().remembered["findings"] == "kept"


def test_an_update_is_no_older_than_the_plan_it_amends(line):
    found("2024-25-update").remembered["findings"] = "old"
    LineYear.objects.filter(line=line).update(amount=1)
    assert "findings" not in found("2024-25-update").remembered
