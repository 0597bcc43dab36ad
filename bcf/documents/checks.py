"""R-NAR-003: the narrative goes with the workbook, as a document beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Value, When

from bcf.answers.models import Answer
from bcf.checks.findings import Verdict, fails, holds
from bcf.checks.registry import Round, Rule, enter
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of

from .models import Attachment, Purpose


@dataclass(frozen=True)
class NarrativeRule(Rule):
    """A rule about sections that are answered in a document beside the workbook."""

    def speaks_of(self, section: SectionKind) -> bool:
        return bool(section.document_columns)


def narratives(round: Round) -> Mapping[int, str]:
    """Of each plan whether its narrative is "written" here, "attached", or neither ("")."""
    sections = sections_of(round.collection)
    asked = [s.questions[column.key].pk for s in sections for column in s.document_columns]
    answers = Answer.objects.filter(version=OuterRef("pk"), question__in=asked)
    attached = Attachment.objects.standing().filter(
        submission=OuterRef("submission"), purpose=Purpose.NARRATIVE
    )
    narrative = Case(
        When(Exists(answers), then=Value("written")),
        When(Exists(attached), then=Value("attached")),
        default=Value(""),
    )
    versions = Version.objects.filter(pk__in=[version.pk for version in round.versions])
    return dict(versions.order_by().annotate(narrative=narrative).values_list("pk", "narrative"))


def narrative_is_there(narrative: str) -> Iterable[Verdict]:
    """A narrative is written here or attached; how good it is no rule can tell."""
    match narrative:
        case "written":
            yield holds("The narrative goes with the plan.", "It is written here.")
        case "attached":
            yield holds("The narrative goes with the plan.", "It is attached as a document.")
        case _:
            message = "No narrative goes with the plan."
            yield fails(message, "Write it here, or attach it to the plan.", missing=True)


enter(NarrativeRule("R-NAR-003", "", narratives, narrative_is_there))
