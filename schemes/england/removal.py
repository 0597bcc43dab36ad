"""Taking the made-up England away: the rows under its own codes, and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError, Q

from bcf.answers.models import Answer, Record
from bcf.editions.models import Allocation
from bcf.examples.england.people import remove_person
from bcf.examples.england.places import (
    EnglandError,
    own_boards,
    own_organisations,
    remove_places,
)
from bcf.submissions.models import Change, Submission, Version
from bcf.submissions.proposals import recorded

from ..models import ExpenditureLine, FundingLine, FundingYear, LineYear, Scheme


def remove_england() -> None:
    """Remove every row of the made-up England; what the history says of it stays.

    Raises EnglandError, and removes nothing, where a plan is frozen, which nothing undoes, or
    where something of others stands on it.
    """
    versions = Version.objects.filter(submission__board__in=own_boards())
    if frozen := versions.exclude(frozen_at=None).count():
        raise EnglandError(
            f"{frozen} of the made-up England's plans are frozen, and what is frozen is never"
            " deleted. Begin with an empty database."
        )
    with recorded(by=None, what="Removed the fictional England"), transaction.atomic():
        try:
            _remove_plans(list(versions.values_list("pk", flat=True)))
            Allocation.objects.filter(
                Q(board__in=own_boards()) | Q(contributor__in=own_organisations())
            ).delete()
            remove_person()
            remove_places()
        except ProtectedError as error:
            users = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
            raise EnglandError(
                f"Something else stands on the made-up England: {', '.join(users)}. Remove that"
                " first."
            ) from error


def _remove_plans(versions: list[int]) -> None:
    """Remove the plans, those rows first on which no others stand."""
    Answer.objects.filter(version__in=versions).delete()
    Record.objects.filter(version__in=versions).delete()
    for years, lines in ((LineYear, ExpenditureLine), (FundingYear, FundingLine)):
        years.objects.filter(line__version__in=versions).delete()
        lines.objects.filter(version__in=versions).delete()
    Scheme.objects.filter(version__in=versions).delete()
    changes = Change.objects.filter(version__in=versions)
    changes.exclude(undone_by=None).update(undone_by=None)
    changes.delete()
    Version.objects.filter(pk__in=versions).delete()
    Submission.objects.filter(board__in=own_boards()).delete()
