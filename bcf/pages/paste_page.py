"""What the page of a preview shows, and how a paste and a section meet in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bcf import figures
from bcf.pastes.headings import Heading
from bcf.pastes.preview import (
    ASIDE,
    CHANGES,
    MEND,
    NEW,
    SAME,
    Paste,
    Preview,
    Target,
    preview,
)
from bcf.submissions.models import Version
from bcf.submissions.proposals import Incoming, Proposal, propose
from bcf.submissions.sections import SectionKind

from .cells import full_label
from .paste_forms import PasteForm, Seen, write_bads, write_seen
from .paste_rows import Rows
from .paste_words import MOST_LISTED, named, notes, problems, question
from .undo import savers


def target_of(version: Version, section: SectionKind) -> Target:
    """A section as a paste meets it."""
    table = section.tables([version])[version.pk]
    return Target(
        columns=table.columns,
        table=[column for column in table.columns if column.in_table],
        lines=table.rows,
        named_by=section.keys_of(section.named_by),
        match_on=section.keys_of(section.match_on),
        paid_from=next(iter(section.keys_of([section.paid_from])), ""),
        funds=section.funds(version),
    )


def read_paste(
    version: Version, section: SectionKind, target: Target, form: PasteForm
) -> tuple[Preview, Proposal]:
    """The preview, with what the section refuses of it, and the proposal of its edits."""
    made = preview(_paste(target, form), target, form.answers)
    edits = list(made.edits())
    incoming = {section.key: Incoming([edit for _, edit in edits])}
    proposal = propose(version, incoming, {section.key: target.lines})
    made.take([row for row, _ in edits], proposal.differences[section.key])
    return made, proposal


def _paste(target: Target, form: PasteForm) -> Paste:
    """The paste; a block at a row and no column begins at the first."""
    at_column = form.at_column or (target.table[0].key if form.at_row else "")
    right = form.right if form.right[:1] == [at_column] else []
    down = form.down if form.down[:1] == [form.at_row] else []
    return Paste(form.grid, form.spans, form.at_row, at_column, down, right)


def preview_context(
    version: Version,
    section: SectionKind,
    form: PasteForm,
    made: Preview,
    moved: Mapping[UUID, Mapping[str, str]],
) -> dict[str, Any]:
    """What the template of a preview needs."""
    rows = Rows(made, section.row_noun, moved, _savers(version, section, moved))
    shown = list(rows)
    return {
        "section": section,
        "form_of": form,
        "made": made,
        "size": _size(made),
        "headings": _headings(made),
        "choices": [(c.key, full_label(c)) for c in made.target.columns if not c.computed],
        "columns": rows.heads,
        "rows": shown,
        "bads": write_bads(rows.bads),
        "seen": _seen(made),
        "moved": moved,
        **_words(made, form, section.row_noun),
    }


def _words(made: Preview, form: PasteForm, noun: str) -> dict[str, Any]:
    """What is asked and told around the rows."""
    found = problems(made)
    return {
        "questions": [question(made, doubt) for doubt in made.doubts],
        "problems": found[:MOST_LISTED],
        "things": figures.plural(len(found), "thing"),
        "more": max(len(found) - MOST_LISTED, 0),
        "notes": notes(made, form.spans, noun),
        "above": _above(made),
        "going_in": made.count(NEW, CHANGES, MEND),
        "counts": _counts(made, noun),
        "nothing": made.ready and not made.count(NEW, CHANGES),
    }


def _size(made: Preview) -> str:
    rows = figures.plural(len(made.grid) - (made.head is not None), "row")
    columns = figures.plural(len(made.grid[0]), "column")
    head = ", with a row of headings" if made.head is not None else ""
    return f"{rows} and {columns}{head}"


def _headings(made: Preview) -> list[tuple[int, str, Heading]]:
    """Each pasted column: its place, what it is called, and what it was read as."""
    first = made.grid[0]
    return [
        (place, " ".join(each.text.split())[:80] or _nameless(place, first[place]), each)
        for place, each in enumerate(made.headings)
    ]


def _nameless(place: int, first: str) -> str:
    shown = " ".join(first.split())[:30]
    return f"Column {place + 1}" + (f", “{shown}”" if shown else "")


def _above(made: Preview) -> dict[str, Any]:
    """Which blank names are, or could be, read as those above them."""
    names = [made.target.column(key).heading for key in made.target.named_by]
    return {
        "rows": named(made.above) if made.above else "",
        "names": " and ".join(names),
        "on": made.answers.above,
    }


def _seen(made: Preview) -> str:
    """What the preview shows of lines that are in the plan now, for the hidden field."""
    cells: Seen = {}
    same = set()
    for row in made.rows:
        line = made.line_of(row)
        if line is not None and made.outcomes[row.number] == SAME:
            same.add(line.uid)
        elif line is not None and made.outcomes[row.number] == CHANGES:
            cells[line.uid] = {
                key: made.target.column(key).canonical(change.was)
                for key, change in made.changes(row).items()
            }
    return write_seen(cells, same)


def _counts(made: Preview, noun: str) -> str:
    """How many rows become what: "8 new lines, 1 changed, 2 set aside"."""
    told = []
    if new := made.count(NEW):
        told.append(figures.plural(new, f"new {noun}"))
    for outcome, words in ((CHANGES, "changed"), (SAME, "already there"), (MEND, "to mend")):
        if many := made.count(outcome):
            told.append(f"{many} {words}")
    if aside := made.count(ASIDE):
        told.append(f"{aside} set aside")
    return ", ".join(told)


def _savers(
    version: Version, section: SectionKind, moved: Mapping[UUID, Mapping[str, str]]
) -> dict[tuple[UUID, str], str]:
    """Who last changed the cells that are not as they were seen."""
    return {
        (uid, key): who
        for uid, cells in list(moved.items())[:20]
        for key, who in savers(version, section.key, uid, cells).items()
    }
