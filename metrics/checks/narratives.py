"""The rule of what the narrative of delayed transfers has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from bcf.checks.findings import Place, Verdict, unknown
from bcf.checks.registry import Round
from bcf.checks.told import Answers, told
from bcf.submissions.sections import sections_of

DELAYED_TRANSFERS = "DTOC"


def of_delays(round: Round) -> Mapping[int, set[UUID]]:
    """The rows of texts about delayed transfers (their uids): the same in every plan."""
    uids = {
        UUID(section.uid_of(row.key))
        for section in sections_of(round.collection)
        for row in section.section.rows.all()
        if row.subject == DELAYED_TRANSFERS
    }
    return dict.fromkeys((version.pk for version in round.versions), uids)


@told("R-MET-004", "metric", "plan", more=of_delays)
def delays_have_the_winter_plan(plan: Answers) -> Iterator[Verdict]:
    """The narrative of delayed transfers has the agreed plan for the Winter Pressures Grant."""
    for row in plan.rows:
        if row.uid in plan.more:
            place = Place(str(row.uid), "plan")
            if row.values["plan"] is None:
                yield unknown("The narrative of delayed transfers is not written yet.", place=place)
            else:
                message = "A person must judge whether delayed transfers have their winter plan."
                detail = "No figure shows that the plan for the grant is told there, and agreed."
                yield unknown(message, detail, place, judgement=True)
