"""R-NAR-003: the narrative goes with the plan."""

from __future__ import annotations

import pytest

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.documents.store import attach, withdraw
from bcf.submissions.models import Version
from bcf.tables import Edit
from tests.factories import BCP, ONE_YEAR, again, plan, put, section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editions")]


def found(version: Version) -> list[Finding]:
    fresh = again(version)
    return [f for f in check([fresh])[fresh.pk] if f.rule == "R-NAR-003"]


def test_without_one_somebody_should_look(editions: None) -> None:
    (finding,) = found(plan())
    assert (finding.state, finding.section) == ("warns", "narrative")
    assert finding.message == "No narrative goes with the plan."


def test_one_that_is_written_here_goes_with_it() -> None:
    version = plan()
    uid = section(version, "narrative").rows(version)[0].uid
    put(version, Edit(uid=uid, raw={"governance": "The board meets."}), key="narrative")
    (finding,) = found(version)
    assert (finding.state, finding.detail) == ("holds", "It is written here.")


def test_one_that_is_attached_does_too_until_it_is_withdrawn() -> None:
    version = plan()
    attach(version, "letter.txt", "letter", b"A letter", by=None)
    assert [f.state for f in found(version)] == ["warns"]
    sent = attach(version, "plan.txt", "narrative", b"The plan", by=None)
    assert [f.detail for f in found(version)] == ["It is attached as a document."]
    withdraw(version, sent, by=None)
    assert [f.state for f in found(version)] == ["warns"]


def test_an_edition_whose_narrative_is_in_the_workbook_is_silent() -> None:
    assert found(plan(BCP, ONE_YEAR)) == []
