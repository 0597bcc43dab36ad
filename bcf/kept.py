"""Statements that are asked again and again.

Django takes longer to make a large statement than PostgreSQL to run it for one plan. What
such a statement asks depends on the edition alone: it is made once, the database plans it
once for each connection, and each run fills its slots.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import Expression, Field, ForeignKey, Lookup, QuerySet
from psycopg2.extensions import AsIs


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

    The database keeps its plan too: for one version planning takes longer than running.
    Values come as the database driver gives them, in the order of `values_list`.
    """

    _numbers = count(1)
    #: The statements that each connection has prepared, by name.
    _prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._name = f"kept_{next(self._numbers)}"

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        sql, parameters = self._make().query.sql_with_params()
        return sql, tuple(parameters)

    @cached_property
    def _slots(self) -> list[str]:
        """The names of the slots, each once."""
        _, parameters = self._statement
        return list(dict.fromkeys(p.name for p in parameters if isinstance(p, Slot)))

    def run(self, **slots: Any) -> list[tuple[Any, ...]]:
        """The rows, with every slot filled; KeyError for one that is not."""
        values = [slots[name] for name in self._slots]
        with connection.cursor() as cursor:
            self._prepare(cursor)
            marks = ", ".join(["%s"] * len(values))
            cursor.execute(f"EXECUTE {self._name} ({marks})", values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _prepare(self, cursor: Any) -> None:
        """Give the statement to this connection, once. It stays there whatever is rolled back."""
        known = self._prepared.setdefault(connection.connection, set())
        if self._name in known:
            return
        sql, parameters = self._statement
        numbers = {name: AsIs(f"${number}") for number, name in enumerate(self._slots, start=1)}
        cursor.execute(
            f"PREPARE {self._name} AS {sql}",
            [numbers[p.name] if isinstance(p, Slot) else p for p in parameters],
        )
        known.add(self._name)
