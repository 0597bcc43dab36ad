"""A first map of an official file, for a person to complete.

Tables are found by their headings, crossed tables by our words around them, answers by the
words of their questions, and the line of a source of money by the source's name beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bcf.editions.models import Collection
from bcf.pastes.headings import Names, name_of, recognise
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Column, Kind
from bcf.workbooks.areas import Anchor, Area
from bcf.workbooks.cells import address
from bcf.workbooks.kinds import kind_of
from bcf.workbooks.outline import Raw

from .crossed import draft_crossed
from .structure import Structure

#: A row with fewer of a table's headings is not its row of headings.
_LEAST = 3


class _Found(NamedTuple):
    """A row of headings: how many of a section's columns it names, and where."""

    sheet: str
    row: int
    columns: Mapping[str, int]


def draft(collection: Collection, structure: Structure) -> list[Area]:
    """The areas of a collection as far as the file tells them; unknown places stay empty."""
    areas: list[Area] = []
    for section in sections_of(collection):
        for own in kind_of(section).areas(section):
            if not own.optional:
                areas.append(_Draft(section, own, structure).area())
    return areas


class _Draft:
    """One area of ours, looked for in the file."""

    def __init__(self, section: SectionKind, own: Area, structure: Structure) -> None:
        self.section = section
        self.own = own
        self.structure = structure
        self.columns = [c for c in section.workbook_columns if c.key in own.anchors or c.computed]

    def area(self) -> Area:
        if self.own.answers:
            return self._answers()
        if self.own.where:
            return self._line() or self._unknown()
        return self._table() or draft_crossed(self.section, self.structure) or self._unknown()

    def _unknown(self) -> Area:
        """Nothing was found: a person has to say where it is."""
        return self._made("", {}, answers=bool(self.own.where))

    def _made(
        self, sheet: str, anchors: Mapping[str, Anchor], room: int = 0, answers: bool = False
    ) -> Area:
        every = {c.key: anchors.get(c.key, Anchor()) for c in self.columns if not c.computed}
        every |= anchors  # what is worked out here, some files ask to be typed
        where, key = self.own.where, self.own.key
        return Area(key, self.section.key, sheet, every, where, room=room, answers=answers)

    # A table under headings.

    def _table(self) -> Area | None:
        best = max(self._rows_of_headings(), key=lambda found: len(found.columns), default=None)
        if best is None or len(best.columns) < min(_LEAST, len(self.columns)):
            return None
        grid = self.structure.outline.grid(best.sheet)
        anchors = {
            key: Anchor("", str(grid[best.row - 1][column - 1]), address(best.row + 1, column))
            for key, column in best.columns.items()
        }
        return self._made(best.sheet, anchors, self._room(best))

    def _rows_of_headings(self) -> Iterator[_Found]:
        names = Names(self.columns)
        for sheet in self.structure.visible:
            for number, row in enumerate(self.structure.outline.grid(sheet), start=1):
                texts = [_text(value) for value in row]
                if sum(bool(names.exact(text)) for text in texts if text) >= 2:
                    yield _Found(sheet, number, self._recognised(texts))

    def _recognised(self, texts: Sequence[str]) -> dict[str, int]:
        """Each column that a row of headings names, and the place of its heading."""
        columns = [replace(column, computed=False) for column in self.columns]
        named = recognise(texts, [], columns)
        return {
            heading.key: column
            for column, heading in enumerate(named, start=1)
            if heading.key and heading.text
        }

    def _room(self, found: _Found) -> int:
        """How many rows below the headings take what people fill in."""
        inputs = self.structure.sheets[found.sheet].inputs
        row = found.row
        while any((row + 1, column) in inputs for column in found.columns.values()):
            row += 1
        return row - found.row

    # The line of a source of money: its name, and the amounts beside it.

    def _line(self) -> Area | None:
        words = {name_of(text).words for text in (self.own.title, *self.own.where.values())}
        for sheet, row, column, text in self._texts():
            beside = self.structure.sheets[sheet].inputs_right_of(row, column)
            if beside and name_of(text).words in words:
                money = [column for column in self.columns if column.kind is Kind.MONEY]
                places = zip(money, beside, strict=False)
                anchors = {c.key: Anchor("", text, address(row, at)) for c, at in places}
                return self._made(sheet, anchors, answers=True)
        return None

    # Answers beside their questions.

    def _answers(self) -> Area:
        names = Names(self.columns)
        anchors: dict[str, Anchor] = {}
        sheets: dict[str, str] = {}
        for sheet, row, column, text in self._texts():
            at = self.structure.sheets[sheet].input_right_of(row, column)
            for asked in names.exact(text)[:1] if at else []:
                anchors.setdefault(asked.key, Anchor("", text, address(row, at or 0)))
                sheets.setdefault(asked.key, sheet)
        sheet = max(sheets.values(), key=list(sheets.values()).count, default="")
        found = {key: anchor for key, anchor in anchors.items() if sheets[key] == sheet}
        return self._made(sheet, found, answers=True)

    def _texts(self) -> Iterator[tuple[str, int, int, str]]:
        for sheet in self.structure.visible:
            for number, row in enumerate(self.structure.outline.grid(sheet), start=1):
                for column, value in enumerate(row, start=1):
                    if text := _text(value):
                        yield sheet, number, column, text


def _text(value: Raw) -> str:
    return value if isinstance(value, str) else ""


def entries_called(column: Column, offered: Sequence[str]) -> dict[str, str]:
    """What a file's list calls each entry of a column's list, as far as it can be told.

    An entry is known by its label; a row that the edition names by its code as well.
    """
    called = {name_of(label).words: label for label in offered}
    found = {}
    for option in column.options:
        names = (option.label, option.key) if column.given else (option.label,)
        known = (called.get(name_of(name).words) for name in names)
        found[option.key] = next(filter(None, known), "")
    return {key: label for key, label in found.items() if label}
