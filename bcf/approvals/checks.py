"""R-COV-005: the chief executives of the partners have approved the plan as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bcf.checks.findings import Facts, Place, Verdict, fails, holds
from bcf.checks.registry import Round, Rule, enter
from bcf.editions.models import Matter
from bcf.submissions.sections import SectionKind

from .acts import Word, words
from .asked import COVER

#: What its findings are about: the page of approvals, and no cell.
APPROVALS = "approvals"


@dataclass(frozen=True)
class ApprovalRule(Rule):
    """A rule about approvals: told once, with the cover."""

    def speaks_of(self, section: SectionKind) -> bool:
        return section.key == COVER


def words_on_the_plan(round: Round) -> Mapping[int, Sequence[Word]]:
    """How each approval of the whole plan stands."""
    found = words(round.versions)
    return {
        pk: [word for word in said if word.capacity.matter == Matter.PLAN]
        for pk, said in found.items()
    }


def partners_approve(said: Sequence[Word]) -> Iterable[Verdict]:
    """Every partner's word is given, and what was approved is what stands there now."""
    place = Place(subject=APPROVALS)
    facts: Facts = {
        "given": sum(word.state == "given" for word in said),
        "asked": len(said),
        "open": "; ".join(word.capacity.title for word in said if word.state != "given"),
    }
    if not said:
        return
    if not facts["open"]:
        yield holds("Every chief executive has approved the plan as it is.", "", place, facts)
    else:
        message = "{given} of {asked} approvals of the plan are given for what it says now."
        yield fails(message, "Still to come: {open}.", place, facts)


enter(ApprovalRule("R-COV-005", "", words_on_the_plan, partners_approve))
