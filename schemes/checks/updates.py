"""R-CHK-009: what an update shows of the plan whose place it takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Sum

from bcf.checks.findings import Verdict, holds
from bcf.checks.registry import Round, rule
from bcf.editions.models import Effect
from bcf.submissions.models import Version
from schemes.models import LineYear
from schemes.totals import EXPENDITURE


def entered_before(round: Round) -> Mapping[int, Decimal | None]:
    """What the amended plan spends in the update's years, in pounds; None without such a plan."""
    if round.collection.effect != Effect.REPLACES:
        return dict.fromkeys(version.pk for version in round.versions)
    submissions = [version.submission_id for version in round.versions]
    first = Version.objects.filter(submission__in=submissions, number=1)
    bases = dict(first.values_list("submission", "base"))
    amounts = LineYear.objects.filter(
        line__version__in=first.values("base"), year__in=round.sections[EXPENDITURE].years
    )
    spent = dict(amounts.order_by().values_list("line__version").annotate(Sum("amount")))
    return {v.pk: spent.get(bases.get(v.submission_id)) for v in round.versions}


@rule("R-CHK-009", EXPENDITURE, entered_before)
def earlier_figures_stay(before: Decimal | None) -> Iterator[Verdict]:
    """They are read from the plan itself, and nobody types them: there is nothing to break."""
    if before is not None:
        message = "The {before} planned before stands beside the lines, and is not changed here."
        yield holds(message, facts={"before": before})
