"""The base of every row that a version owns, and the trigger that keeps frozen ones still."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pgtrigger
from django.db import connection, models

if TYPE_CHECKING:
    from .models import Version


def _frozen_trigger(operation, table: str, owner: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"frozen_{operation}".lower(),
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(old="changed")
        if operation is pgtrigger.Delete
        else pgtrigger.Referencing(new="changed"),
        func=f"""
            IF EXISTS (
                SELECT 1 FROM changed {owner}
                JOIN submissions_version v ON v.id = {table}.version_id
                WHERE v.frozen_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'The version is frozen: its rows cannot be changed.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'version_frozen';
            END IF;
            RETURN NULL;
        """,
    )


def refuse_frozen(model: type[models.Model]) -> type[models.Model]:
    """Refuse every write to rows of a frozen version, by whatever way it comes."""
    for operation in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete):
        pgtrigger.register(_frozen_trigger(operation, "changed", ""))(model)
    return model


def refuse_frozen_through(parent_table: str, column: str):
    """The same for rows that belong to a version through their parent's table."""

    def decorate(model: type[models.Model]) -> type[models.Model]:
        owner = f"JOIN {parent_table} parent ON parent.id = changed.{column}"
        for operation in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete):
            pgtrigger.register(_frozen_trigger(operation, "parent", owner))(model)
        return model

    return decorate


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


def update_each(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> None:
    """Set different fields of different rows, one statement for each set of fields."""
    groups: dict[frozenset[str], list[models.Model]] = {}
    for pk, fields in values.items():
        if fields:
            groups.setdefault(frozenset(fields), []).append(model(pk=pk, **fields))
    for names, objects in groups.items():
        model._default_manager.bulk_update(objects, sorted(names))
