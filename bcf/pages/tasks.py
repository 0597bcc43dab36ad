"""The task list: each section with its state and what is left, worked out and never ticked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from bcf import figures
from bcf.approvals.checks import APPROVALS
from bcf.checks.findings import Finding, counts
from bcf.editions.models import KeyDate
from bcf.people.models import User
from bcf.submissions.assigning import assigned
from bcf.submissions.models import Change, Presence, Version
from bcf.submissions.sections import SectionKind, sections_of

from .approvals import approval_parts, approval_tasks
from .frame import place
from .task import Task, next_task

#: The gravest first: what a section's sentence speaks of.
GRAVITY = ("fails", "missing", "warns", "unknown", "holds")

#: How the key of a section's own day in an edition's timetable ends: "section-75-due".
DUE = "-due"

#: What a section without rules says of itself, by what is missing of it.
WITHOUT_RULES = {
    "all": "Nothing is filled in yet.",
    "some": "Some answers are still needed.",
    "": "All filled in.",
}


def tasks(
    version: Version, findings: Sequence[Finding], user: User, others: Iterable[Presence] = ()
) -> dict[str, Any]:
    """The groups of tasks, what comes next, and how many sections are complete.

    `others` are here just now.
    """
    sections = sections_of(version.submission.collection)
    known = _Known(
        changes=_last_changes(version),
        people=assigned(version.submission),
        here=_here(others),
        due=_own_days(version),
    )
    # Approvals are tasks of their own, and not of the section that their rule is told with.
    of_sections = [finding for finding in findings if finding.subject != APPROVALS]
    every = [
        _task(version, section, [f for f in of_sections if f.section == section.key], known)
        for section in sections
    ]
    agreeing = approval_tasks(approval_parts(version, findings))
    open_ = [*every, *agreeing] if version.is_open else agreeing
    return {
        "groups": [(name, list(group)) for name, group in groupby(every, lambda t: t.group)],
        "agreeing": agreeing,
        "next": next_task(open_, user),
        "complete": sum(task.state == "complete" for task in every),
        "all": len(every),
        "money": _money(version),
        "narrative": any(section.document_columns for section in sections),
    }


class _Known(NamedTuple):
    """What is known of sections beside their content, by their keys."""

    changes: Mapping[str, Change]
    people: Mapping[str, User]
    here: Mapping[str, str]
    due: Mapping[str, KeyDate]


def _task(
    version: Version, section: SectionKind, findings: Sequence[Finding], known: _Known
) -> Task:
    missing = _missing(section, version, findings)
    state, text = section_state(findings, missing)
    counted = counts(findings)
    second = [
        f"{counted[key]} {words}"
        for key, words in (("warns", "to look at"), ("unknown", "cannot be checked"))
        if counted[key]
    ]
    person = known.people.get(section.key)
    return Task(
        title=section.title,
        group=section.group,
        url=place(version, "section", section.key),
        left=_left(findings) if findings else WITHOUT_RULES[missing],
        state=state,
        text=text,
        second=", ".join(second),
        people=(person,) if person else (),
        change=known.changes.get(section.key),
        here=known.here.get(section.key, ""),
        due=known.due.get(section.key),
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
    newest = Change.objects.filter(version=version).last_of_sections().select_related("by")
    return {change.section: change for change in newest}


def _own_days(version: Version) -> dict[str, KeyDate]:
    """The days by which sections are due, by key: of those with one other than the plan's."""
    dates = KeyDate.objects.filter(edition=version.submission.collection.edition_id)
    due = dates.filter(key__endswith=DUE, date__isnull=False)
    return {date.key.removesuffix(DUE): date for date in due}


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
