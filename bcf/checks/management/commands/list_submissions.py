"""`manage.py list_submissions [--json]`: every submission and what the rules say of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bcf import words
from bcf.checks.engine import check
from bcf.checks.findings import Finding, Outcome, counts
from bcf.editions.models import Severity
from bcf.submissions.models import Version


class Command(BaseCommand):
    help = "List the newest version of every submission: board, collection, state, findings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        newest = Version.objects.newest().values("pk")
        versions = (
            Version.objects.filter(pk__in=newest)
            .select_related("submission__board", "submission__collection__edition")
            .order_by("submission__board__code", "submission__collection__code")
        )
        findings = check(versions)
        if options["json"]:
            listed = [_as_json(version, findings[version.pk]) for version in versions]
            self.stdout.write(json.dumps(listed, indent=2))
        else:
            self.stdout.write("\n".join(_as_line(v, findings[v.pk]) for v in versions))


def _state(version: Version) -> str:
    return "draft" if version.is_open else "frozen"


def _as_json(version: Version, findings: Iterable[Finding]) -> dict[str, Any]:
    """One submission; findings are counted by outcome, then by severity."""
    counted = {outcome.word: {str(severity): 0 for severity in Severity} for outcome in Outcome}
    for finding in findings:
        counted[finding.outcome.word][finding.severity] += 1
    return {
        "board": version.submission.board.code,
        "collection": version.submission.collection.code,
        "state": _state(version),
        "findings": counted,
    }


def _as_line(version: Version, findings: Iterable[Finding]) -> str:
    told = [words.count(key, number) for key, number in counts(findings).items() if number]
    return "  ".join([version.submission.code, _state(version), ", ".join(told)])
