"""The page of 150 lines, read-only and with a row open, against a trivial signed-in page.

Each with two plans in the country and with 154, which must cost the same. `_just_changed` is
the first reading after a change of the plan, when nothing that was remembered of it stands.
"""

from __future__ import annotations

import itertools
from typing import Any

from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans
from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, propose, row_as_raw
from bcf.submissions.sections import section_of
from bcf.tables import Edit
from schemes.england import make_england
from schemes.models import ExpenditureLine
from tests.bench.calls import Caller
from tests.bench.run import Result, ratio

PLAN = ("X99000001", "2023-25-plan", "expenditure")
LINES = 150
ROUNDS = 40


def run() -> list[Result]:
    """A reader's page, a commissioner's, and the form of one row."""
    call_command("load_reference", verbosity=0)
    load_plans()
    load_people()
    version = with_150_lines()
    few = _measure(version, "")
    make_england(boards=152)
    return [*few, *_measure(version, "_152_boards")]


def with_150_lines() -> Version:
    """Exampleshire's plan, with more lines like those it has."""
    version = newest_version(*PLAN[:2])
    section = section_of(version.submission.collection, PLAN[2])
    rows = section.rows(version)
    copies = itertools.islice(itertools.cycle(rows), LINES - len(rows))
    edits = [Edit(raw=row_as_raw(row, section.columns_for(version))) for row in copies]
    propose(version, {PLAN[2]: Incoming(edits)}).apply(by=None, what="150 lines")
    return version


def _measure(version: Version, name: str) -> list[Result]:
    row = ExpenditureLine.objects.filter(version=version).first()
    assert row is not None, "the plan has lines"
    page, one = reverse("section", args=PLAN), reverse("row", args=[*PLAN, row.uid])
    reader, commissioner = Caller("noor@example.net"), Caller("dev@example.org")
    revisions = itertools.count(1_000)

    def changed() -> None:
        Version.objects.filter(pk=version.pk).update(revision=next(revisions))

    def opened(name_: str, who: Caller, address: str, target: float, **more: Any) -> Result:
        found = ratio(lambda: who.get(address), who.greet, ROUNDS, **more)
        return Result(f"page_expenditure_150{name_}{name}", found, target)

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        return [
            opened("", reader, page, 4),
            opened("_grid", commissioner, page, 12),
            opened("_row_open", commissioner, one, 12),
            opened("_just_changed", reader, page, 25, before=changed),
        ]
