"""Who is on what: the people who may be asked to see to a section, and who was."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bcf.boards.models import Board, BoardLink
from bcf.people.models import WRITERS, Membership, User

from .models import Assignment, Submission
from .proposals import recorded


def workers(board: Board) -> QuerySet[Membership]:
    """The memberships by which people may change the board's plans today, by their names."""
    today = timezone.localdate()
    links = BoardLink.objects.standing(today).substantial().filter(board=board)
    working = Membership.objects.on(today).filter(
        role__in=WRITERS, organisation__in=links.values("organisation"), user__is_active=True
    )
    return working.select_related("user", "organisation").order_by("user__name", "user", "pk")


def assigned(submission: Submission) -> dict[str, User]:
    """Who is on each section, by its key; a section that nobody is on is not there."""
    assignments = submission.assignments.select_related("user")
    return {assignment.section: assignment.user for assignment in assignments}


def assign(submission: Submission, people: Mapping[str, int | None], *, by: User | None) -> None:
    """Put people, by their ids, on sections, by their keys; None takes off whoever is on one.

    Other sections stay as they are.
    """
    with recorded(by=by, what="Said who is on what"), transaction.atomic():
        nobody = [key for key, person in people.items() if person is None]
        submission.assignments.filter(section__in=nobody).delete()
        Assignment.objects.bulk_create(
            [
                Assignment(submission=submission, section=key, user_id=person)
                for key, person in people.items()
                if person is not None
            ],
            update_conflicts=True,
            unique_fields=["submission", "section"],
            update_fields=["user"],
        )
