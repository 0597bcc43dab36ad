"""The models whose rows a version owns, found by walking every model."""

from __future__ import annotations

from collections.abc import Iterator

import pghistory.models
from django.apps import apps
from django.db.models import Model

from bcf.approvals.models import Approval
from bcf.submissions.models import Change, Presence, Version
from bcf.workbooks.models import FilledFile

#: Belong to a version, and are written after it is frozen: they tell its life, who reads it,
#: who approved it, and what was sent of it.
LIFE = {Approval, Change, FilledFile, Presence, Version}


def our_models() -> Iterator[type[Model]]:
    """Every model of the project itself, history events aside."""
    for model in apps.get_models(include_auto_created=True):
        ours = model.__module__.partition(".")[0] in ("bcf", "schemes", "metrics", "returns")
        if ours and not issubclass(model, pghistory.models.Event):
            yield model


def content_models() -> list[type[Model]]:
    """Models with a version, or with an owner that has one."""
    owners: set[type[Model]] = {Version}
    while True:
        found = {
            model
            for model in our_models()
            if model not in LIFE
            and any(f.is_relation and f.related_model in owners for f in model._meta.fields)
        }
        if found <= owners:
            return sorted(found, key=lambda model: model._meta.label)
        owners |= found
