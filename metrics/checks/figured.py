"""Rules about figures: what those of targets and of months have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from bcf.checks.findings import Fact, Place, Verdict, holds, unknown
from bcf.checks.registry import Round, Rule, enter, no_facts
from bcf.figures import number, plural
from bcf.submissions.sections import SectionKind
from metrics.sections import Figured, Month
from metrics.targets import Target

TARGETS, MONTHS = "metrics.sections.Targets", "metrics.sections.Capacity"

Told = TypeVar("Told", Target, Month)


@dataclass(frozen=True)
class FiguredRule(Rule):
    """A rule about the figures of every section of a kind that asks for something.

    `asks` is the key of a question; empty for every section of the kind.
    """

    asks: str = ""

    def speaks_of(self, section: SectionKind) -> bool:
        return super().speaks_of(section) and (not self.asks or self.asks in section.questions)

    def facts(self, round: Round, section: SectionKind) -> Mapping[int, Any]:
        assert isinstance(section, Figured)
        return round.facts(section.facts)


def rule(
    id: str, kind: str, sound: str, asks: str = ""
) -> Callable[[Callable[[Sequence[Told]], Iterable[Verdict]]], None]:
    """Register a function that says what is wrong with, or not known of, a section's rows.

    `sound` is said where it says nothing, unless the section has no rows. Where `asks` is
    given, only sections with that question are looked at.
    """

    def register(judge: Callable[[Sequence[Told]], Iterable[Verdict]]) -> None:
        def judged(rows: Sequence[Told]) -> Iterable[Verdict]:
            return list(judge(rows)) or ([holds(sound)] if rows else [])

        enter(FiguredRule(id, kind, no_facts, judged, asks))

    return register


def told_of(row: Target | Month, **facts: Decimal | str | None) -> dict[str, Fact]:
    """The row's name and figures, as sentences write them."""
    told = {k: number(f) if isinstance(f, Decimal) else f or "" for k, f in facts.items()}
    return {"row": row.name, **told}


def left_open(message: str, rows: Sequence[Target | Month], column: str) -> Iterator[Verdict]:
    """What cannot be checked, told once for all such rows, at the first of them."""
    if rows:
        facts: dict[str, Fact] = {"rows": plural(len(rows), "row")}
        yield unknown(message, place=Place(str(rows[0].uid), column), facts=facts)
