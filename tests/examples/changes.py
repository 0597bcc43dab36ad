"""Small changes to a complete plan, and the rules that do not hold after each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from bcf.checks.engine import check
from bcf.editions.models import Allocation, AllocationQuerySet
from bcf.submissions.models import Version
from bcf.tables import Edit, Row
from tests.factories import TWO_YEARS, put, section

Change = Callable[[Version], object]
#: Rules, each with an outcome as people read it.
Outcomes = frozenset[tuple[str, str]]

#: Collections whose plans are broken in the same way: all, those of types, those of activities.
BY_TYPES = ("2022-23-plan", TWO_YEARS)
BY_ACTIVITIES = ("2025-26-plan", "2026-27-plan")
EACH = (*BY_TYPES, "2026-27-plan")
#: In what cells and rows are called, {year} stands for the first year of the collection.
AMOUNT = "amount_{year}"


class Case(NamedTuple):
    """A change to the complete plan of a collection, and exactly what it leaves open."""

    collection: str
    what: str
    change: Change
    leaves: Outcomes

    def __str__(self) -> str:
        return f"{self.collection}: {self.what}"


def cases(collection: str, *rows: tuple[str, Change, Outcomes]) -> list[Case]:
    """A case of each row, all about the complete plan of one collection."""
    return [Case(collection, *row) for row in rows]


def in_each(collections: Iterable[str], *rows: tuple[str, Change, Outcomes]) -> list[Case]:
    """A case of each row in each of these collections."""
    return [case for collection in collections for case in cases(collection, *rows)]


def fail(*rules: str) -> Outcomes:
    return frozenset((rule, "fails") for rule in rules)


def cannot_be_checked(*rules: str) -> Outcomes:
    return frozenset((rule, "cannot be checked") for rule in rules)


def said(version: Version) -> Outcomes:
    """Every outcome that a rule has in a plan: of several things it may say several."""
    found = check([version])[version.pk]
    return frozenset((finding.rule, finding.outcome.word) for finding in found)


def left_open(told: Outcomes) -> Outcomes:
    """What does not hold."""
    return frozenset(pair for pair in told if pair[1] != "holds")


# Changes to a plan's own rows. `of` says by their cells which rows of a section are meant.


def typed(key: str, cells: Mapping[str, str], **of: str) -> Change:
    """Type the same into these rows of a section."""
    return lambda version: put(
        version,
        *[Edit(row.uid, _dated(version, cells)) for row in _rows(version, key, of)],
        key=key,
    )


def raised(key: str, by: str, **of: str) -> Change:
    """Add some pounds to those of the first year in one row of a section."""

    def change(version: Version) -> None:
        (row,) = _rows(version, key, of)
        (amount,) = _dated(version, {AMOUNT: ""})
        put(version, Edit(row.uid, {amount: str(row.get(amount) + Decimal(by))}), key=key)

    return change


def added(key: str, cells: Mapping[str, str]) -> Change:
    """Add a row to a section."""
    return lambda version: put(version, Edit(raw=_dated(version, cells)), key=key)


def deleted(key: str, **of: str) -> Change:
    """Delete these rows of a section."""
    return lambda version: put(
        version, *[Edit(row.uid, remove=True) for row in _rows(version, key, of)], key=key
    )


def all_of(*changes: Change) -> Change:
    """One change after the other."""
    return lambda version: [change(version) for change in changes]


def _rows(version: Version, key: str, of: Mapping[str, str]) -> list[Row]:
    rows, wanted = section(version, key).rows(version), _dated(version, of)
    meant = [row for row in rows if all(row.get(cell) == held for cell, held in wanted.items())]
    assert meant, f"{key} has no row of {wanted}"
    return meant


def _dated(version: Version, cells: Mapping[str, str]) -> dict[str, str]:
    year = first_year(version)
    return {
        name.replace("{year}", year): text.replace("{year}", year) for name, text in cells.items()
    }


def first_year(version: Version) -> str:
    """The first year that a version's collection asks for."""
    return version.submission.collection.years.all()[0].year


# Changes to what was published for the plan's board.


def published(fund: str, to: str | None, **figures: object) -> Change:
    """Put right what was published of a fund for a contributor (None for a minimum).

    Only the figures of the collection's first year change.
    """

    def change(version: Version) -> None:
        of_year = _allocations(version, fund).filter(contributor__code=to, year=first_year(version))
        assert of_year.update(**figures) == 1

    return change


def not_published(fund: str) -> Change:
    """As if no figure of a fund had been loaded."""
    return lambda version: _allocations(version, fund).delete()


def _allocations(version: Version, fund: str) -> AllocationQuerySet:
    return Allocation.objects.filter(board=version.submission.board, fund=fund)
