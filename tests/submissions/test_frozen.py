"""Rows of a frozen version stay as they are, by whatever way somebody comes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from bcf.answers.models import Answer
from bcf.submissions.lifecycle import freeze, version_digest
from bcf.submissions.models import Version
from bcf.tables import Edit
from schemes.models import ExpenditureLine, FundingLine, FundingYear
from tests.factories import add, again, plan, put, section
from tests.submissions.content_models import content_models

REFUSED = "The version is frozen: its rows cannot be changed."
EACH_MODEL = pytest.mark.parametrize("model", content_models(), ids=lambda model: model.__name__)


def filled(board: str, year: str) -> Version:
    """A version with rows in every table."""
    version = plan(board)
    page = section(version, "cover").uid
    put(version, Edit(uid=page, raw={"hwb_signed": "Yes"}), key="cover")
    put(again(version), Edit(raw={"risk": "Prices rise"}), key="risks")
    add(again(version), {"scheme_name": board, f"amount_{year}": "5", "new_or_existing": "New"})
    return version


@pytest.fixture
def frozen(editions: None) -> Version:
    return again(freeze(filled("X99000001", "2023-24"), by=None, reason="Sent"))


@pytest.fixture
def open_one(editions: None) -> Version:
    """Another board's version, whose rows collide with none of the frozen ones."""
    return filled("X99000002", "2024-25")


def owner(model: type[Model]) -> str:
    """The column that tells whose a row is."""
    return "version_id" if hasattr(model, "version") else "line_id"


def rows(model: type[Model], version: Version) -> Any:
    path = "version" if hasattr(model, "version") else "line__version"
    return model._default_manager.filter(**{path: version}).order_by("-pk")


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def new(row: Any) -> dict[str, object]:
    """What makes a row another one of the same version."""
    differs = {"uid": str(uuid.uuid4()), "year": "2031-32", "row": "x", "name": "New"}
    return {name: value for name, value in differs.items() if hasattr(row, name)}


def beside(row: Any) -> Any:
    """An unsaved row of the same version."""
    return type(row)(
        **{f.attname: getattr(row, f.attname) for f in row._meta.fields} | {"id": None} | new(row)
    )


def table(row: Model) -> str:
    return row._meta.db_table


def column(row: Model) -> str:
    return next(f.name for f in row._meta.fields if not f.primary_key and not f.is_relation)


WAYS: dict[str, Callable[[Any], object]] = {
    "save": lambda row: row.save(),
    "save a new one": lambda row: beside(row).save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: (
        type(row).objects.filter(pk=row.pk).update(**{column(row): getattr(row, column(row))})
    ),
    "create in bulk": lambda row: type(row).objects.bulk_create([beside(row)]),
    "update in bulk": lambda row: type(row).objects.bulk_update([row], [column(row)]),
    "delete in bulk": lambda row: type(row).objects.filter(pk=row.pk)._raw_delete("default"),
    "UPDATE": lambda row: sql(f"UPDATE {table(row)} SET id = id WHERE id = %s", row.pk),
    "DELETE": lambda row: sql(f"DELETE FROM {table(row)} WHERE id = %s", row.pk),
    "INSERT": lambda row: sql(
        f"INSERT INTO {table(row)} SELECT (jsonb_populate_record(x, %s::jsonb)).*"
        f" FROM {table(row)} x WHERE id = %s",
        json.dumps({"id": -1, **new(row)}),
        row.pk,
    ),
}


def outcome(way: str, row: Any) -> str:
    """Done, or why not."""
    try:
        with transaction.atomic():
            WAYS[way](copy(row))
            transaction.set_rollback(True)
    except ProtectedError:
        return REFUSED
    except DatabaseError as refused:
        return str(refused).partition("\n")[0]
    return "done"


@EACH_MODEL
def test_every_way_to_write_is_refused(model: type[Model], frozen: Version) -> None:
    row = rows(model, frozen).first()
    assert {way: outcome(way, row) for way in WAYS} == dict.fromkeys(WAYS, REFUSED)


@EACH_MODEL
def test_the_rows_of_an_open_version_are_written_in_every_way(
    model: type[Model], frozen: Version, open_one: Version
) -> None:
    row = rows(model, open_one).first()
    if model._meta.model_name == "scheme":
        ExpenditureLine.objects.filter(version=open_one).update(scheme=None)
    if model is FundingLine:
        row.years.all().delete()
    assert {way: outcome(way, row) for way in WAYS} == dict.fromkeys(WAYS, "done")


def bare(model: type[Model], version: Version) -> int:
    """An owner in the version that can take a row."""
    if owner(model) == "version_id":
        return version.pk
    lines = FundingLine if model is FundingYear else ExpenditureLine
    free = rows(lines, version).filter(years=None).first() or rows(lines, version).first()
    return free.pk


def hand_over(row: Any, to: int) -> None:
    sql(f"UPDATE {table(row)} SET {owner(type(row))} = %s WHERE id = %s", to, row.pk)


@EACH_MODEL
def test_a_row_may_not_leave_a_frozen_version(
    model: type[Model], frozen: Version, open_one: Version
) -> None:
    row = rows(model, frozen).first()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        sql(
            f"UPDATE {table(row)} SET {owner(model)} = %s WHERE id = %s",
            bare(model, open_one),
            row.pk,
        )


@EACH_MODEL
def test_a_row_may_not_come_into_a_frozen_version(
    model: type[Model], frozen: Version, open_one: Version
) -> None:
    row = rows(model, open_one).exclude(**{"row": ""} if model is Answer else {}).first()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        sql(
            f"UPDATE {table(row)} SET {owner(model)} = %s WHERE id = %s",
            bare(model, frozen),
            row.pk,
        )


def test_one_row_of_many_is_enough_to_refuse_them_all(frozen: Version, open_one: Version) -> None:
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        Answer.objects.all().delete()
    assert Answer.objects.filter(version=open_one).exists()


class TestTheFrozenVersionItself:
    @pytest.mark.parametrize(
        "change",
        ["digest = 'forged'", "frozen_at = NULL, digest = ''", "number = 9", "revision = 0"],
    )
    def test_is_not_changed(self, frozen: Version, change: str) -> None:
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            sql(f"UPDATE submissions_version SET {change} WHERE id = %s", frozen.pk)

    def test_is_not_saved_or_deleted(self, frozen: Version) -> None:
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            frozen.save()
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            Version.objects.filter(pk=frozen.pk)._raw_delete("default")

    def test_still_holds_what_its_digest_says(self, frozen: Version) -> None:
        assert version_digest(frozen) == frozen.digest
