"""One file of many: whose it is by its stamp, what it would change, and putting it in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from bcf import figures
from bcf.cycles import no_search_for_cycles
from bcf.submissions.codes import NotFound, newest_version
from bcf.submissions.models import Version, Via
from bcf.submissions.proposals import Frozen, Refused
from bcf.workbooks.annotate import Fault
from bcf.workbooks.opening import Unreadable
from bcf.workbooks.outline import Outline
from bcf.workbooks.registry import registered
from bcf.workbooks.stamp import read_stamp
from bcf.zips import MOST_BYTES

from .asked import everything
from .changes import CELL, GONE, NEW, Look, look
from .files import TOO_LARGE, Given
from .filled import read_filled
from .models import Upload
from .origin import WrongFile
from .putting import open_faults, put_in

NO_STAMP = "The file has no stamp, so whose it is is not known. Upload it on the plan's own page."
CANNOT_READ = "The file cannot be read from where it is. Copy it again."


@dataclass(slots=True)
class Report:
    """What became of one file: counts of rows added, cells changed, rows removed."""

    file: str
    submission: str = ""
    added: int = 0
    changed: int = 0
    removed: int = 0
    conflicts: int = 0
    errors: Sequence[Fault] = field(default_factory=list)
    notes: Sequence[str] = field(default_factory=list)
    put: bool = False

    @property
    def ok(self) -> bool:
        """Nothing stands in the way of putting it in whole."""
        return not (self.conflicts or self.errors)

    def as_json(self) -> dict[str, object]:
        """The report as other programs read it."""
        return {
            "file": self.file,
            "submission": self.submission or None,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "conflicts": self.conflicts,
            "errors": [fault._asdict() for fault in self.errors],
        }

    def __str__(self) -> str:
        """The report in a line."""
        counts = f"{self.changed} changed, {self.added} added, {self.removed} removed"
        if self.conflicts:
            counts += f", {figures.plural(self.conflicts, 'conflict')}"
        if self.errors:
            place = " ".join(filter(None, self.errors[0][:2]))
            counts += f", {figures.plural(len(self.errors), 'error')}, the first: "
            counts += f"{place}: {self.errors[0].message}" if place else self.errors[0].message
        return f"{self.file}: {self.submission or 'no plan'}: {counts}{' (put in)' * self.put}"


@no_search_for_cycles()
def import_one(given: Given, apply: bool) -> Report:
    """Look at one file; with `apply`, put it in whole if nothing is in its way."""
    report = Report(given.name)
    try:
        data = given.read()
        found = _looked(report, data)
        if apply and report.ok:
            _put(report, found, data)
    except OSError:
        report.errors = [Fault("", "", CANNOT_READ)]
    except NotFound as none:
        report.errors = [Fault("", "", str(none))]
    except (Unreadable, WrongFile, Refused, Frozen) as refused:
        report.errors = [Fault("", "", refused.message)]
    return report


def _looked(report: Report, data: bytes) -> Look:
    """What the file would change. Raises Unreadable, WrongFile and NotFound."""
    if len(data) > MOST_BYTES:
        raise WrongFile(TOO_LARGE)
    outline = Outline.read(data)
    version = _version(outline)
    report.submission = version.submission.code
    found = look(read_filled(outline, version))
    report.added, report.changed = found.count(NEW), found.count(CELL)
    report.removed, report.conflicts = found.count(GONE), len(found.conflicts)
    report.errors, report.notes = list(open_faults(found)), found.filled.notes
    return found


def _version(outline: Outline) -> Version:
    if stamp := read_stamp(outline):
        return newest_version(stamp.board, stamp.collection)
    if sent := registered(outline.sha256):
        submission = sent.version.submission
        return newest_version(submission.board.code, submission.collection.code)
    raise WrongFile(NO_STAMP)


@transaction.atomic
def _put(report: Report, found: Look, data: bytes) -> None:
    """Keep the file and put it in, both or neither. Raises Refused and Frozen."""
    version = found.filled.version
    if found.items:
        upload = Upload.keep(version.submission, report.file, data, None)
        report.put = put_in(upload, found, everything(found), by=None, via=Via.COMMAND) is not None
