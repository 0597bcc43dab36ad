"""The page of what a plan's texts name."""

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
from .spoken import spoken_of


def named(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Every text that names something, and what became of it; a POST writes today's words in."""
    version = get_version(request.user, board, collection)
    if request.method == "POST":
        must_write(version)
        messages.success(request, _told(put_right(version, request.user)))
        return redirect(place(version, "named"))
    spoken = spoken_of(version)
    context = frame(version, "summary") | {
        "spoken": spoken,
        "to_follow": sum(each.moved for each in spoken),
    }
    return render(request, "mentions/named.html", context)


def _told(change: Change | None) -> str:
    if change is None:
        return "Every text already says what is so today."
    texts = sum(len(row["raw"]) for rows in change.inverse.values() for row in rows)
    return f"{plural(texts, 'text')} changed."
