"""What was typed in the lines of several boards: all of it is saved, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from bcf.pages.forms import SEEN, conflict_words
from bcf.pages.rows import change_rows
from bcf.pages.undo import savers
from bcf.people.models import User
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Frozen, Refused
from bcf.tables import CellError, Column, Edit

from .money import LINE, Cell, Line, Money, new_prefix

GONE = "Somebody deleted this line, or froze its plan. You typed “{}”, which was not saved."


class Fault(NamedTuple):
    """Why a cell cannot be taken; `now` is its value in canonical form where it was changed."""

    message: str
    now: str | None = None


class NotSaved(Exception):
    """Something typed cannot be taken, so nothing was: why, by the names of controls."""

    def __init__(self, faults: Mapping[str, Fault]) -> None:
        super().__init__("Some cells were refused.")
        self.faults = faults


class _Wanted(NamedTuple):
    """What somebody typed in a line: the edit, and its cells by the keys of columns."""

    line: Line
    edit: Edit
    cells: Mapping[str, Cell]


def save(money: Money, data: Mapping[str, str], *, by: User) -> list[Change]:
    """Save every line that was changed, in all plans or in none; each plan has its change.

    Plans are taken in one order, so that two people never wait for each other. Raises
    NotSaved.
    """
    every = [w for line in money.lines() if (w := _wanted(money, line, data))]
    faults = {name: Fault(GONE.format(data[name])) for name in _lost(money, every, data)}
    changes = []
    with transaction.atomic():
        for version, wanted in sorted(_by_plan(every).items(), key=lambda plan: plan[0].pk):
            try:
                changes.append(_apply(money, version, wanted, by))
            except Refused as refused:
                faults |= _faults(money, version, wanted, refused)
            except Frozen:
                faults |= {c.name: Fault(Frozen.message) for w in wanted for c in w.cells.values()}
        if faults:
            raise NotSaved(faults)
    return [change for change in changes if change]


def _apply(money: Money, version: Version, wanted: list[_Wanted], by: User) -> Change | None:
    edits = [each.edit for each in wanted]
    return change_rows(version, money.section, edits, f"changed by {money.body}", by=by)


def _by_plan(wanted: Iterable[_Wanted]) -> dict[Version, list[_Wanted]]:
    """What is wanted of each plan that may be changed."""
    plans: dict[Version, list[_Wanted]] = {}
    for each in wanted:
        if each.line.version and each.line.editable:
            plans.setdefault(each.line.version, []).append(each)
    return plans


def _wanted(money: Money, line: Line, data: Mapping[str, str]) -> _Wanted | None:
    """What the form says of a line; None where it says nothing new."""
    raw, seen, cells = {}, {}, {}
    for cell in line.cells:
        key, name = cell.column.key, sent_as(line, cell, data)
        if is_new(cell.column, name, data):
            raw[key], seen[key], cells[key] = data[name], data.get(f"{SEEN}{name}", ""), cell
    if not raw:
        return None
    if line.uid:
        return _Wanted(line, Edit(uid=UUID(line.uid), raw=raw, seen=seen), cells)
    payer = {"source": line.source.key, "contributor": money.body.code}
    return _Wanted(line, Edit(raw={**payer, **raw}), cells)


def sent_as(line: Line, cell: Cell, data: Mapping[str, str]) -> str:
    """The name by which a cell was sent.

    A line that somebody added while the form was open is sent as a new one, of which
    nothing was seen.
    """
    if cell.name in data:
        return cell.name
    return f"{new_prefix(line.board, line.source)}-{cell.column.key}"


def is_new(column: Column, name: str, data: Mapping[str, str]) -> bool:
    """Whether what was typed is another value than what was seen, or none at all."""
    if name not in data:
        return False
    try:
        value = column.parse(data[name], {})
    except CellError:
        return True
    return column.canonical(value) != data.get(f"{SEEN}{name}", "")


def _lost(money: Money, wanted: Iterable[_Wanted], data: Mapping[str, str]) -> Iterator[str]:
    """The controls of lines that are gone, or whose plan may not be changed any more."""
    for each in wanted:
        if not each.line.editable:
            yield from (sent_as(each.line, cell, data) for cell in each.cells.values())
    known = {cell.name for cell in money.cells()}
    for name in data:
        if name.startswith(LINE) and name not in known and is_new(money.columns[0], name, data):
            yield name


def _faults(
    money: Money, version: Version, wanted: list[_Wanted], refused: Refused
) -> dict[str, Fault]:
    difference = refused.proposal.differences[money.section.key]
    found = {}
    for refusal in difference.refusals:
        cells = wanted[refusal.index].cells
        for cell in [cells[refusal.column]] if refusal.column in cells else cells.values():
            found[cell.name] = Fault(refusal.message)
    for conflict in difference.conflicts:
        cell = wanted[conflict.index].cells[conflict.column]
        who = savers(version, money.section.key, conflict.uid, [conflict.column])
        words = conflict_words(cell.column, conflict, who.get(conflict.column, "Somebody else"))
        found[cell.name] = Fault(words, cell.column.canonical(conflict.now))
    return found
