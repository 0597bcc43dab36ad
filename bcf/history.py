"""The base of every history event: what changed, when, who and why.

Events are written by database triggers, so that forms, the admin, commands, COPY and
plain SQL are all recorded. Who and why travel in the event's context; a change made
outside the application has no context, and is known by its database role alone.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pghistory.models
from django.db import models

M = TypeVar("M", bound=models.Model)


class SessionUser(models.Func):
    """The database role that opened the connection."""

    template = "session_user"
    output_field = models.CharField()


class Event(pghistory.models.Event):
    """One row as a statement left it (or as it was, when deleted)."""

    pgh_db_role = models.CharField(max_length=63, db_default=SessionUser(), editable=False)

    class Meta:
        abstract = True


def track(**options: Any) -> Callable[[type[M]], type[M]]:
    """Record every insert, update and delete of a model's rows.

    The trackers are made anew for each model: the library's default trackers, when set
    once for all, are copied in a way that its statement triggers cannot use.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        **options,
    )
