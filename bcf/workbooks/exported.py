"""What a version holds, read once for a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.tables import Table, digest

T = TypeVar("T")


@dataclass
class Exported:
    """A version's tables by section key, what the checks found, and the moment of export."""

    version: Version
    at: datetime.datetime
    tables: dict[str, Table]
    findings: Sequence[Finding]
    _facts: dict[Any, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The fingerprint of all that the version holds."""
        return self.version.digest or digest(self.tables.values())

    def fact(self, read: Callable[[Version], T]) -> T:
        """What `read` says of the version, read once for all sheets."""
        if read not in self._facts:
            self._facts[read] = read(self.version)
        return self._facts[read]


def read_version(version: Version, at: datetime.datetime) -> Exported:
    """Read a version, loaded with its board, and its collection with its edition."""
    sections = sections_of(version.submission.collection)
    tables = {section.key: section.tables([version])[version.pk] for section in sections}
    return Exported(version, at, tables, check([version])[version.pk])
