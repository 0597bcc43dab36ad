"""Statements that are asked again and again.

Django takes longer to make a large statement than PostgreSQL to run it for one plan. What
such a statement asks depends on the edition alone: it is made once, and each run fills its
slots.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, ForeignKey, Lookup, QuerySet


class Slot(Expression):
    """A place in a kept statement, filled at each run: `filter(version=Slot("version"))`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


#: The versions that a statement is run for, by id: `filter(version__any_of=VERSIONS)`.
VERSIONS = Slot("versions")


@ForeignKey.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """Equal to one of the list that fills a slot: `filter(version__any_of=Slot("versions"))`."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, parameters = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{field} = ANY(%s::{kind}[])", (*parameters, self.rhs)


class Kept:
    """A statement that `make` gives as a queryset of values, made when first run.

    Values come as the database driver gives them, in the order of `values_list`.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self._make().query.sql_with_params()
        return sql, tuple(parameters)

    def run(self, **slots: Any) -> list[tuple[Any, ...]]:
        """The rows, with every slot filled; KeyError for one that is not."""
        sql, parameters = self._statement
        filled = [slots[p.name] if isinstance(p, Slot) else p for p in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
