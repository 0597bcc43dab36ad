"""The form of a paste: it carries all that the preview is made from, and nothing else does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import QueryDict

from bcf.pastes.answers import Answers, Bad
from bcf.pastes.clipboard import Grid, Span, inside, merged, read_html, read_text, write_text

_SPAN = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})\.([0-9]{1,6})")
_CELL = re.compile(r"cell-([0-9]{1,6})-(.+)", re.DOTALL)
_NUMBERED = re.compile(r"(column|value)-([0-9]{1,6})")

Seen = dict[UUID, dict[str, str]]


@dataclass(slots=True)
class PasteForm:
    """A paste as a form brought it; a block with its cell, and the cells right of and below it.

    `revision` is that of the version when the preview was made, `seen` the cells of lines
    that it showed as changed, `same` the lines that rows were already.
    """

    text: str = ""
    grid: Grid = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    at_row: UUID | None = None
    at_column: str = ""
    down: list[UUID] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    revision: int | None = None
    seen: Seen = field(default_factory=dict)
    same: set[UUID] = field(default_factory=set)
    answers: Answers = field(default_factory=Answers)

    @property
    def places(self) -> tuple[set[UUID], set[str]]:
        """The lines and the columns that it names."""
        rows, columns = {*self.down, self.at_row}, {*self.right, self.at_column}
        return {row for row in rows if row}, {column for column in columns if column}

    @property
    def written_down(self) -> str:
        """The lines that it goes down over, for a hidden field."""
        return " ".join(map(str, self.down))

    @property
    def written_spans(self) -> str:
        """The merged cells for a hidden field."""
        return ";".join(f"{s.row}.{s.column}.{s.height}.{s.width}" for s in self.spans)


def read_form(data: QueryDict) -> PasteForm:
    """Read what was sent; what makes no sense is passed over. Raises TooMuch."""
    form = PasteForm(text=data.get("text", ""), at_column=data.get("at_column", ""))
    form.at_row = _uuid(data.get("at_row", ""))
    form.down = [row for row in map(_uuid, data.get("down", "").split()) if row]
    form.right = data.get("right", "").split()
    form.grid, form.spans = _pasted(form.text, data.get("html", ""))
    form.text = form.text if form.text.strip() else write_text(form.grid)
    if written := data.get("spans"):
        spans = (Span(*map(int, found)) for found in _SPAN.findall(written))
        form.spans = inside(spans, form.grid)
    form.revision = _number(data.get("revision", ""))
    form.seen, form.same = _seen(data.get("seen", ""))
    form.answers = _answers(data)
    return form


def _pasted(text: str, html: str) -> tuple[Grid, list[Span]]:
    """The text's cells, with what the HTML says of merged ones; or the HTML's, without a text."""
    if text.strip():
        grid = read_text(text)
        return grid, merged(html, grid) if html else []
    return read_html(html) if html else ([], [])


def _uuid(written: object) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None


def _seen(written: str) -> tuple[Seen, set[UUID]]:
    """The cells and the lines that the person saw."""
    told = _json(written, dict)
    cells = told.get("cells")
    seen: Seen = {}
    for line, values in cells.items() if isinstance(cells, dict) else ():
        uid = _uuid(line)
        if uid is not None and isinstance(values, dict):
            seen[uid] = {str(key): str(value) for key, value in values.items()}
    same = told.get("same")
    lines = map(_uuid, same) if isinstance(same, list) else ()
    return seen, {line for line in lines if line is not None}


def write_seen(seen: Mapping[UUID, Mapping[str, str]], same: set[UUID]) -> str:
    """What `_seen` reads."""
    cells = {str(uid): values for uid, values in seen.items()}
    return json.dumps({"cells": cells, "same": sorted(map(str, same))})


def write_bads(bads: list[Bad]) -> str:
    """The values that are in no list, in the order of their selects."""
    return json.dumps([[bad.column, bad.leader, bad.text] for bad in bads])


def _json(written: str, kind: type) -> Any:
    try:
        told = json.loads(written or "null")
    except (ValueError, RecursionError):
        return kind()
    return told if isinstance(told, kind) else kind()


def _answers(data: QueryDict) -> Answers:
    """The answers given before, with those of the fields and the button that was pressed."""
    answers = Answers(above=data.get("above") != "blank", columns_right="columns_right" in data)
    answers.read(data.get("answers", ""))
    for reason in ("heading", "total"):
        if data.get(f"thousands-{reason}") in ("yes", "no"):
            answers.thousands[reason] = data[f"thousands-{reason}"] == "yes"
    bads = [Bad(*bad) for bad in _json(data.get("bads", ""), list) if _is_bad(bad)]
    for name, value in data.items():
        _answer(answers, bads, name, str(value))
    _press(answers, bads, data)
    return answers


def _is_bad(told: object) -> bool:
    return isinstance(told, list) and len(told) == 3 and all(isinstance(t, str) for t in told)


def _answer(answers: Answers, bads: list[Bad], name: str, value: str) -> None:
    """Take up one field."""
    if found := _CELL.fullmatch(name):
        answers.cells[int(found[1]), found[2]] = value
    elif found := _NUMBERED.fullmatch(name):
        number = int(found[2])
        if found[1] == "column":
            answers.columns[number] = value
        elif value and number < len(bads):
            answers.values[bads[number]] = value


def _press(answers: Answers, bads: list[Bad], data: QueryDict) -> None:
    """Take up the button: a row's use, the nearest entry, or a mend taken back."""
    for name, use in (("use", True), ("leave", False)):
        if (row := _number(data.get(name, ""))) is not None:
            answers.rows[row] = use
    place, _, entry = data.get("accept", "").partition(":")
    if (number := _number(place)) is not None and number < len(bads):
        answers.values[bads[number]] = entry
    kind, _, place = data.get("unmend", "").partition(":")
    if (number := _number(place)) is not None:
        _drop(answers.cells if kind == "cell" else answers.values, number)


def _drop(kept: dict[Any, str], number: int) -> None:
    """Forget the answer at this place."""
    for key in list(kept)[number : number + 1]:
        del kept[key]


def _number(written: str) -> int | None:
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else None
