"""What sections of answers tell of many versions at once: what is missing, and what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from bcf.tables import Column, Value


class Gap(NamedTuple):
    """A cell in which an answer is needed and missing. `name` is what its row is called.

    Where an empty cell of `waits_for` decides whether it is needed, nobody can tell yet.
    """

    uid: UUID
    name: str
    column: Column
    waits_for: Column | None = None


#: By section key and version id; a version without rows in a section is not there.
Gaps = Mapping[tuple[str, int], Sequence[Gap]]


class ToldRow(NamedTuple):
    """A row and what stands in some columns of it, by key. `name` is what the row is called."""

    uid: UUID
    name: str
    values: Mapping[str, Value]


#: By version id and section key; where a version has no rows in a section, it is not there.
Told = Mapping[int, Mapping[str, Sequence[ToldRow]]]
