"""The task list: each section with its state and what is left, worked out and never ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Func, TextField

from bcf import figures
from bcf.checks.findings import Finding, counts
from bcf.submissions.models import Change, Presence, Version
from bcf.submissions.sections import SectionKind, sections_of

from .frame import place

#: The gravest first: what a section's sentence speaks of.
GRAVITY = ("fails", "missing", "warns", "unknown", "holds")

#: What a section without rules says of itself, by what is missing of it.
WITHOUT_RULES = {
    "all": "Nothing is filled in yet.",
    "some": "Some answers are still needed.",
    "": "All filled in.",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One section on the task list. `state` is a key of the list of words, with its text."""

    title: str
    group: str
    url: str
    left: str
    state: str
    text: str
    second: str
    change: Change | None
    here: str


def tasks(
    version: Version, findings: Sequence[Finding], others: Iterable[Presence] = ()
) -> dict[str, Any]:
    """The groups of tasks, and how many sections are complete. `others` are here just now."""
    changes = _last_changes(version)
    here = _here(others)
    sections = sections_of(version.submission.collection)
    every = [
        _task(version, section, [f for f in findings if f.section == section.key], changes, here)
        for section in sections
    ]
    return {
        "groups": [(name, list(group)) for name, group in groupby(every, lambda t: t.group)],
        "complete": sum(task.state == "complete" for task in every),
        "all": len(every),
        "money": _money(version),
        "narrative": any(section.document_columns for section in sections),
    }


def _task(
    version: Version,
    section: SectionKind,
    findings: Sequence[Finding],
    changes: dict[str, Change],
    here: dict[str, str],
) -> Task:
    missing = _missing(section, version, findings)
    state, text = section_state(findings, missing)
    counted = counts(findings)
    second = [
        f"{counted[key]} {words}"
        for key, words in (("warns", "to look at"), ("unknown", "cannot be checked"))
        if counted[key]
    ]
    return Task(
        title=section.title,
        group=section.group,
        url=place(version, "section", section.key),
        left=_left(findings) if findings else WITHOUT_RULES[missing],
        state=state,
        text=text,
        second=", ".join(second),
        change=changes.get(section.key),
        here=here.get(section.key, ""),
    )


def section_state(findings: Sequence[Finding], missing: str) -> tuple[str, str]:
    """A section's state and its words, from what the checks found and what is missing."""
    counted = counts(findings)
    if counted["fails"]:
        return "to_fix", f"{counted['fails']} to fix"
    if missing == "all":
        return "not_started", ""
    if missing:
        return "in_progress", ""
    if any(f.state == "unknown" and not f.judgement for f in findings):
        return "waiting", ""
    return "complete", ""


def _missing(section: SectionKind, version: Version, findings: Sequence[Finding]) -> str:
    """Whether "all" of what is needed is missing, "some" of it, or nothing ("")."""
    rows = section.rows(version)
    typed = [column.key for column in section.columns if column.is_typed]
    if not any(row.get(key) is not None for row in rows for key in typed):
        return "all"
    if any(f.missing and f.state != "holds" for f in findings):
        return "some"
    needed = [
        (row, column)
        for row in rows
        for column in section.columns
        if column.need == "always" or (column.need == "asked" and section.asked(column, row.values))
    ]
    blank = any(row.get(column.key) is None for row, column in needed if not column.computed)
    return "some" if blank and not section.rows_vary else ""


def _left(findings: Sequence[Finding]) -> str:
    """The gravest finding, in its own words, and how many more there are."""
    grave = sorted(
        (f for f in findings if f.state != "holds"), key=lambda f: GRAVITY.index(str(f.state))
    )
    if not grave:
        return "Nothing is left to do."
    more = len(grave) - 1
    also = f" And {figures.plural(more, 'thing')} more." if more else ""
    return f"{grave[0].message}{also}"


def _last_changes(version: Version) -> dict[str, Change]:
    """The newest change of each section, by section key."""
    changes = (
        Change.objects.filter(version=version)
        .annotate(
            section=Func(F("inverse"), function="jsonb_object_keys", output_field=TextField())
        )
        .select_related("by")
        .defer("inverse")
        .order_by("section", "-revision")
        .distinct("section")
    )
    return {change.section: change for change in changes}


def _here(others: Iterable[Presence]) -> dict[str, str]:
    """Who has each section open, in words, by section key."""
    names: dict[str, list[str]] = {}
    for other in others:
        names.setdefault(other.section, []).append(other.user.name)
    return {
        section: f"{', '.join(some)} {'are' if len(some) > 1 else 'is'} here"
        for section, some in names.items()
    }


def _money(version: Version) -> dict[str, Any]:
    """The pool of each year, told by the section that spends it."""
    told = (section.headline(version) for section in sections_of(version.submission.collection))
    return next((headline for headline in told if headline), {})
