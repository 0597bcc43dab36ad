"""Sections whose rows are a typed model, with figures by year and answers for the rest."""

from __future__ import annotations

import json
import uuid
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import FilteredRelation, Model, Q, QuerySet

from bcf.copying import Copier
from bcf.kept import Kept, Slot
from bcf.submissions.content import ContentRow, stamp, update_each
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind
from bcf.tables import Column, Difference, Row, Value
from bcf.tables.diff import POSITION

from .store import (
    AnswerKeys,
    Place,
    add_answers,
    cells_of,
    copy_answers,
    delete_rows,
    read_cells,
    write_answers,
)

Values = Mapping[str, Value]
#: Figures of rows by year: by row and year, the value of each field.
Figures = dict[tuple[UUID, str], dict[str, Value]]


def in_year(year: str) -> str:
    """The name of the join to one year's figures."""
    return f"in_{year.replace('-', '_')}"


def by_year(years: Iterable[str]) -> dict[str, FilteredRelation]:
    """A join to each year's figures, under the names of `in_year`."""
    return {
        in_year(year): FilteredRelation("years", condition=Q(years__year=year)) for year in years
    }


class TypedRows(SectionKind):
    """Rows of `model`, their figures by year in `year_model`, other columns as answers.

    `year_model` has a `line`, a `year` and the fields named in `year_fields`. A row of it
    that holds nothing is taken away: no row means not known.
    """

    model: ClassVar[type[ContentRow]]
    year_model: ClassVar[type[Model]]
    year_fields: ClassVar[tuple[str, ...]] = ("amount",)

    @cached_property
    def typed(self) -> dict[str, Column]:
        """Columns held in a field of the row itself, by key."""
        return {c.key: c for c in self.columns if c.field and not c.computed and not c.year}

    @cached_property
    def yearly(self) -> dict[str, Column]:
        """Columns held once a year, by key."""
        return {c.key: c for c in self.columns if c.field and not c.computed and c.year}

    def by_year(self, field: str) -> dict[str, Column]:
        """The columns of a field that is asked once a year, by year."""
        return {c.year: c for c in self.yearly.values() if c.field == field}

    @cached_property
    def answered(self) -> dict[str, Column]:
        """Columns held as answers, by key."""
        return {c.key: c for c in self.columns if not c.field and not c.computed}

    @cached_property
    def answer_keys(self) -> AnswerKeys:
        return AnswerKeys(self)

    # Out.

    @property
    def every(self) -> QuerySet[Any]:
        """The section's rows, of whichever version."""
        return self.model._default_manager.all()

    def queryset(self, versions: Iterable[Version]) -> QuerySet:
        return self.every.filter(version__in=list(versions))

    @cached_property
    def held(self) -> dict[str, str]:
        """Where each typed value of a row is held, by key: a field, or one behind a relation."""
        return {key: column.field for key, column in self.typed.items()}

    def value(self, key: str, found: Any) -> Value:
        """A typed value, from what was found where it is held."""
        return None if found == "" else found

    @cached_property
    def _all_rows(self) -> Kept:
        return self._statement(self.every.filter(version=Slot("version")))

    @cached_property
    def _some_rows(self) -> Kept:
        ours = self.every.filter(version=Slot("version"))
        return self._statement(ours.filter(uid__any_of=Slot("uids")))

    def _statement(self, lines: QuerySet[Any, Any]) -> Kept:
        """Everything of each row: its place, typed values, figures by year, answers."""
        figures = [f"{in_year(column.year)}__{column.field}" for column in self.yearly.values()]
        answers = [cells_of("uid")] if self.answered else []
        years = {column.year for column in self.yearly.values()}
        ordered = lines.alias(**by_year(years)).order_by("position", "pk")
        return Kept(
            lambda: ordered.values_list(
                "uid", "position", "lineage", *self.held.values(), *figures, *answers
            )
        )

    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        if uids is None:
            found = self._all_rows.run(version=version.pk)
        elif uids:
            found = self._some_rows.run(version=version.pk, uids=list(uids))
        else:
            found = []
        return [self._row(*line) for line in found]

    def _row(self, uid: UUID, position: int, lineage: UUID, *cells: Any) -> Row:
        figures = len(self.held)
        values = {key: self.value(key, cell) for key, cell in zip(self.held, cells, strict=False)}
        values |= zip(self.yearly, cells[figures:], strict=False)
        if self.answered:
            values |= read_cells(json.loads(cell) for cell in cells[-1])
        return Row(uid, position, self.compute(values), lineage)

    def compute(self, values: dict[str, Value]) -> dict[str, Value]:
        """Add the values of computed columns that follow from the row alone."""
        return values

    # In.

    @abstractmethod
    def fields(self, rows: Mapping[UUID, Values]) -> dict[UUID, dict[str, Any]]:
        """The model fields that the typed values of some rows set, by row."""

    def new_fields(
        self, version: Version, rows: Sequence[Row], revision: int
    ) -> dict[UUID, dict[str, Any]]:
        """The same for rows that are added; what they refer to is made, where it is new."""
        return self.fields({row.uid: self._part(row.values, self.typed) for row in rows})

    @cached_property
    def blank(self) -> dict[str, Any]:
        """The columns of a row in its table, with nothing in them yet."""
        fields = self.model._meta.concrete_fields
        return {f.attname: f.get_default() for f in fields if not f.primary_key}

    def write(self, version: Version, difference: Difference, revision: int) -> None:
        if difference.removed:
            self._remove(version, [row.uid for row in difference.removed])
        if difference.added:
            self._add(version, difference.added, revision)
        if difference.changed:
            self._change(version, difference.changes_by_row(), revision)

    def _remove(self, version: Version, uids: list[UUID]) -> None:
        if self.answered:
            delete_rows(version, [str(uid) for uid in uids])
        self.queryset([version]).filter(uid__in=uids).delete()

    def _add(self, version: Version, rows: list[Row], revision: int) -> None:
        fields = self.new_fields(version, rows, revision)
        copier, common = Copier(len(rows)), {"version_id": version.pk, "revision": revision}
        ids: dict[UUID, int] = {}
        for row in rows:
            own = {"uid": row.uid, "lineage": row.lineage or uuid.uuid4(), "position": row.position}
            line = {**self.blank, **common, **own, **fields[row.uid]}
            ids[row.uid] = copier.add_parent(self.model, **line)
        figures, answers = self._cells({row.uid: row.values for row in rows})
        for (uid, year), values in figures.items():
            held = {name: values.get(name) for name in self.year_fields}
            copier.add(self.year_model, line_id=ids[uid], year=year, **held)
        if answers:
            add_answers(copier, version.pk, self.answered, self.answer_keys, answers, revision)
        copier.copy()

    def _change(self, version: Version, changes: Mapping[UUID, Values], revision: int) -> None:
        ids = stamp(self.model, version, changes, revision)
        typed = {uid: self._part(values, self.typed) for uid, values in changes.items()}
        fields = self.fields({uid: values for uid, values in typed.items() if values})
        for uid, values in changes.items():
            if POSITION in values:
                fields.setdefault(uid, {})["position"] = int(str(values[POSITION]))
        update_each(self.model, {ids[uid]: values for uid, values in fields.items()})
        figures, answers = self._cells(changes)
        self._write_years({(ids[uid], year): values for (uid, year), values in figures.items()})
        if answers:
            write_answers(version, self.answered, self.answer_keys, answers, revision)

    @staticmethod
    def _part(values: Values, columns: Mapping[str, Column]) -> dict[str, Value]:
        return {key: value for key, value in values.items() if key in columns}

    def _cells(self, rows: Mapping[UUID, Values]) -> tuple[Figures, dict[Place, Value]]:
        """The figures by year of some rows, and their answers."""
        figures: Figures = {}
        answers: dict[Place, Value] = {}
        for uid, values in rows.items():
            row = str(uid)
            for key, value in values.items():
                if column := self.yearly.get(key):
                    figures.setdefault((uid, column.year), {})[column.field] = value
                elif key in self.answered:
                    answers[row, key] = value
        return figures, answers

    def _write_years(self, years: Mapping[tuple[int, str], Values]) -> None:
        """Upsert figures by year, one statement for each set of fields; drop what is empty."""
        filled: dict[frozenset[str], list[Model]] = {}
        emptied: dict[tuple[str, frozenset[str]], list[int]] = {}
        for (line, year), values in years.items():
            names = frozenset(values)
            if any(value is not None for value in values.values()):
                cell = self.year_model(line_id=line, year=year, **values)
                filled.setdefault(names, []).append(cell)
            else:
                emptied.setdefault((year, names), []).append(line)
        for names, cells in filled.items():
            self.year_model._default_manager.bulk_create(
                cells,
                update_conflicts=True,
                unique_fields=["line", "year"],
                update_fields=sorted(names),
            )
        for (year, names), lines in emptied.items():
            self._empty_years(year, names, lines)

    def _empty_years(self, year: str, names: frozenset[str], lines: list[int]) -> None:
        """Empty these fields; a row that held nothing else goes."""
        cells = self.year_model._default_manager.filter(year=year, line__in=lines)
        others = set(self.year_fields) - names
        cells.filter(**{f"{name}__isnull": True for name in others}).delete()
        if others:
            cells.update(**dict.fromkeys(names))

    def copy(self, old: Version, new: Version) -> None:
        lines = list(self.queryset([old]))
        years: list[Any] = list(
            self.year_model._default_manager.filter(line__in=lines).order_by("pk")
        )
        uids = {line.pk: line.uid for line in lines}
        self.copy_lines(lines, new)
        ids = {line.uid: line.pk for line in lines}
        for cell in years:
            cell.line_id = ids[uids[cell.line_id]]
            cell.pk = None
        self.year_model._default_manager.bulk_create(years)
        self.copy_cells(old, new)

    def copy_cells(self, old: Version, new: Version) -> None:
        """Copy the cells that are answers."""
        if self.answered:
            copy_answers(old, new, [self.questions[key].pk for key in self.answered])

    def copy_lines(self, lines: list[Any], new: Version) -> None:
        """Store the lines again under another version."""
        for line in lines:
            line.pk = None
            line.version = new
            line.revision = new.revision
        self.model._default_manager.bulk_create(lines)
