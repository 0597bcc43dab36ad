"""The checklist: every finding by section, each with the way to its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bcf.approvals.checks import APPROVALS
from bcf.checks.findings import Finding, counts
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of

from .frame import place

SHOWN = ("fails", "warns", "unknown", "holds")
ORDER = ("fails", "missing", "warns", "unknown", "holds")
Numbers = Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding with where to mend it."""

    finding: Finding
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section's findings: what needs somebody first, and apart what holds."""

    title: str
    counted: dict[str, int]
    open: list[Item]
    holding: list[Item]


def checklist(version: Version, findings: Sequence[Finding], show: str = "") -> dict[str, Any]:
    """The parts of the checklist, those with something to fix first; `show` is one outcome."""
    show = show if show in SHOWN else ""
    sections = sections_of(version.submission.collection)
    parts = [
        _part(version, section, [f for f in findings if f.section == section.key], show)
        for section in sections
    ]
    parts.sort(key=lambda part: not part.counted["fails"])
    return {"parts": [part for part in parts if part.open or part.holding], "show": show}


def _part(version: Version, section: SectionKind, findings: list[Finding], show: str) -> Part:
    numbers = _row_numbers(version, section, findings)
    findings = sorted(findings, key=lambda f: ORDER.index(str(f.state)))
    items = [_item(version, section, finding, numbers) for finding in findings]
    shown = [i for i in items if not show or _outcome(i.finding) == show]
    return Part(
        title=section.title,
        counted=counts(findings),
        open=[item for item in shown if item.finding.state != "holds"],
        holding=[item for item in shown if item.finding.state == "holds"],
    )


def _outcome(finding: Finding) -> str:
    return "fails" if finding.state == "missing" else str(finding.state)


def _row_numbers(version: Version, section: SectionKind, findings: list[Finding]) -> Numbers:
    """The number under which each row stands on its page, where a finding speaks of one."""
    return section.numbers(version) if any(finding.row for finding in findings) else {}


def _item(version: Version, section: SectionKind, finding: Finding, numbers: Numbers) -> Item:
    if finding.subject == APPROVALS:
        return Item(finding, place(version, "approvals"), "Approvals")
    page = place(version, "section", section.key)
    column = next((c for c in section.columns if c.key == finding.column), None)
    if not finding.row:
        return Item(finding, *_section_link(section, page, finding))
    if section.is_page:
        return Item(finding, f"{page}#id_{finding.column}", column.heading if column else "")
    uid = UUID(finding.row)
    url = place(version, "row", section.key, uid)
    noun = f"{section.row_noun.capitalize()} {numbers.get(uid, '')}".strip()
    if column is None or column.computed:
        return Item(finding, url, noun)
    return Item(finding, f"{url}#id_{column.key}", f"{noun}, {column.heading}")


def _section_link(section: SectionKind, page: str, finding: Finding) -> tuple[str, str]:
    """Where a finding about the whole section is mended: the rows it is about, or the page."""
    if rows := section.rows_about(finding.subject):
        return f"{page}?{urlencode(rows)}", f"{section.title}: its lines"
    return page, section.title
