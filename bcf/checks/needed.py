"""Rules that a needed answer is given: the edition's data says which answers each rule needs.

A question names the rule that its missing answer breaks. So one way of checking serves every
section whose cells are answers, whatever its questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bcf.figures import plural
from bcf.submissions.sections import SectionKind
from bcf.submissions.told import Gap
from bcf.tables import Column

from .findings import Place, Verdict, fails, holds, unknown
from .registry import Round, Rule, enter, no_facts


@dataclass(frozen=True)
class NeededRule(Rule):
    """A rule that nothing is missing where a question names it. A plan without rows is silent."""

    def speaks_of(self, section: SectionKind) -> bool:
        return any(question.rule == self.id for question in section.questions.values())

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, Sequence[Gap] | None]:
        gaps = round.gaps(section)
        found = {version.pk: gaps.get((section.key, version.pk)) for version in round.versions}
        return {
            pk: some and [g for g in some if g.column.rule == self.id] for pk, some in found.items()
        }


def needed(id: str, sound: str) -> None:
    """Register a rule of needed answers; `sound` is said of a plan that has them all."""
    verdict = holds(sound)

    def judge(gaps: Sequence[Gap] | None) -> Iterable[Verdict]:
        if gaps is None:
            return ()
        missing = [_missing(gap) for gap in gaps if gap.waits_for is None]
        return [*missing, *_undecided(gaps)] or [verdict]

    enter(NeededRule(id, "", no_facts, judge))


def _missing(gap: Gap) -> Verdict:
    message = "{row}: “{of}” is empty." if gap.name else "“{of}” is empty."
    facts = {"row": gap.name, "of": gap.column.heading}
    return fails(message, gap.column.hint, Place(str(gap.uid), gap.column.key), facts, missing=True)


def _undecided(gaps: Sequence[Gap]) -> Iterator[Verdict]:
    """Cells that decide whether others are needed, and are empty: told once for each column."""
    rows: dict[Column, dict[UUID, str]] = {}
    for gap in gaps:
        if gap.waits_for is not None:
            rows.setdefault(gap.waits_for, {})[gap.uid] = gap.name
    for column, names in rows.items():
        where = f" in {plural(len(names), 'row')}" if any(names.values()) else ""
        message = "“{on}” is empty{where}: whether more is needed cannot be told."
        place = Place(str(next(iter(names))), column.key)
        yield unknown(message, place=place, facts={"on": column.heading, "where": where})


needed("R-COV-001", "The cover says who completed the plan and whether the board has signed.")
needed("R-COV-002", "The cover has the date of sign-off, or the day it is expected.")
needed("R-COV-006", "The chief executives of the council and of the NHS have signed.")
needed("R-COV-007", "The council's section 151 officer has signed.")
needed("R-COV-011", "Every section 75 agreement names its host, its manager and its monitoring.")
needed("R-HIC-001", "Every change has its level of maturity, and the priorities are explained.")
needed("R-PRQ-001", "Every planning requirement is answered with Yes or No.")
needed("R-PRQ-002", "Every No says what is done about it, and by when.")
needed("R-PRQ-003", "Every national condition is answered with a statement.")
needed("R-MET-002", "Every metric has its rationale and its local plan.")
needed("R-MET-003", "Every metric has its narrative.")
needed("R-NAR-001", "Every part of the narrative is written.")
