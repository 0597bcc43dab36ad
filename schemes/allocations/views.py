"""The pages of allocation lists: what is loaded, and a list looked at before it is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bcf import figures
from bcf.people.requests import SignedIn
from bcf.workbooks.opening import Unreadable

from .access import must_keep_allocations
from .forms import ListForm, ListUploadForm
from .listing import Listing
from .loaded import loaded_lists
from .loading import load
from .look import Look
from .reading import ROW

MOVED = "Something has changed since you looked. Look at the list again, then load it."
TWICE = "Somebody has just loaded these figures. Look at the list again."
#: Rows that a page asks about, and figures and plans that it lists.
MOST_ASKED, MOST_SHOWN = 100, 400


def allocations(request: SignedIn) -> HttpResponse:
    """Which lists are loaded, and the form to upload another."""
    must_keep_allocations(request.user)
    sent = request.method == "POST"
    form = ListUploadForm(request.POST, request.FILES) if sent else ListUploadForm()
    if sent and form.is_valid():
        return _page(request, form.listing, ListForm(form.listing))
    context = {"form": form, "lists": loaded_lists()}
    return render(request, "schemes/allocations/lists.html", context)


@require_POST
def allocation_list(request: SignedIn) -> HttpResponse:
    """One list: said where it holds what, looked at, and loaded."""
    must_keep_allocations(request.user)
    try:
        listing = Listing.unpack(request.POST.get("list", ""))
    except Unreadable as unreadable:
        messages.error(request, unreadable.message)
        return redirect("allocations")
    form = ListForm(listing, request.POST)
    if not form.is_valid():
        return _page(request, listing, form)
    look = Look(form, _answers(request.POST))
    if "load" not in request.POST:
        return _page(request, listing, form, look=look)
    if not look.may_load or request.POST.get("seen") != look.fingerprint:
        return _page(request, listing, form, look=look, error=MOVED)
    return _load(request, listing, form, look)


def _load(request: SignedIn, listing: Listing, form: ListForm, look: Look) -> HttpResponse:
    try:
        count = load(look, by=request.user)
    except IntegrityError:
        return _page(request, listing, form, look=Look(form, look.answers), error=TWICE)
    said = f"{form.chosen.label} {form.cleaned_data['year']}"
    messages.success(request, f"{figures.plural(count, 'figure')} of {said} loaded.")
    return redirect("allocations")


def _answers(data: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in data.items() if name.startswith(ROW) and value}


def _page(
    request: SignedIn, listing: Listing, form: ListForm, look: Look | None = None, error: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "list": listing.pack(), "look": look, "error": error}
    if look is not None:
        context |= {
            "questions": look.read.questions[:MOST_ASKED],
            "more_questions": max(len(look.read.questions) - MOST_ASKED, 0),
            "effects": look.effects[:MOST_SHOWN],
            "more_effects": max(len(look.effects) - MOST_SHOWN, 0),
            "hits": look.hits[:MOST_SHOWN],
            "more_hits": max(len(look.hits) - MOST_SHOWN, 0),
            "answers": _settled(look),
        }
    return render(request, "schemes/allocations/list.html", context)


def _settled(look: Look) -> list[tuple[str, str]]:
    """The answers that no question of the page asks for again."""
    asked = {question.name for question in look.read.questions[:MOST_ASKED]}
    return [(name, value) for name, value in look.answers.items() if name not in asked]
