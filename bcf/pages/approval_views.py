"""The page on which an approval is given, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from bcf.approvals.acts import Changed, approve, withdraw
from bcf.approvals.asked import holders
from bcf.approvals.models import Approval
from bcf.people.models import User
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version
from bcf.submissions.models import Version

from .approvals import Asked, Part, approval_parts
from .forms import reason_of
from .frame import findings_of, frame, place


def approvals(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Whose word is asked for, how each stands, and the reader's own to give."""
    version = get_version(request.user, board, collection)
    error = ""
    if request.method == "POST":
        error = _give(request, version)
        if not error:
            return redirect(place(version, "approvals"))
        version = get_version(request.user, board, collection)
    parts = approval_parts(version, findings_of(version))
    given = Approval.objects.filter(version__submission=version.submission)
    context = frame(version, "approvals") | {
        "parts": parts,
        "own": [(part, asked) for part in parts for asked in _own(part, request.user)],
        "acts": given.with_people(),
        "error": error,
    }
    return render(request, "pages/approvals.html", context)


def _own(part: Part, user: User) -> list[Asked]:
    """The words about a matter that this person may give."""
    return [asked for asked in part.asked if user in asked.people]


def _give(request: SignedIn, version: Version) -> str:
    """Give the word that was sent; or say why not."""
    part, asked = _sent(request, version)
    if part.stops:
        return f"{part.title}: something is to be fixed first. Nothing was given."
    try:
        seen = request.POST.get("seen", "")
        given = approve(version, asked.word.capacity, seen=seen, by=request.user)
    except Changed as changed:
        return changed.message
    messages.success(request, f"Given: {given.get_matter_display()}, {asked.word.capacity.title}.")
    return ""


def _sent(request: SignedIn, version: Version) -> tuple[Part, Asked]:
    """The word that a form names; PermissionDenied where it is not this person's to give."""
    key = request.POST.get("capacity", "")
    for part in approval_parts(version, findings_of(version)):
        for asked in _own(part, request.user):
            if asked.word.capacity.key == key:
                return part, asked
    raise PermissionDenied("Only whoever has the role may give this approval.")


@require_POST
def approval_withdraw(request: SignedIn, board: str, collection: str, pk: int) -> HttpResponse:
    """Take an approval back: whoever has the role that gave it may."""
    version = get_version(request.user, board, collection)
    given = Approval.objects.filter(version__submission=version.submission)
    approval = get_object_or_404(given.with_people(), pk=pk)
    people = holders([approval.capacity])
    if request.user not in people.get(approval.capacity.holder, ()):
        raise PermissionDenied("Only whoever has the role may take this approval back.")
    if reason := reason_of(request.POST):
        withdraw(approval, reason=reason, by=request.user)
        messages.success(request, "Taken back. It can be given again at any time.")
    else:
        messages.error(request, "Say why you take it back. Nothing was changed.")
    return redirect(place(version, "approvals"))
