"""Filling an official file: the map says where it holds what, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from bcf import figures
from bcf.editions.models import Collection
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, section_of
from bcf.tables import Column, Row, Table, Value, fold

from .areas import Area, Located, Missing, locate
from .cells import Content
from .outline import Outline
from .patch import Filling, Template
from .reading import Labels, read_rows
from .rows import content

#: So many rows without a place are named.
_NAMED = 5


class Known(NamedTuple):
    """A figure of a version that a formula of an official file may amount to."""

    key: str
    label: str
    value: Callable[[Version], Content]


class DoesNotFit(Exception):
    """The file has no room for all that the version holds; nothing was written."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


#: What a file calls the entries of a list: by section and column, then by entry.
Names = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True)
class Map:
    """Where an official file holds what: its areas, its labels, the figures of its formulas.

    `figures` go by sheet and cell.
    """

    collection: Collection
    areas: tuple[Area, ...]
    labels: Names
    figures: Mapping[tuple[str, str], str]

    def entries(self, section: str) -> Labels:
        """What reads the file's lists: by column and folded label, the entry it stands for."""
        own = section_of(self.collection, section)
        return {
            column: _said(own.column(column), names)
            for (key, column), names in self.labels.items()
            if key == section
        }


def _said(column: Column, names: Mapping[str, str]) -> dict[str, str]:
    """What each label stands for.

    One that several entries have, each under another leader, stands for the word that the
    edition has for them: the row tells which is meant.
    """
    entries: dict[str, list[str]] = {}
    for entry, label in names.items():
        entries.setdefault(fold(label), []).append(entry)
    words = {label: {column.label_of(entry) for entry in some} for label, some in entries.items()}
    return {
        label: some[0] if len(some) == 1 else words[label].pop()
        for label, some in entries.items()
        if len(words[label]) == 1
    }


class Official:
    """An official file compiled with its map, ready to be filled for any board."""

    def __init__(self, data: bytes, wanted: Map) -> None:
        self.map = wanted
        self.outline = Outline.read(data)
        self.located, self.missing = locate(wanted.areas, self.outline)
        self.missing += [
            Missing(sheet, cell)
            for sheet, cell in wanted.figures
            if sheet not in self.outline.sheets
        ]
        self._data = data

    @cached_property
    def template(self) -> Template:
        """The file cut at the cells that may be written."""
        cells: dict[str, set[str]] = {}
        for area in self.located:
            cells.setdefault(area.sheet, set()).update(cell for _, cell in places_of(area))
        for sheet, cell in self.map.figures:
            cells.setdefault(sheet, set()).add(cell)
        return Template(self._data, cells, forget=True)

    def fill(self, version: Version) -> bytes:
        """The file with what a version holds.

        Raises DoesNotFit, before anything is written, when the file lacks something of the
        map, or room for the version's rows.
        """
        sections = (section_of(self.map.collection, key) for key in self.by_section)
        tables = [section.tables([version])[version.pk] for section in sections]
        known = known_figures(self.map.collection)
        values = {key: known[key].value(version) for key in self.map.figures.values()}
        return self.write(tables, values)

    def write(self, tables: Iterable[Table], values: Mapping[str, Content]) -> bytes:
        """The file with these tables, and figures by key. Raises DoesNotFit."""
        problems = [missing.message for missing in self.missing]
        fillings = {sheet: Filling() for sheet in self.outline.sheets}
        for table in tables:
            section = section_of(self.map.collection, table.key)
            problems += _fill_section(fillings, section, table, self)
        if problems:
            raise DoesNotFit(problems)
        for (sheet, cell), figure in self.map.figures.items():
            fillings[sheet].values[cell] = values[figure]
        filled = {sheet: filling for sheet, filling in fillings.items() if filling.values}
        return self.template.fill(filled)

    def numbers(
        self, area: Located, rows: Sequence[Row], columns: Mapping[str, Column]
    ) -> dict[UUID, int]:
        """The number in the file of each row that has one, by uid.

        One after the other; rows that the edition names stand where the file calls them so.
        """
        given = given_of(area, columns.values())
        if given is None:
            return {row.uid: number for number, row in enumerate(rows, start=area.first)}
        called = self.rows_called(area, given)
        return {row.uid: called[key] for row in rows if (key := row.get(given.key)) in called}

    def rows_called(self, area: Located, given: Column) -> dict[Value, int]:
        """The numbers of the rows that the edition names, by their keys, in the file's order."""
        read = read_rows(area, self.outline, [given], self.map.entries(area.area.section))
        return {given.parse(row.raw[given.key], {}): row.number for row in read}

    @cached_property
    def by_section(self) -> dict[str, list[Located]]:
        """The areas of each section, in the map's order."""
        found: dict[str, list[Located]] = {}
        for area in self.located:
            found.setdefault(area.area.section, []).append(area)
        return found


@cache
def _readers() -> list[Callable[[Collection], Iterable[Known]]]:
    return [import_string(path) for path in settings.BCF_FIGURES]


def known_figures(collection: Collection) -> dict[str, Known]:
    """The figures that formulas of a collection's official file may be said to amount to."""
    return {known.key: known for read in _readers() for known in read(collection)}


def places_of(area: Located) -> Iterator[tuple[str, str]]:
    """Every cell of an area: the key of its column, and its address."""
    for key in area.columns:
        if area.area.answers:
            yield key, area.place(area.first, key)
        else:
            yield from ((key, area.place(row, key)) for row in range(area.first, area.last + 1))


def given_of(area: Located, columns: Iterable[Column]) -> Column | None:
    """The column by which a table of the file says which of the edition's rows each is."""
    return next((c for c in columns if c.given and c.key in area.columns), None)


def _fill_section(
    fillings: Mapping[str, Filling], section: SectionKind, table: Table, official: Official
) -> Iterator[str]:
    """Put a section's rows into its areas; what does not fit is told."""
    columns = {column.key: column for column in table.columns}
    rest = [row for row in table if section.adds_up(row)]
    for area in official.by_section[section.key]:
        rows = [row for row in rest if _belongs(row, area.area)]
        rest = [row for row in rest if not _belongs(row, area.area)]
        room = area.last - area.first + 1
        if area.area.answers:
            rows = [_together(rows, columns)] if rows else []
        numbers = official.numbers(area, rows, columns)
        if len(numbers) > room:
            yield _too_many(section, area, len(rows), room)
            continue
        if given_of(area, columns.values()) and not numbers:
            yield f"The sheet “{area.sheet}” has none of the rows of the section {section.title}."
        rest += [row for row in rows if row.uid not in numbers and _says(row, area, columns)]
        placed = [(numbers[row.uid], row) for row in rows if row.uid in numbers]
        values = fillings[area.sheet].values
        values.update(_cells(section, area, placed, columns, official.map.labels))
    rest = [
        row
        for row in rest
        if any(c.is_typed and row.get(c.key) is not None for c in columns.values())
    ]
    if rest and not section.is_page:
        yield _no_place(section, rest)


def _says(row: Row, area: Located, columns: Mapping[str, Column]) -> bool:
    """Whether something was typed in a row that the area would hold."""
    return any(columns[key].is_typed and row.get(key) is not None for key in area.columns)


def _cells(
    section: SectionKind,
    area: Located,
    placed: Iterable[tuple[int, Row]],
    columns: Mapping[str, Column],
    names: Names,
) -> Iterator[tuple[str, Content]]:
    """What is written of rows, by their numbers in the file."""
    for number, row in placed:
        for key in area.columns:
            if columns[key].given:
                continue  # the file calls the row as it does
            column = area.area.as_kept(columns[key])
            written = _written(column, row.get(key), names.get((section.key, key), {}))
            if written is not None:
                yield area.place(number, key), written


def _belongs(row: Row, area: Area) -> bool:
    return all(row.get(key) == value for key, value in area.where.items())


def _together(rows: Sequence[Row], columns: Mapping[str, Column]) -> Row:
    """Several rows in one: figures added up where all are known, words where all agree."""
    if len(rows) == 1:
        return rows[0]
    values: dict[str, Value] = {}
    for key, column in columns.items():
        held = [row.get(key) for row in rows]
        if column.kind.is_number:
            known = [value for value in held if isinstance(value, Decimal)]
            values[key] = sum(known, Decimal(0)) if len(known) == len(held) else None
        else:
            values[key] = held[0] if len(set(held)) == 1 else None
    return Row(rows[0].uid, rows[0].position, values)


def _written(column: Column, value: Value, names: Mapping[str, str]) -> Content:
    return names.get(str(value)) or content(column, value)


def _too_many(section: SectionKind, area: Located, rows: int, room: int) -> str:
    there = figures.plural(rows, section.row_noun)
    return (
        f"The sheet “{area.sheet}” has room for {room}, and the plan has {there} for it. "
        "Join some, or ask for a file with more rows."
    )


def _no_place(section: SectionKind, rows: Sequence[Row]) -> str:
    """What the file has no place for; rows that the edition names are called by their names."""
    there = figures.plural(len(rows), section.row_noun)
    given = next((column for column in section.columns if column.given), None)
    named = [given.label_of(row.get(given.key)) for row in rows[:_NAMED]] if given else []
    more = ["others"] if given and len(rows) > _NAMED else []
    told = f": {'; '.join(named + more)}" if named else ""
    return f"The file has no place for {there} of the section {section.title}{told}."
