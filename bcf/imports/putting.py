"""Putting in what was chosen of an upload, and everything that is in its way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from bcf.pages.cells import told
from bcf.submissions.models import Change, Via
from bcf.submissions.proposals import recorded
from bcf.workbooks.annotate import Fault

from .asked import Choice
from .changes import CELL, Look, chosen, line_name
from .models import Upload

if TYPE_CHECKING:
    from bcf.people.models import User


def put_in(
    upload: Upload, look: Look, choice: Choice, *, by: User | None, via: str = Via.PAGE
) -> Change | None:
    """Put what was chosen in as one change, and keep which upload it came from.

    Returns None when there is nothing to change. Raises Refused and Frozen.
    """
    what = f"Uploaded workbook: {upload.name}"
    proposal = chosen(look, choice.names, choice.over)
    with recorded(by=by, what=what), transaction.atomic():
        change = proposal.apply(by=by, what=what, via=via)
        if change is not None:
            upload.change = change
            upload.save(update_fields=["change"])
    return change


def open_faults(look: Look) -> Iterator[Fault]:
    """What has to be said or mended before all of the file can go in, but for conflicts."""
    yield from look.faults
    for doubt in look.filled.doubts:
        columns = ", ".join(column.heading for column in doubt.columns.values())
        message = f"{columns}: these amounts look like thousands of pounds. Type pounds."
        sheet = next(made.sheet for made in look.filled.sections if made.doubt is doubt)
        yield Fault(sheet, "", message)
    for made in look.filled.sections:
        noun = made.section.row_noun
        for row, _ in made.asked:
            message = f"It is not known which {noun} this row is. Upload the file and say so."
            yield Fault(row.located.sheet, row.place(""), message)


def all_faults(look: Look) -> list[Fault]:
    """The same with the conflicts, for the copy with notes."""
    return [*open_faults(look), *_conflicts(look)]


def _conflicts(look: Look) -> Iterator[Fault]:
    for item in look.conflicts:
        name = line_name(item.section, item.line)
        if item.what == CELL and item.row is not None:
            column = next(c for c in item.section.columns if c.key == item.column)
            now = told(column, item.conflicts[0].now)
            has = f"“{now}”" if now else "nothing"
            message = f"The plan has {has} here now: somebody changed it after the export."
            yield Fault(item.row.located.sheet, item.row.place(item.column), message)
        else:
            message = f"{name} is not in the file, and was changed in the plan after the export."
            yield Fault(item.section.sheet, "", message)
