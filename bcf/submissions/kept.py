"""Statements about versions that are asked again and again.

Django takes longer to write a large statement than PostgreSQL to answer it for one plan. What
is asked depends on the edition alone, so it is written once; each run binds the versions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import F, Lookup, QuerySet

_VERSIONS = object()


class _IsAny(Lookup):
    """A column equals any of the values bound when the statement is run."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, self.rhs)


def of_versions(path: str = "version") -> _IsAny:
    """The condition that a row is of the versions that a kept statement is run for."""
    return _IsAny(F(path), _VERSIONS)


class Kept:
    """A statement made of a queryset when it is first run, and kept.

    Rows are tuples in the order of the queryset's `values_list`, as the database gives them.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...]]:
        return self._make().query.sql_with_params()

    def run(self, versions: Iterable[int]) -> list[tuple[Any, ...]]:
        """The rows for these versions, given by id."""
        sql, parameters = self._written
        ids = list(versions)
        bound = [ids if parameter is _VERSIONS else parameter for parameter in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            return list(cursor.fetchall())
