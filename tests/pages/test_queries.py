"""The number of queries of a page does not grow with lines, boards, years or NHS bodies."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bcf.boards.models import Board, BoardLink, Organisation
from bcf.editions.models import Collection
from bcf.people.models import User
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import start
from bcf.submissions.proposals import Incoming, propose
from bcf.tables import Edit
from schemes.models import ExpenditureLine
from tests.pages.states_plans import BCP, EXAMPLESHIRE
from tests.snapshot import example_data

#: The most that any page may ask: the checks of every rule are 19 of them.
MOST = 19


@pytest.fixture
def plans(transactional_db):
    example_data()


def count(client, address, method="get", **data):
    getattr(client, method)(address, **data)  # what an edition asks is read once and kept
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(address, **data)
    assert response.status_code in (200, 302)
    return len(queries)


def add_lines(plan, how_many):
    version = newest_version(*plan)
    edits = [Edit(raw={"scheme_code": "9", "scheme_name": f"More {n}"}) for n in range(how_many)]
    propose(version, {"expenditure": Incoming(edits)}).apply(by=None, what="More lines")


@pytest.mark.parametrize(
    "route", ["submission", "section", "summary", "checklist", "history", "versions"]
)
def test_lines_do_not_matter(client, plans, route):
    client.force_login(User.objects.get(email="asha@example.org"))
    args = [*BCP, "expenditure"] if route == "section" else BCP
    few = count(client, reverse(route, args=args))
    add_lines(BCP, 150)
    assert count(client, reverse(route, args=args)) == few
    assert few <= MOST


@pytest.mark.parametrize("route", ["submission", "section", "summary", "checklist"])
def test_years_do_not_matter(client, plans, route):
    client.force_login(User.objects.get(email="asha@example.org"))
    args = [*BCP, "expenditure"] if route == "section" else BCP
    one = count(client, reverse(route, args=args))
    collection = Collection.objects.get(code=BCP[1])
    collection.years.create(year="2020-21", position=2)
    assert count(client, reverse(route, args=args)) == one


def test_boards_do_not_matter(client, plans):
    client.force_login(User.objects.get(email="noor@example.net"))
    few = count(client, reverse("home"))
    collection = newest_version(*EXAMPLESHIRE).submission.collection
    for board in Board.objects.filter(active_to=None, fictional=False)[:20]:
        start(board=board, collection=collection, by=None)
    assert count(client, reverse("home")) == few <= MOST


def test_nhs_bodies_do_not_matter(client, plans):
    client.force_login(User.objects.get(email="asha@example.org"))
    address = reverse("section", args=[*BCP, "income"])
    few = count(client, address)
    board = Board.objects.get(code=BCP[0])
    for organisation in Organisation.objects.filter(kind="ccg")[:8]:
        BoardLink.objects.get_or_create(
            organisation=organisation, board=board, active_from="2013-04-01"
        )
    assert count(client, address) == few <= MOST


@pytest.mark.parametrize("more", [0, 150])
def test_saving_one_amount_asks_at_most_eight(client, plans, more):
    client.force_login(User.objects.get(email="asha@example.org"))
    add_lines(BCP, more) if more else None
    row = ExpenditureLine.objects.filter(version__submission__board__code=BCP[0]).first()
    address = reverse("row", args=[*BCP, "expenditure", row.uid])
    year = "amount_2019-20"
    client.post(address, {year: "1,000"})
    with CaptureQueriesContext(connection) as queries:
        response = client.post(address, {year: "2,000", f"seen-{year}": "1000.00"})
    assert response.status_code == 302
    assert len([q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")]) <= 8
