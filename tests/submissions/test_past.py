"""What a plan held at an earlier revision is told, or said not to be known."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from django.db import connection

from bcf.pages.rows import move_row
from bcf.pages.undo import undo
from bcf.submissions.lifecycle import freeze, reopen
from bcf.submissions.models import Version
from bcf.submissions.past import canonical_cells, rows_at
from bcf.tables import Edit
from schemes.models import ExpenditureLine
from tests.factories import NEXT, THIS, add, again, put, section

Rows = Mapping[UUID, Mapping[str, str]]


def now(version: Version, key: str = "expenditure") -> Rows:
    """What the section holds."""
    held = section(version, key)
    return {row.uid: canonical_cells(held.columns, row) for row in held.rows(again(version))}


def at(version: Version, revision: int, key: str = "expenditure") -> Rows | None:
    return rows_at(again(version), section(version, key), revision)


def line(name: str, amount: str = "5") -> dict[str, str]:
    return {"scheme_code": "7", "scheme_name": name, "description": "two\nlines", THIS: amount}


@pytest.fixture
def steps(version: Version) -> dict[int, Rows]:
    """A plan that was worked on, and what it held after each revision."""
    seen = {again(version).revision: now(version)}

    def step() -> None:
        seen[again(version).revision] = now(version)

    first = add(version, {**line("Telecare"), "scheme_type": "carers-services"})
    step()
    second = add(version, {**line("Respite", "1234.5"), "scheme_type": "carers-services"})
    step()
    put(version, Edit(uid=first, raw={THIS: "6.10", NEXT: "7", "scheme_name": ""}))
    step()
    move_row(again(version), section(version), second, True, by=None)
    step()
    change = put(again(version), Edit(uid=second, remove=True), Edit(raw=line("New")))
    step()
    undo(change, by=None)  # type: ignore[arg-type]
    step()
    put(
        again(version),
        Edit(uid=section(version, "cover").uid, raw={"hwb_signed": "No"}),
        key="cover",
    )
    step()
    return seen


def test_every_earlier_revision_is_told(version: Version, steps: dict[int, Rows]) -> None:
    assert len(steps) == 8
    for revision, rows in steps.items():
        assert at(version, revision) == rows, revision


def test_another_section_is_told_beside_it(version: Version, steps: dict[int, Rows]) -> None:
    last = max(steps)
    (before,) = (at(version, last - 1, "cover") or {}).values()
    (after,) = (at(version, last, "cover") or {}).values()
    assert (before["hwb_signed"], after["hwb_signed"]) == ("", "no")


def test_before_anything_was_started_there_is_nothing(version: Version) -> None:
    assert at(version, 0, "income") == {}
    assert at(version, 1, "income") == now(version, "income")


def test_a_frozen_version_is_told_and_its_copy_only_from_there_on(
    version: Version, steps: dict[int, Rows]
) -> None:
    frozen = freeze(again(version), by=None, reason="Sent")
    for revision, rows in steps.items():
        assert at(frozen, revision) == rows, revision
    assert at(frozen, again(frozen).revision) == now(frozen)
    copy = reopen(frozen.submission, by=None, reason="A mistake")
    add(copy, line("Later"))
    assert at(copy, 1) == now(frozen)
    assert at(copy, 0) is None


@pytest.mark.parametrize("ahead", [-100, 1, -(10**15)])
def test_a_revision_that_never_was_is_not_known(version: Version, ahead: int) -> None:
    assert at(version, again(version).revision + ahead) is None


def test_what_was_written_past_the_product_is_not_known(version: Version) -> None:
    uid = add(version, line("Telecare"))
    known = again(version).revision
    with connection.cursor() as cursor:  # a later transaction, in which nothing is counted yet
        cursor.execute("SELECT set_config('bcf.counted', '', true)")
    ExpenditureLine.objects.filter(uid=uid).update(description="by hand")
    add(version, line("Respite"))
    assert at(version, known) is None
    assert at(version, known + 1) is not None


def test_a_change_that_does_not_fit_what_stands_there_is_not_taken_back(version: Version) -> None:
    uid = add(version, line("Telecare"))
    known = again(version).revision
    change = put(again(version), Edit(uid=uid, raw={THIS: "6"}))
    change.inverse["expenditure"][0]["seen"][THIS] = "7.000000"
    change.save()
    assert at(version, known) is None
