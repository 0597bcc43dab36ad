"""`manage.py check_submission BOARD COLLECTION [--json]`: what the rules say of one plan."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bcf import words
from bcf.checks.engine import check, totals
from bcf.checks.findings import Finding, counts
from bcf.figures import PENNY, money
from bcf.submissions.codes import NotFound, newest_version
from bcf.submissions.models import Version
from bcf.submissions.sections import section_of


class Command(BaseCommand):
    """Exits with 1 when something stops the plan being sent, with 2 when there is no plan."""

    help = "Check a board's answer to a collection by every rule of its edition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("board", help="the board's ONS code, such as E06000058")
        parser.add_argument("collection", help="the collection's code, such as 2019-20-plan")
        parser.add_argument("--json", action="store_true", help="print JSON for other programs")

    def handle(self, *args: Any, board: str, collection: str, **options: Any) -> None:
        try:
            version = newest_version(board, collection)
        except NotFound as none:
            raise CommandError(str(none), returncode=2) from none
        findings = check([version])[version.pk]
        sums = totals([version])[version.pk]
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(version, sums, findings), indent=2))
        else:
            self.stdout.write("\n".join(_as_text(version, sums, findings)))
        if any(finding.stops for finding in findings):
            sys.exit(1)


def _as_json(
    version: Version, sums: dict[str, Decimal | None], findings: Iterable[Finding]
) -> dict[str, Any]:
    """The report for other programs: amounts are strings in pounds, null when not known."""
    return {
        "submission": version.submission.code,
        "totals": {
            name: None if pounds is None else str(pounds.quantize(PENNY))
            for name, pounds in sums.items()
        },
        "findings": [
            {
                "rule": finding.rule,
                "outcome": finding.outcome.word,
                "severity": finding.severity,
                "section": finding.section,
                "row": finding.row,
                "column": finding.column,
                "message": finding.message,
            }
            for finding in findings
        ],
    }


def _as_text(
    version: Version, sums: dict[str, Decimal | None], findings: list[Finding]
) -> Iterable[str]:
    yield str(version)
    for name, pounds in sums.items():
        yield f"{name.capitalize()}: {money(pounds)}"
    yield _counted(findings)
    for key, group in groupby(findings, lambda finding: finding.section):
        part = list(group)
        yield ""
        yield f"{section_of(version.submission.collection, key).title}: {_counted(part)}"
        for finding in part:
            if finding.state != "holds":
                said = f"{finding.message} {finding.detail}".strip()
                yield f"  {words.STATES[finding.state].word}: {said} ({finding.rule})"


def _counted(findings: Iterable[Finding]) -> str:
    """The counts that are not nought: 6 to fix, 1 cannot be checked, 14 hold."""
    told = [words.count(key, number) for key, number in counts(findings).items() if number]
    return ", ".join(told) or "nothing to check"
