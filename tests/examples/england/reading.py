"""What the tests of the made-up England read of it."""

from io import StringIO

from django.core.management import call_command

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.submissions.lifecycle import version_digest
from bcf.submissions.models import Version

OWN = "X98"
#: What a mistake breaks beside its own rule.
ALSO = {
    "R-EXP-002": {"R-EXP-001"},
    "R-MIN-001": {"R-MIN-007"},
    "R-MIN-003": {"R-MIN-007"},
}
#: What no made-up plan has: approvals, which people give themselves, and a narrative.
BEFORE_SENDING = {"R-COV-005", "R-NAR-003"}


def call(*arguments: str) -> str:
    out = StringIO()
    call_command("england", *arguments, stdout=out)
    return out.getvalue()


def findings() -> dict[str, list[Finding]]:
    """What the rules say of each of its plans, by the plan's code, but for BEFORE_SENDING."""
    versions = Version.objects.filter(submission__board__code__startswith=OWN)
    versions = versions.select_related("submission__board", "submission__collection__edition")
    found = check(versions)
    return {
        version.submission.code: [f for f in found[version.pk] if f.rule not in BEFORE_SENDING]
        for version in versions
    }


def digests(**which: object) -> dict[str, str]:
    versions = Version.objects.filter(**which)
    related = versions.select_related("submission__board", "submission__collection__edition")
    return {version.submission.code: version_digest(version) for version in related}


def own_digests() -> dict[str, str]:
    return digests(submission__board__code__startswith=OWN)


def fails(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found if finding.outcome == "fails"}
