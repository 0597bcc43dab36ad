"""The local reference of a line: whose code it is in the body's own ledger, for itself alone."""

from __future__ import annotations

from uuid import UUID

import pytest

from bcf.checks.engine import check
from bcf.submissions.lifecycle import freeze, reopen, version_digest
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import (
    BCP,
    EXAMPLESHIRE,
    ONE_YEAR,
    TWO_YEARS,
    add,
    cells,
    plan,
    proposal,
    put,
    refusals,
    section,
)

KEY = "local_reference"


@pytest.fixture
def line(version: Version) -> UUID:
    return add(version, {"scheme_name": "Telecare", KEY: " AB-1042/7 "})


@pytest.mark.usefixtures("editions")
@pytest.mark.parametrize("asked", [(BCP, ONE_YEAR), (EXAMPLESHIRE, TWO_YEARS)])
def test_every_edition_has_it_last_and_never_needs_it(asked: tuple[str, str]) -> None:
    columns = section(plan(*asked)).columns
    assert columns[-1].key == KEY
    assert (columns[-1].need, columns[-1].in_table, columns[-1].field) == ("never", True, "")
    assert [column.key for column in columns if not column.in_workbook] == [KEY]


def test_no_rule_speaks_of_it(version: Version, line: UUID) -> None:
    assert KEY not in {finding.column for finding in check([version])[version.pk]}


def test_it_is_kept_as_typed_and_changes_the_digest(version: Version, line: UUID) -> None:
    assert cells(version, line)[KEY] == "AB-1042/7"
    digest = version_digest(version)
    put(version, Edit(uid=line, raw={KEY: "AB-1043"}))
    assert version_digest(version) != digest
    put(version, Edit(uid=line, raw={KEY: "AB-1042/7"}))
    assert version_digest(version) == digest


def test_an_empty_one_leaves_the_digest_as_it_was(version: Version) -> None:
    uid = add(version, {"scheme_name": "Telecare"})
    digest = version_digest(version)
    put(version, Edit(uid=uid, raw={KEY: "AB-1"}))
    put(version, Edit(uid=uid, raw={KEY: ""}))
    assert version_digest(version) == digest


def test_a_reopened_plan_has_it(version: Version, line: UUID) -> None:
    frozen = freeze(version, by=None, reason="Sent")
    newer = reopen(frozen.submission, by=None, reason="More to do")
    assert cells(newer, line)[KEY] == "AB-1042/7"
    assert version_digest(newer) == frozen.digest


def test_one_that_is_too_long_is_refused(version: Version) -> None:
    assert proposal(version, Edit(raw={KEY: "x" * 60})).ok
    (refusal,) = refusals(version, Edit(raw={KEY: "x" * 61}))
    assert "at most 60" in refusal.message
