"""What versions hold, read once for their workbooks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bcf.checks.engine import check
from bcf.checks.findings import Finding
from bcf.submissions.models import Version
from bcf.submissions.sections import sections_of
from bcf.tables import Table, digest

T = TypeVar("T")


class Together:
    """Versions that are read together, and what sheets have asked of them so far."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.versions = versions
        self._facts: dict[Any, Mapping[int, Any]] = {}

    def fact(self, version: Version, read: Callable[[Sequence[Version]], Mapping[int, T]]) -> T:
        """What `read` says of one of the versions; it is asked once, of all of them."""
        if read not in self._facts:
            self._facts[read] = read(self.versions)
        found: T = self._facts[read][version.pk]
        return found


@dataclass
class Exported:
    """A version's tables by section key, what the checks found, and the moment of export."""

    version: Version
    at: datetime.datetime
    tables: dict[str, Table]
    findings: Sequence[Finding]
    together: Together

    @property
    def digest(self) -> str:
        """The fingerprint of all that the version holds."""
        return self.version.digest or digest(self.tables.values())

    def fact(self, read: Callable[[Sequence[Version]], Mapping[int, T]]) -> T:
        """What `read` says of the version, read once for all sheets."""
        return self.together.fact(self.version, read)


def read_version(version: Version, at: datetime.datetime) -> Exported:
    """Read a version, loaded with its board, and its collection with its edition."""
    (exported,) = read_versions([version], at)
    return exported


def read_versions(versions: Sequence[Version], at: datetime.datetime) -> Iterator[Exported]:
    """Read versions of one collection, loaded in the same way, in few queries for all."""
    if not versions:
        return
    findings = check(versions)
    together = Together(versions)
    sections = sections_of(versions[0].submission.collection)
    tables = {section.key: section.tables(versions) for section in sections}
    for version in versions:
        own = {key: by_version[version.pk] for key, by_version in tables.items()}
        yield Exported(version, at, own, findings[version.pk], together)
