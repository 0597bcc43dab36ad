"""Every collection of the reference files can be answered: started, shown, checked, sent out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.workbooks.export import workbook
from schemes.totals import EXPENDITURE, INCOME, frame_of
from tests.factories import BCP, EXAMPLESHIRE, again, person, plan, section
from tests.filled import collections, filled
from tests.imports.files import seen
from tests.workbooks.test_reading import held, in_order, read

ESSEX = "E10000012"

pytestmark = pytest.mark.usefixtures("editions")

every_plan = pytest.mark.parametrize("collection", collections())
every_board = pytest.mark.parametrize("board", [BCP, EXAMPLESHIRE])


@every_plan
def test_it_asks_about_money(collection: str) -> None:
    asked = plan(collection=collection).submission.collection
    kinds = [kind.section.kind for kind in sections_of(asked)]
    assert kinds.index(INCOME) < kinds.index(EXPENDITURE)
    frame = frame_of(asked)
    assert frame.years
    assert frame.sources
    assert list(frame.amounts) == list(frame.years)


@every_plan
@every_board
def test_it_starts_with_a_line_for_each_source_that_must_be_there(
    board: str, collection: str
) -> None:
    version = plan(board, collection)
    lines = section(version, "income")
    sources = frame_of(version.submission.collection).sources
    must = {source.key for source in sources if source.mandatory}
    council = {"dfg", "ibcf", "labcg", "disch_la"} & must
    assert council <= {row.get("source") for row in lines.rows(version)} <= must


@every_plan
@pytest.mark.parametrize("make", [plan, filled], ids=["started", "filled"])
def test_its_pages_are_shown(
    client: Client, collection: str, make: Callable[[str, str], Version]
) -> None:
    version = make(EXAMPLESHIRE, collection)
    client.force_login(person(organisation=EXAMPLESHIRE))
    here = [EXAMPLESHIRE, collection]
    addresses = [reverse(name, args=here) for name in ("submission", "checklist", "summary")]
    for kind in sections_of(version.submission.collection):
        addresses.append(reverse("section", args=[*here, kind.key]))
        if kind.rows_vary:
            addresses.append(reverse("row_add", args=[*here, kind.key]))
        if not kind.is_page:
            addresses.append(reverse("paste", args=[*here, kind.key]))
            addresses += [
                reverse("row", args=[*here, kind.key, row.uid]) for row in kind.rows(version)
            ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "Exampleshire" in page.content.decode(), address


@every_plan
@every_board
def test_its_workbook_is_read_as_it_was_written(board: str, collection: str) -> None:
    version = again(filled(board, collection))
    data = workbook(version)
    assert in_order(read(version, data)) == in_order(held(version))
    found = seen(version, data)
    assert (found.items, found.conflicts, found.faults) == ([], [], [])


@pytest.mark.parametrize(
    ("board", "collection", "partners"),
    [
        (BCP, "2022-23-plan", {"QVV"}),
        (BCP, "2022-23-discharge", {"QVV"}),
        (ESSEX, "2025-26-plan", {"QH8", "QJG", "QM7"}),
        (ESSEX, "2026-27-plan", {"D7T5G"}),
    ],
)
def test_the_nhs_partners_are_those_of_the_day_it_is_due(
    board: str, collection: str, partners: set[str]
) -> None:
    """CCGs made way for ICBs in the middle of 2022-23; new ICBs begin on 1 April 2026."""
    rows = section(plan(board, collection), "income").rows(plan(board, collection))
    given = {str(row.get("contributor")) for row in rows if row.get("source") != "dfg"}
    assert given - {board} == partners
