"""Who may open official files: the national analysts, and nobody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from bcf.people.models import User
from bcf.workbooks.models import OfficialFile


def must_be_analyst(user: User) -> None:
    """Raise PermissionDenied for anybody else."""
    if not user.is_analyst():
        raise PermissionDenied("Official files are kept by the national analysts.")


def get_file(user: User, pk: int) -> OfficialFile:
    """An official file without its bytes."""
    must_be_analyst(user)
    found = OfficialFile.objects.select_related("collection__edition", "uploaded_by")
    return get_object_or_404(found.defer("data"), pk=pk)


def get_draft(user: User, pk: int) -> OfficialFile:
    """An official file whose map may be changed; PermissionDenied for any other."""
    file = get_file(user, pk)
    if not file.is_draft:
        raise PermissionDenied("This file is in use or was put away: its map does not change.")
    return file
