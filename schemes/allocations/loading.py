"""A list is loaded whole or not at all; figures of earlier lists stay."""

from __future__ import annotations

from django.db import transaction

from bcf import figures
from bcf.boards.models import Source
from bcf.boards.provenance import Standing
from bcf.editions.models import Allocation, NationalTotal
from bcf.people.models import User
from bcf.submissions.proposals import recorded

from .effects import Effect
from .look import Look

#: Said of a council's figure that the list gives by district only.
ADDED_UP = "The sum of its districts, added up here."


def load(look: Look, *, by: User) -> int:
    """Keep a row for each figure that is not loaded yet, and say how many.

    `look.may_load` must hold. Raises IntegrityError when somebody loaded the same figures
    meanwhile.
    """
    said, fund = look.form.cleaned_data, look.form.chosen
    what = f"Allocation list: {fund.label} {said['year']}, {said['stage']}"
    reason = said["source_title"] if said["source"] is None else said["source"].title
    with recorded(by=by, what=what, reason=reason), transaction.atomic():
        source = said["source"] or Source.objects.create(
            code=said["source_code"], title=said["source_title"]
        )
        rows = [_row(effect, look, source) for effect in look.to_load]
        Allocation.objects.bulk_create(rows)
        if look.form.known_total is None:
            _keep_total(look, source)
    return len(rows)


def _row(effect: Effect, look: Look, source: Source) -> Allocation:
    said, figure = look.form.cleaned_data, effect.figure
    added_up = not figure.row
    return Allocation(
        board=figure.board,
        fund=look.form.chosen.key,
        contributor=figure.contributor,
        year=said["year"],
        stage=said["stage"],
        published_on=said["published_on"],
        amount=figure.amount,
        standing=Standing.INFERRED if added_up else Standing.CONFIRMED,
        source=source.code,
        note=ADDED_UP if added_up else "",
    )


def _keep_total(look: Look, source: Source) -> None:
    """The total that was typed, for the next list of this fund and year."""
    said, total = look.form.cleaned_data, look.form.total
    NationalTotal.objects.create(
        fund=look.form.chosen.key,
        year=said["year"],
        amount=total,
        standing=Standing.CONFIRMED,
        source=source.code,
        note=f"Typed with the list, which adds up to {figures.money(look.agreement.added)}.",
    )
