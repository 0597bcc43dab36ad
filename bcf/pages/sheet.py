"""A section's table with its filters and totals, written once for each state of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string

from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind

from .tables import shown_table


def sheet(
    version: Version,
    section: SectionKind,
    findings: Sequence[Finding],
    query: Mapping[str, str],
    may_change: bool,
) -> dict[str, Any]:
    """The table, and the page's part that shows it.

    Nothing in it is of the person who reads it, but for whether they may change it. It is
    remembered as it opens; other looks at it, by the address, are many and rarely asked twice.
    """
    name = f"sheet {section.key} {may_change}"
    if not query and name in version.remembered:
        remembered: dict[str, Any] = version.remembered[name]
        return remembered
    table = section.tables([version])[version.pk]
    shown = shown_table(version, section, table, findings, query)
    context = {
        "version": version,
        "submission": version.submission,
        "section": section,
        "table": shown,
        "may_change": may_change,
        **section.totals(version, table.rows),
    }
    made = {"table": shown, "sheet": render_to_string("pages/partials/sheet.html", context)}
    if not query:
        version.remembered[name] = made
    return made
