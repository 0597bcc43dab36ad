"""Counting what people do beside a submission's versions: they approve, they attach."""

from __future__ import annotations

from collections.abc import Callable

import pgtrigger
from django.db import models


def counts_as_act(submission: str) -> Callable[[type[models.Model]], type[models.Model]]:
    """Count every row that is added or changed, by whatever way, in its submission's `acts`.

    `submission` is SQL for the submission's id. What is worked out of a submission is
    remembered under that count, as no revision of a version tells of such rows.
    """
    trigger = pgtrigger.Trigger(
        name="count_act",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            UPDATE submissions_submission SET acts = acts + 1 WHERE id = ({submission});
            RETURN NULL;
        """,
    )
    return pgtrigger.register(trigger)
