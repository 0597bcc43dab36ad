"""A filled workbook set against a version: the rows it holds, and the edits they ask for."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bcf.submissions.models import Version
from bcf.submissions.past import canonical_cells
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Column, Edit, Row, fold
from bcf.workbooks.annotate import Fault
from bcf.workbooks.areas import Area, Located, locate
from bcf.workbooks.kinds import own_areas
from bcf.workbooks.outline import Outline
from bcf.workbooks.reading import Labels, read_rows

from .added_up import is_within, settle
from .matching import Answers, Cells, FileRow, Matches, match
from .origin import NO_BASE, Origin, WrongFile, origin_of
from .thousands import Doubt, doubt_of, in_pounds

NOT_OURS = (
    "None of the plan's tables was found in this file."
    " Upload the workbook that you downloaded here and filled in."
)


@dataclass(slots=True)
class Filled:
    """What an uploaded workbook holds for a version.

    `notes` are about the file as a whole, `faults` what it lacks; `doubts` have to be answered
    before anything can be compared.
    """

    version: Version
    origin: Origin
    sections: list[FilledSection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def doubts(self) -> list[Doubt]:
        return [section.doubt for section in self.sections if section.doubt]


@dataclass(slots=True)
class FilledSection:
    """The rows of one section, and the line that each is.

    `lines` are those that stand now. `base` holds the lines as the file's maker saw them, and
    those of `later`, which were added since: perhaps from an earlier upload of the same file; and
    those of which the file says nothing. `new` are the names of rows that no line can be. `edits`
    go with the rows that ask for them; the removal of a line has no row. `sheet` is the file's,
    the first if it has several.
    """

    section: SectionKind
    sheet: str
    columns: Sequence[Column]
    lines: Sequence[Row]
    rows: Sequence[FileRow]
    base: Mapping[UUID, Cells]
    later: Collection[UUID] = ()
    new: Collection[str] = ()
    doubt: Doubt | None = None
    matches: Matches = field(default_factory=Matches)
    edits: list[tuple[Edit, FileRow | None]] = field(default_factory=list)

    @property
    def asked(self) -> list[tuple[FileRow, list[UUID]]]:
        """The rows of which a person has to say which line they are."""
        return [(r, self.matches.asked[r.name]) for r in self.rows if r.name in self.matches.asked]


def read_filled(
    outline: Outline,
    version: Version,
    answers: Answers | None = None,
    thousands: Mapping[str, bool] | None = None,
) -> Filled:
    """Set a file against a version.

    `answers` say which line a row is; `thousands`, by section, whether its doubtful amounts
    are thousands of pounds. Raises WrongFile.
    """
    filled = Filled(version, origin_of(outline, version))
    located, lost = _find(filled, outline)
    if note := filled.origin.note:
        filled.notes.append(note)
    for section in sections_of(version.submission.collection):
        own = [place for place in located if place.area.section == section.key]
        if own:
            made = _section(filled, outline, section, own)
            _match(filled, made, lost, answers or {}, thousands or {})
            filled.sections.append(made)
    return filled


def _find(filled: Filled, outline: Outline) -> tuple[list[Located], list[Area]]:
    """The areas that the file has, and those it has lost."""
    found: list[Located] = []
    lost: list[Area] = []
    for area in filled.origin.areas or own_areas(filled.version.submission.collection):
        located, missing = locate([area], outline)
        found += located
        if missing and not located:
            lost.append(area)
        else:
            filled.faults += [Fault(m.sheet, "", _mend(m.message)) for m in missing]
    if not found:
        raise WrongFile(NOT_OURS)
    for area in lost:
        name = f"table “{area.title}”" if area.title else "table"
        message = f"The {name} of the sheet “{area.sheet}” was not found."
        filled.faults.append(Fault(area.sheet, "", _mend(message)))
    return found, lost


def _mend(message: str) -> str:
    return f"{message} What the plan holds of it is left as it is. Download the workbook again."


def _section(
    filled: Filled, outline: Outline, section: SectionKind, located: Sequence[Located]
) -> FilledSection:
    version = filled.version
    columns = section.columns_for(version)
    typed = [column for column in columns if not column.computed]
    standing = section.rows(version)
    now = {row.uid: canonical_cells(section.columns, row) for row in standing}
    base = filled.origin.rows(version, section, now)
    if base is None:
        base = now
        if filled.origin.version is not None and NO_BASE not in filled.notes:
            filled.notes.append(NO_BASE)
    labels = _labels(typed, filled.origin.labels(section))
    rows = []
    for place in located:
        for number, uid, raw in read_rows(place, outline, typed, labels):
            raw = {**place.area.where, **raw}
            if section.is_page:
                uid = next(iter(now))
            rows.append(FileRow.read(place, number, uid, raw, typed))
    told = {**now, **base}
    settled = settle(section, typed, rows, standing, told)
    filled.faults += settled.faults
    later = (now.keys() - base.keys()) | settled.kept
    about = section, located[0].sheet, columns, standing
    return FilledSection(*about, settled.rows, told, later, settled.new)


def _labels(columns: Sequence[Column], official: Labels) -> Labels:
    """What the file calls entries of lists, by column and folded label."""
    return {c.key: {**_withdrawn(c), **official.get(c.key, {})} for c in columns}


def _withdrawn(column: Column) -> Mapping[str, str]:
    """The keys of entries that the list does not offer any more, where no other is called so."""
    if not column.withdrawn:
        return {}
    offered = {fold(option.label) for option in column.options}
    return {fold(o.label): o.key for o in column.withdrawn if fold(o.label) not in offered}


def _match(
    filled: Filled,
    made: FilledSection,
    lost: Sequence[Area],
    answers: Answers,
    thousands: Mapping[str, bool],
) -> None:
    """Find each row's line, and what the rows ask for."""
    section = made.section
    exported = [cells for uid, cells in made.base.items() if uid not in made.later]
    doubt = doubt_of(filled.version, section, made.columns, made.rows, made.lines, exported)
    if doubt is not None and section.key not in thousands:
        made.doubt = doubt
        return
    if doubt is not None and thousands[section.key]:
        made.rows = [_in_pounds(made.columns, row, doubt) for row in made.rows]
    keys = section.keys_of(section.match_on)
    answers = {**answers, **dict.fromkeys(made.new)}
    if not section.is_page and any(_is_unnamed(row) for row in made.rows):
        filled.notes.append(_by_keys(made, keys))
    made.matches = match(made.rows, made.base, keys, answers)
    made.edits = list(_edits(made, lost))


def _in_pounds(columns: Sequence[Column], row: FileRow, doubt: Doubt) -> FileRow:
    told = {key: in_pounds(text) for key, text in row.raw.items() if key in doubt.columns}
    raw = {**row.raw, **told}
    return FileRow.read(row.located, row.number, row.uid, raw, columns)


def _is_unnamed(row: FileRow) -> bool:
    """Whether neither the file nor its map says which line the row is."""
    return row.located.uid is None and row.uid is None


def _by_keys(made: FilledSection, keys: Sequence[str]) -> str:
    """That the hidden uids have gone, and what rows are known by instead."""
    names = ", ".join(column.heading for column in made.columns if column.key in keys)
    return (
        f"{made.section.title}: the file does not say any more which row is which"
        f" {made.section.row_noun}. Rows are matched by {names}."
    )


def _edits(made: FilledSection, lost: Sequence[Area]) -> Iterator[tuple[Edit, FileRow | None]]:
    for row in made.rows:
        uid = made.matches.lines.get(row.name)
        if uid is not None:
            seen = made.base[uid]
            if raw := {key: row.raw[key] for key, text in row.cells.items() if text != seen[key]}:
                yield Edit(uid=uid, raw=raw, seen=seen, read=row.values), row
        elif row.name in made.matches.new:
            raw = {key: text for key, text in row.raw.items() if text.strip()}
            yield Edit(uid=uuid.uuid4(), new=True, raw=raw, read=row.values), row
    yield from _removals(made, lost)


def _removals(made: FilledSection, lost: Sequence[Area]) -> Iterator[tuple[Edit, None]]:
    """The lines that the file does not have, but for those whose table it has lost."""
    if not made.section.rows_vary:
        return
    gone = made.matches.gone.difference(made.later)
    elsewhere = [area.where for area in lost if area.section == made.section.key]
    for uid in gone.intersection(line.uid for line in made.lines):
        cells = made.base[uid]
        if not any(is_within(cells, where) for where in elsewhere):
            yield Edit(uid=uid, remove=True, seen=cells), None
