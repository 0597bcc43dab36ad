"""The page of the schemes that a plan's texts name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bcf.figures import plural
from bcf.pages.frame import frame, place
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version, must_write
from bcf.submissions.models import Change

from .mending import put_right
from .standing import spoken_of


def schemes_named(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Every text that names schemes, and what became of them; a POST writes today's IDs in."""
    version = get_version(request.user, board, collection)
    if request.method == "POST":
        must_write(version)
        messages.success(request, _told(put_right(version, request.user)))
        return redirect(place(version, "schemes_named"))
    spoken = spoken_of(version)
    context = frame(version, "summary") | {
        "spoken": spoken,
        "to_follow": sum(bool(each.moved) for each in spoken),
    }
    return render(request, "schemes/named.html", context)


def _told(change: Change | None) -> str:
    if change is None:
        return "Every text already has the IDs of today."
    texts = sum(len(row["raw"]) for rows in change.inverse.values() for row in rows)
    return f"{plural(texts, 'text')} changed."
