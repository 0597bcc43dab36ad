"""Reading the history of single rows: what changed, when, by whom and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pghistory.core
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

VERBS: Mapping[str, str] = {"insert": "Added", "update": "Changed", "delete": "Deleted"}


@dataclass(frozen=True)
class Difference:
    """One column of a changed row, before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of one row. `who` is a person, or the database role of plain SQL."""

    when: datetime.datetime
    verb: str
    who: str
    why: str
    differences: Sequence[Difference] = ()


def changes_of(row: models.Model) -> list[Change]:
    """A row's changes, newest first."""
    events = list(_events(type(row)).filter(pgh_obj=row.pk).order_by("pgh_id"))
    people = _people(event.pgh_context for event in events)
    changes = []
    for before, event in zip([None, *events], events, strict=False):
        differences = _differences(before, event) if before else []
        changes.append(describe(event, people, differences))
    return changes[::-1]


@dataclass(frozen=True)
class Event:
    """One event of any table, as it stands in a list of them."""

    pgh_id: int
    pgh_created_at: datetime.datetime
    pgh_label: str
    pgh_obj_id: int
    pgh_context: Mapping[str, Any] | None
    pgh_db_role: str
    table: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.table)


def newest_events(count: int, table: str = "", before: int | None = None) -> list[Event]:
    """The newest events of all tables, or of one, there those before an event's number."""
    columns = [each.name for each in fields(Event)]
    queries = [
        models.QuerySet(model)
        .annotate(table=models.Value(label, models.CharField()))
        .filter(**({"pgh_id__lt": before} if before else {}))
        .order_by("-pgh_id")
        .values_list(*columns)[:count]
        for label, model in tracked_tables().items()
        if table in ("", label)
    ]
    if not queries:
        return []
    events = [Event(*values) for values in queries[0].union(*queries[1:], all=True)]
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id), reverse=True)
    return events[:count]


def tracked_tables() -> dict[str, Any]:
    """The tables whose history is kept, by label, with the model of their events."""
    events: list[Any] = pghistory.core.event_models()
    return {event.pgh_tracked_model._meta.label_lower: event for event in events}


def describe_events(events: Sequence[Event]) -> list[tuple[Event, Change]]:
    """Events with their words."""
    people = _people(event.pgh_context for event in events)
    return [(event, describe(event, people)) for event in events]


def describe(
    event: Any, people: Mapping[str, str], differences: Sequence[Difference] = ()
) -> Change:
    """An event in words."""
    context = event.pgh_context or {}
    who = people.get(str(context.get("user")))
    if who is None:
        via = context.get("via")
        who = f"{via}, " if via else "plain SQL, "
        who += f"database role {event.pgh_db_role}"
    return Change(
        when=event.pgh_created_at,
        verb=VERBS.get(event.pgh_label, event.pgh_label),
        who=who,
        why=": ".join(str(context[key]) for key in ("what", "reason") if context.get(key)),
        differences=differences,
    )


def _events(model: Any) -> models.QuerySet[Any]:
    return model.pgh_event_model.objects.all()


def _people(contexts: Iterable[Mapping[str, Any] | None]) -> dict[str, str]:
    """The names of the people in some contexts, by id as text, read once."""
    ids = {context["user"] for context in contexts if context and context.get("user")}
    return {str(user.pk): str(user) for user in get_user_model().objects.filter(pk__in=ids)}


def _differences(before: Any, after: Any) -> list[Difference]:
    columns = [c for c in after._meta.concrete_fields if not c.name.startswith("pgh_")]
    return [
        Difference(str(column.verbose_name), _text(before, column), _text(after, column))
        for column in columns
        if getattr(before, column.attname) != getattr(after, column.attname)
    ]


def _text(event: Any, field: models.Field) -> str:
    value = getattr(event, field.attname)
    return "" if value is None else str(value)
