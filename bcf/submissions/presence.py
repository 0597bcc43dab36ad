"""Who is here: the people with a page of a version open just now."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from .models import Presence, Version

if TYPE_CHECKING:
    from bcf.people.models import User

#: An open page tells that it is there every ten seconds; after this nobody is.
STAYS = datetime.timedelta(seconds=45)


def tell(version: Version, user: User, section: str, row: UUID | None) -> None:
    """Say where somebody is."""
    Presence.objects.bulk_create(
        [Presence(version=version, user=user, section=section, row=row, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["version", "user"],
        update_fields=["section", "row", "seen_at"],
    )


def others(version: Version, user: User) -> QuerySet[Presence]:
    """Everybody else who is in the version now."""
    here = Presence.objects.filter(version=version, seen_at__gte=timezone.now() - STAYS)
    return here.exclude(user=user).select_related("user").order_by("user__name")
