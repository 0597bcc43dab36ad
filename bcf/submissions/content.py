"""The base of every row that a version owns, and the trigger on every write to one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pgtrigger
from django.db import connection, models

if TYPE_CHECKING:
    from .models import Version


#: The rows that a statement took away, or left behind.
TAKEN, LEFT = "taken", "left_behind"
#: Says, to the end of the transaction, that its writes are counted by a revision already.
COUNTED = "set_config('bcf.counted', 'yes', true)"


def _trigger(operation: Any, owner: str) -> pgtrigger.Trigger:
    """Refuse a statement that touches a frozen version; count one that no revision counts yet.

    `owner` tells the versions of a set of rows. An update is looked at from both sides: a row
    may not leave a frozen version either.
    """
    taken = operation in (pgtrigger.Update, pgtrigger.Delete)
    left = operation in (pgtrigger.Insert, pgtrigger.Update)
    rows = [name for name, there in ((TAKEN, taken), (LEFT, left)) if there]
    owners = " UNION ALL ".join(owner.format(rows=name) for name in rows)
    return pgtrigger.Trigger(
        name=f"frozen_{operation}".lower(),
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old=TAKEN if taken else None, new=LEFT if left else None),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM submissions_version
                WHERE frozen_at IS NOT NULL AND id IN ({owners})
            ) THEN
                RAISE EXCEPTION 'The version is frozen: its rows cannot be changed.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'version_frozen';
            END IF;
            IF coalesce(current_setting('bcf.counted', true), '') = '' THEN
                UPDATE submissions_version SET revision = revision + 1 WHERE id IN ({owners});
            END IF;
            RETURN NULL;
        """,
    )


def refuse_frozen(model: type[models.Model]) -> type[models.Model]:
    """Refuse every write to rows of a frozen version, by whatever way it comes."""
    return _refuse(model, "SELECT version_id FROM {rows}")


def refuse_frozen_through(
    parent_table: str, column: str
) -> Callable[[type[models.Model]], type[models.Model]]:
    """The same for rows that belong to a version through their parent's table."""
    join = f"JOIN {parent_table} parent ON parent.id = {column}"
    return partial(_refuse, owner=f"SELECT parent.version_id FROM {{rows}} {join}")


def _refuse(model: type[models.Model], owner: str) -> type[models.Model]:
    for operation in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete):
        pgtrigger.register(_trigger(operation, owner))(model)
    return model


class ContentRow(models.Model):
    """A row of a version.

    `uid` stays the same when rows are copied into the next version, so that versions are
    compared on it; `lineage` stays the same when rows are carried into another year.
    `revision` is the version's revision that last wrote the row.
    """

    version = models.ForeignKey("submissions.Version", on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4)
    lineage = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["version", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "uid"], name="%(class)s_uid_once")
        ]


def stamp(
    model: type[ContentRow], version: Version, uids: Iterable[UUID], revision: int
) -> dict[UUID, int]:
    """Mark rows as written by `revision`; gives their ids by uid, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET revision = %s"
            " WHERE version_id = %s AND uid = ANY(%s::uuid[]) RETURNING uid, id",
            [revision, version.pk, [str(uid) for uid in uids]],
        )
        return {uuid.UUID(str(uid)): pk for uid, pk in cursor.fetchall()}


def point_each(model: type[models.Model], column: str, targets: Mapping[int, int | None]) -> None:
    """Set a column of ids in each row, by the row's own, in one statement for all."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = given.target"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS given(id, target)"
            f" WHERE {table}.id = given.id",
            [list(targets), list(targets.values())],
        )


def update_each(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> None:
    """Set different fields of different rows, one statement for each set of fields."""
    groups: dict[frozenset[str], list[models.Model]] = {}
    for pk, fields in values.items():
        if fields:
            groups.setdefault(frozenset(fields), []).append(model(pk=pk, **fields))
    for names, objects in groups.items():
        model._default_manager.bulk_update(objects, sorted(names))
