"""The cells of typed rows as conditions in the database, for those who check them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from bcf.kept import VERSIONS
from bcf.tables import Column, Kind, When

from .models import Answer
from .typed import TypedRows, by_year, in_year

#: The ids behind the keys of a column that names reference data, by the column's field.
Ids = Mapping[str, Mapping[str, int]]


class Cells:
    """A section's columns as conditions on `rows`, for a statement that is kept.

    `ids` tells the ids of what a typed column may name.
    """

    def __init__(self, section: TypedRows, ids: Ids) -> None:
        self.section = section
        self.ids = ids

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows of the versions asked about, their figures of each year joined, in order."""
        rows = self.section.model._default_manager.filter(version__any_of=VERSIONS)
        return rows.alias(**by_year(self.section.years)).order_by("version", "position", "pk")

    def path(self, column: Column) -> str:
        """The lookup of a typed column's value: an id where it names reference data."""
        if column.year:
            return f"{in_year(column.year)}__{column.field}"
        if column.field in self.ids:
            return f"{column.field}_id"
        return self.section.held.get(column.key, column.field)

    def is_blank(self, column: Column) -> Q:
        """Nothing was typed in the cell."""
        if not column.field:
            return ~Q(Exists(self._answers(column)))
        path = self.path(column)
        empty = Q(**{f"{path}__isnull": True})
        return empty | Q(**{path: ""}) if column.kind is Kind.TEXT else empty

    def is_filled(self, column: Column) -> Q:
        """Something stands in the cell. (Django would ask all years if `is_blank` were denied.)"""
        if not column.field:
            return Q(Exists(self._answers(column)))
        path = self.path(column)
        if column.kind is Kind.TEXT:
            return Q(**{f"{path}__gt": ""})
        return Q(**{f"{path}__isnull": False})

    def is_among(self, column: Column, keys: Iterable[str]) -> Q:
        """The cell holds one of these choices."""
        if not column.field:
            return Q(Exists(self._answers(column).filter(choice__key__in=list(keys))))
        ids = self.ids[column.field]
        return Q(**{f"{self.path(column)}__in": [ids[key] for key in keys if key in ids]})

    def is_asked(self, column: Column) -> Q:
        """The row's other cells call for this one, and offer it a list if it follows one."""
        asked = Q()
        if column.follows:
            parents = {option.parent for option in column.options}
            asked &= self.is_among(self.section.column(column.follows), parents)
        for condition in column.conditions:
            asked &= self._holds(condition)
        return asked

    def is_missing(self, column: Column) -> Q:
        """The cell is asked for and nothing stands in it."""
        return self.is_asked(column) & self.is_blank(column)

    def _holds(self, condition: When) -> Q:
        column = self.section.column(condition.on)
        if condition.op == "blank":
            return self.is_blank(column)
        if condition.op == "not_blank":
            return self.is_filled(column)
        return self.is_among(column, condition.values)

    def _answers(self, column: Column) -> QuerySet[Answer]:
        return Answer.objects.filter(
            version=OuterRef("version"),
            row=Cast(OuterRef("uid"), CharField()),
            question=self.section.questions[column.key].pk,
        )
