"""What of a table somebody asks to see, told by the address: which rows, in what order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from bcf.tables import Column, Kind, Row

from .cells import told

Key = str | Decimal | datetime.date | int


@dataclass(frozen=True, slots=True)
class Asked:
    """`source=ibcf` filters a list, `show=fix` keeps what is to be mended, `find=` looks for words.

    `sort=amount_2023-24` puts rows in order, a minus before it the largest first;
    `hide=Outputs` leaves a group of columns out; where the address has no `hide`, those that
    are `closed` at first are. What the address says beside is ignored.
    """

    filters: Mapping[str, str]
    fixing: bool
    find: str
    sort: str
    falling: bool
    hidden: frozenset[str]

    @classmethod
    def of(cls, columns: Sequence[Column], query: Mapping[str, str]) -> Asked:
        """What the address asks of these columns. Lists are given by commas."""
        lists = {c.key: c for c in columns if c.kind is Kind.CHOICE}
        filters = {k: v for k, c in lists.items() if c.label_of(v := query.get(k, ""))}
        sort = query.get("sort", "").removeprefix("-")
        return cls(
            filters=filters,
            fixing=query.get("show") == "fix",
            find=query.get("find", "").strip()[:100],
            sort=sort if any(c.key == sort for c in columns) else "",
            falling=query.get("sort", "").startswith("-"),
            hidden=_hidden(columns, query.get("hide")),
        )

    @property
    def narrows(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.filters or self.fixing or self.find)

    def columns(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of the groups that are not hidden."""
        return [column for column in columns if column.group not in self.hidden]

    def rows(
        self, columns: Sequence[Column], rows: Sequence[Row], to_mend: Collection[UUID]
    ) -> list[Row]:
        """The rows asked for, in the order asked for."""
        kept = [row for row in rows if self._fits(columns, row, to_mend)]
        column = next((column for column in columns if column.key == self.sort), None)
        return _ordered(column, kept, self.falling) if column else kept

    def _fits(self, columns: Sequence[Column], row: Row, to_mend: Collection[UUID]) -> bool:
        if self.fixing and row.uid not in to_mend:
            return False
        if any(row.get(key) != value for key, value in self.filters.items()):
            return False
        wanted = self.find.casefold()
        return not wanted or any(wanted in told(c, row.get(c.key)).casefold() for c in columns)


def closable(columns: Sequence[Column]) -> frozenset[str]:
    """The groups that may be left out: not the first, which names the row, nor the money."""
    money = {column.group for column in columns if column.kind is Kind.MONEY}
    first = {column.group for column in columns[:1]}
    return frozenset(column.group for column in columns) - money - first


def closed(columns: Sequence[Column]) -> frozenset[str]:
    """The groups that are closed at first: those of which nothing is sent, beside others."""
    sent = {column.group for column in columns if column.in_workbook}
    return closable(columns) - sent if sent else frozenset()


def _hidden(columns: Sequence[Column], asked: str | None) -> frozenset[str]:
    return closed(columns) if asked is None else closable(columns) & frozenset(asked.split(","))


def _ordered(column: Column, rows: Sequence[Row], falling: bool) -> list[Row]:
    """By the column's values; a list in its own order; rows without a value last."""
    filled = [row for row in rows if row.get(column.key) is not None]
    empty = [row for row in rows if row.get(column.key) is None]
    return sorted(filled, key=_key(column), reverse=falling) + empty


def _key(column: Column) -> Callable[[Row], Key]:
    places = {option.key: place for place, option in enumerate(column.options)}

    def key(row: Row) -> Key:
        value = row.get(column.key)
        assert value is not None, "rows without a value are not sorted"
        if column.kind is Kind.CHOICE:
            return places.get(str(value), len(places))
        return value.casefold() if isinstance(value, str) else value

    return key
