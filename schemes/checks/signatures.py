"""R-COV-008: with several NHS bodies in the pool, each of them signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from bcf.boards.models import NHS
from bcf.checks.findings import Facts, Place, Verdict, fails, holds
from bcf.checks.registry import Round
from bcf.checks.told import Answers, told
from schemes.models import FundingLine

SIGNED = "icb_chief_executives_signed_on"


def nhs_contributors(round: Round) -> Mapping[int, list[str]]:
    """The NHS bodies that pay into each plan, by name. A tie without money asks for nothing."""
    names: dict[int, list[str]] = defaultdict(list)
    lines = FundingLine.objects.filter(
        version__in=round.versions,
        contributor__kind__in=NHS,
        years__amount__gt=0,
    )
    paying = lines.order_by("contributor__name").values_list("version", "contributor__name")
    for version, name in paying.distinct():
        names[version].append(name)
    return names


@told("R-COV-008", SIGNED, more=nhs_contributors)
def each_nhs_body_signs(plan: Answers) -> Iterator[Verdict]:
    """A line for each. None at all is for R-COV-006 to say."""
    bodies: list[str] = plan.more or []
    for row in plan.rows:
        text = row.values[SIGNED]
        if len(bodies) < 2 or text is None:
            continue
        place = Place(str(row.uid), SIGNED)
        lines = [line for line in str(text).splitlines() if line.strip()]
        facts: Facts = {"signed": len(lines), "bodies": len(bodies), "names": ", ".join(bodies)}
        if len(lines) < len(bodies):
            message = "{signed} of {bodies} NHS bodies in the pool have signed."
            yield fails(message, "A line for each: {names}.", place, facts)
        else:
            yield holds("Each of the {bodies} NHS bodies in the pool has signed.", "", place, facts)
