"""Rules of what answers say: what the board and its partners have signed, and answered No."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from bcf.editions.models import KeyDate, Severity
from bcf.figures import full_date, plural

from .findings import Place, Verdict, fails, holds, unknown
from .registry import Round
from .told import Answers, told


@told("R-COV-003", "hwb_signed")
def board_approves(plan: Answers) -> Iterator[Verdict]:
    """The board itself approves the plan; it may do so after the plan was sent."""
    for row in plan.rows:
        place = Place(str(row.uid), "hwb_signed")
        match row.values["hwb_signed"]:
            case "yes":
                yield holds("The board has approved the plan.", place=place)
            case "no":
                message = "The board has not approved the plan yet."
                detail = (
                    "It may do so once the plan is sent. Record its approval then, with the date."
                )
                yield fails(message, detail, place)
            case _:
                yield unknown("Whether the board has approved the plan is not said.", place=place)


@told("R-COV-004", "delegated_to_role", "delegation_consulted")
def delegation_names_both_roles(plan: Answers) -> Iterator[Verdict]:
    """Approval that was delegated names the role that holds it, and the one consulted."""
    for row in plan.rows:
        match row.values["delegated_to_role"], row.values["delegation_consulted"]:
            case str(), None:
                message = "Approval was delegated, but the role that was consulted is not named."
                place = Place(str(row.uid), "delegation_consulted")
                yield fails(message, "Name the role that was asked first.", place, missing=True)
            case None, str():
                message = "Somebody was consulted, but the role that approved is not named."
                detail = "Name the role that holds the authority, or take out who was consulted."
                yield fails(message, detail, Place(str(row.uid), "delegated_to_role"))
            case _:
                yield holds("Approval that was delegated names the role, and who was consulted.")


@told("R-PRQ-004", "met")
def no_is_flagged(plan: Answers) -> Iterator[Verdict]:
    """A plan with a No may be sent; whoever assures it is told."""
    for row in plan.rows:
        if row.values["met"] == "no":
            message = "{row}: the answer is No."
            detail = "The plan can be sent. Whoever assures it will look at this."
            yield fails(message, detail, Place(str(row.uid), "met"), {"row": row.name})
    if open_ := [row for row in plan.rows if row.values["met"] is None]:
        message = "{rows} without an answer: whether any is a No cannot be told."
        facts = {"rows": plural(len(open_), "row")}
        yield unknown(message, place=Place(str(open_[0].uid), "met"), facts=facts)
    elif all(row.values["met"] == "yes" for row in plan.rows):
        yield holds("No answer is No.")


class Due(NamedTuple):
    """The day by which an edition wants section 75 agreements, if known, and the day it is."""

    by: datetime.date | None
    today: datetime.date


def section_75_due(round: Round) -> Mapping[int, Due]:
    """The day by which the agreements are due: the same for each plan."""
    edition = round.collection.edition
    due = Due(_section_75_due(edition.pk, edition.structure_revision), timezone.localdate())
    return dict.fromkeys((version.pk for version in round.versions), due)


@lru_cache(maxsize=64)
def _section_75_due(edition: int, structure_revision: int) -> datetime.date | None:
    """The day as the edition has it, read once and kept until its data changes."""
    dates = KeyDate.objects.filter(edition=edition, key="section-75-due")
    return dates.values_list("date", flat=True).first()


@told("R-COV-009", "host", "signed_on", more=section_75_due)
def pool_has_agreement(plan: Answers) -> Iterator[Verdict]:
    """A signed agreement stands behind the pool. Until it is due, its absence only warns."""
    if not plan.rows:
        message = "No section 75 agreement is recorded here: whether there is one cannot be told."
        yield unknown(message, "Add it, with the day it was signed.")
    elif any(row.values["signed_on"] for row in plan.rows):
        yield holds("A section 75 agreement is signed.")
    else:
        due: Due = plan.more
        late = due.by is not None and due.today > due.by
        detail = f"One is due by {full_date(due.by)}." if due.by else ""
        place = Place(str(plan.rows[0].uid), "signed_on")
        severity = "" if late else Severity.WARNING
        yield fails("No section 75 agreement is signed.", detail, place, severity=severity)
