"""Example plans, put in by the ways that people use: start, propose, apply."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from uuid import UUID

from django.db import transaction

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.submissions.lifecycle import start
from bcf.submissions.models import Change, Submission, Version, Via
from bcf.submissions.proposals import Incoming, Refused, propose, recorded
from bcf.submissions.sections import section_of
from bcf.tables import Edit, Row

from .files import Cells, ExampleError, folder, name, read

#: What the history says of a plan that was loaded.
WHAT = "Example loaded"


def load_plans() -> dict[str, str]:
    """Load the example plans that are not there yet.

    Says what became of each, by the plan's code: `loaded`, `kept` or `kept: edited since`.
    A plan that is there is never touched. Raises ExampleError when a file and the
    reference data do not agree; then nothing of that plan is loaded.
    """
    return {
        f"{plan['board']}/{plan['collection']}": _load(plan)
        for plan in read(folder() / "plans.csv")
    }


@transaction.atomic
def _load(plan: Cells) -> str:
    try:
        # Locked, so that a second loader beside this one waits and then finds the plan.
        board = Board.objects.select_for_update().get(code=plan["board"])
        collection = Collection.objects.select_related("edition").get(code=plan["collection"])
    except (Board.DoesNotExist, Collection.DoesNotExist) as error:
        raise ExampleError(
            f"plans.csv: {plan['board']}/{plan['collection']} is not in the reference data."
            " Run load_reference first."
        ) from error
    if submission := Submission.objects.filter(board=board, collection=collection).first():
        return "kept: edited since" if _edited(submission) else "kept"
    version = start(board=board, collection=collection, by=None)
    _say_what_is_made_up(version.submission, plan)
    _fill(version, plan)
    return "loaded"


def _edited(submission: Submission) -> bool:
    """Whether the newest change of a plan is not the loading itself."""
    changes = Change.objects.filter(version__submission=submission)
    return changes.latest("version__number", "revision").what != WHAT


def _say_what_is_made_up(submission: Submission, plan: Cells) -> None:
    with recorded(by=None, what=WHAT, reason=plan["reason"]):
        submission.illustration = plan["illustration"]
        submission.save(update_fields=["illustration"])


def _fill(version: Version, plan: Cells) -> None:
    """Put in every section that the plan's folder has a file for."""
    tables = {path.stem: path for path in sorted((folder() / plan["folder"]).glob("*.csv"))}
    incoming = {key: Incoming(_edits(version, key, path)) for key, path in tables.items()}
    try:
        propose(version, incoming).apply(by=None, what=WHAT, via=Via.COMMAND, reason=plan["reason"])
    except Refused as refused:
        raise ExampleError(_refusals(refused, tables)) from refused


def _edits(version: Version, key: str, path: Path) -> list[Edit]:
    """A file's rows as edits of one section."""
    try:
        section = section_of(version.submission.collection, key)
    except KeyError as error:
        raise ExampleError(f"{name(path)}: the collection has no section “{key}”.") from error
    rows = read(path)
    typed = {column.key for column in section.columns if not column.computed}
    if unknown := {key for cells in rows for key in cells} - typed:
        raise ExampleError(f"{name(path)}: no column is called {', '.join(sorted(unknown))}.")
    started = {row.uid: _words(row, typed) for row in section.rows(version)}
    return [Edit(uid=_uid(started, cells), raw=cells) for cells in rows]


def _words(row: Row, typed: Container[str]) -> Cells:
    """What is written in a row's typed cells, its figures left out."""
    cells = row.values.items()
    return {key: value for key, value in cells if key in typed and isinstance(value, str)}


def _uid(started: Mapping[UUID, Cells], cells: Cells) -> UUID | None:
    """The row that starting the plan has already made for these cells, if any.

    Such a row carries only what it stands for (its source and contributor) and what is
    published, so it is the row whose words are all among the cells.
    """
    return next((uid for uid, words in started.items() if words.items() <= cells.items()), None)


def _refusals(refused: Refused, tables: Mapping[str, Path]) -> str:
    """Every refused cell with its file, row and reason."""
    return "\n".join(
        f"{name(tables[key])}, row {refusal.index + 2}, {refusal.column}: {refusal.message}"
        for key, difference in refused.proposal.differences.items()
        for refusal in difference.refusals
    )
