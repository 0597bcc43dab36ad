"""What every page of a submission shows around its own content."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from bcf.checks.engine import check
from bcf.checks.findings import Finding, counts
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of

#: Days after a due date for which a page counts them.
LATE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Tab:
    """A link of the submission's bar."""

    label: str
    url: str
    to_fix: int
    current: bool


def findings_of(version: Version) -> list[Finding]:
    """Every finding of one version."""
    if "findings" not in version.remembered:
        version.remembered["findings"] = check([version])[version.pk]
    findings: list[Finding] = version.remembered["findings"]
    return findings


def state_note(version: Version) -> str:
    """The version's state in two words: "draft, version 1"."""
    state = "draft" if version.is_open else "frozen"
    return f"{state}, version {version.number}"


def long_past(due: datetime.date | None) -> bool:
    """Whether a due date is so far back that counting the days helps nobody."""
    return due is not None and (timezone.localdate() - due).days > LATE_DAYS


def place(version: Version, name: str, *more: object) -> str:
    """The address of a page of this submission."""
    submission = version.submission
    return reverse(name, args=[submission.board.code, submission.collection.code, *more])


def frame(version: Version, current: str, findings: list[Finding] | None = None) -> dict[str, Any]:
    """The context that the submission's bar needs; `current` is the open page's key."""
    if findings is None:
        findings = findings_of(version)
    to_fix = Counter(f.section for f in findings if f.stops)
    pages = [("tasks", "Task list", place(version, "submission"))]
    pages += [
        (section.key, section.title, place(version, "section", section.key))
        for section in sections_of(version.submission.collection)
    ]
    pages += [
        (key, label, place(version, key))
        for key, label in (
            ("summary", "Summary"),
            ("checklist", "Checklist"),
            ("approvals", "Approvals"),
            ("history", "History"),
            ("versions", "Versions"),
        )
    ]
    return {
        "version": version,
        "submission": version.submission,
        "due": version.submission.collection.due,
        "long_past": long_past(version.submission.collection.due),
        "bar_note": state_note(version),
        "sections": [Tab(label, url, to_fix[key], key == current) for key, label, url in pages],
        "may_change": version.may_write and version.is_open,
        "counted": counts(findings),
    }
