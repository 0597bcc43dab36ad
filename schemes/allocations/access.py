"""Who keeps the published allocations: administrators and national analysts."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from bcf.people.models import User


def must_keep_allocations(user: User) -> None:
    """Raise PermissionDenied for anybody else."""
    if not (user.is_staff or user.is_analyst()):
        raise PermissionDenied("Allocations are kept by administrators and national analysts.")
