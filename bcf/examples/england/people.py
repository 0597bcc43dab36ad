"""Who may sign in to the made-up England: the commissioner of its first board."""

from __future__ import annotations

from bcf.people.models import Membership, Role, User
from bcf.submissions.proposals import recorded

from ..people import PASSWORD
from .places import FOUNDED, Place, own_organisations

EMAIL, NAME = "england@example.org", "Perry Pretend"


def make_person(place: Place) -> User:
    """A commissioner for a place, with the practice password; somebody there already is kept."""
    with recorded(by=None, what="Example people made"):
        user = User.objects.filter(email=EMAIL).first()
        user = user or User.objects.create_user(EMAIL, NAME, PASSWORD)
        Membership.objects.create(
            user=user, organisation=place.council, role=Role.COMMISSIONER, active_from=FOUNDED
        )
    return user


def remove_person() -> None:
    """Take away what ties that person to the made-up England."""
    Membership.objects.filter(user__email=EMAIL, organisation__in=own_organisations()).delete()
