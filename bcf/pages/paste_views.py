"""The page of a paste: rows from a spreadsheet, looked at before they go in.

It keeps nothing between two requests: the form carries the paste and every answer, so a
paste that is left leaves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from bcf import figures
from bcf.pastes.clipboard import TooMuch
from bcf.pastes.preview import CHANGES, NEW, Preview, moved
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_writable
from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen, Proposal, Refused
from bcf.submissions.sections import SectionKind

from .frame import frame, place
from .paste_forms import PasteForm, read_form
from .paste_page import preview_context, read_paste, target_of
from .section_views import get_section

GONE = "The cell you pasted at is not there any more. Nothing was saved."
NOTHING = "Nothing was pasted. Copy the rows in your spreadsheet and paste them here."


def paste(request: SignedIn, board: str, collection: str, key: str) -> HttpResponse:
    """Take what was pasted, show what it would do, and put it in."""
    version = get_writable(request.user, board, collection)
    section = get_section(version, key)
    if section.is_page:
        raise Http404
    if not version.is_open:
        raise Frozen
    if request.method != "POST":
        return _page(request, version, section)
    try:
        form = read_form(request.POST)
    except TooMuch as error:
        return _page(request, version, section, error.message)
    return _look(request, version, section, form)


def _page(
    request: SignedIn, version: Version, section: SectionKind, error: str = ""
) -> HttpResponse:
    """The page with one box to paste into."""
    context = frame(version, section.key) | {
        "section": section,
        "error": error,
        "text": request.POST.get("text", ""),
    }
    return render(request, "pages/paste.html", context)


def _look(
    request: SignedIn, version: Version, section: SectionKind, form: PasteForm
) -> HttpResponse:
    """The preview; or, where all is answered and the person says so, put the rows in."""
    target = target_of(version, section)
    if not form.grid or not form.grid[0]:
        return _page(request, version, section, NOTHING)
    if not target.has(*form.places):
        return _page(request, version, section, GONE)
    made, proposal = read_paste(version, section, target, form)
    changed = _changed(version, made, form)
    looked = form.revision is not None
    if "put" in request.POST and looked and made.ready and not changed:
        try:
            return _put(request, version, section, made, proposal)
        except Refused:
            return _look_again(request, section, form)
    return _preview(request, version, section, form, made, changed)


def _look_again(request: SignedIn, section: SectionKind, form: PasteForm) -> HttpResponse:
    """The preview of the plan as somebody else has just made it."""
    match = request.resolver_match
    assert match is not None, "this is a page of a route"
    version = get_writable(request.user, match.kwargs["board"], match.kwargs["collection"])
    made, _ = read_paste(version, section, target_of(version, section), form)
    return _preview(request, version, section, form, made, _changed(version, made, form))


def _changed(version: Version, made: Preview, form: PasteForm) -> dict[UUID, dict[str, str]]:
    """What is not as the person saw it, once somebody has changed the plan meanwhile."""
    return moved(made, form.seen, form.same) if form.revision != version.revision else {}


def _preview(
    request: SignedIn,
    version: Version,
    section: SectionKind,
    form: PasteForm,
    made: Preview,
    changed: Mapping[UUID, Mapping[str, str]],
) -> HttpResponse:
    """The preview's page; 409 where the plan is not what the person saw."""
    told = {} if form.revision is None else changed
    context = frame(version, section.key) | preview_context(version, section, form, made, told)
    context["pressed"] = "put" in request.POST and not context["nothing"]
    return render(request, "pages/paste_preview.html", context, status=409 if told else 200)


def _put(
    request: SignedIn, version: Version, section: SectionKind, made: Preview, proposal: Proposal
) -> HttpResponse:
    """Put the rows in, all of them or none, and go to the first."""
    rows = figures.plural(made.count(NEW, CHANGES), "row")
    change = proposal.apply(by=request.user, what=f"{section.title}: pasted {rows}")
    address = place(version, "section", section.key)
    if change is None:
        messages.info(request, "Every row was there already. Nothing was changed.")
        return redirect(address)
    messages.success(request, f"{rows} put in: {_told(made, section)}. Undo takes all of it back.")
    return redirect(f"{address}#row-{change.inverse[section.key][0]['uid']}")


def _told(made: Preview, section: SectionKind) -> str:
    new, changed = made.count(NEW), made.count(CHANGES)
    told = [figures.plural(new, f"new {section.row_noun}")] if new else []
    return " and ".join([*told, *([f"{changed} changed"] if changed else [])])
