"""The narrative as a Word document: out, back in, and what it would change.

The document that comes back is attached to the submission, and the page of what it would
change reads it from there, each time anew. The texts of a whole narrative are too long to
travel in hidden fields, and who sent which file when is to be kept anyway.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bcf.pages.frame import frame, place
from bcf.pages.undo import last_of
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version, get_writable, must_write
from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen, Refused
from bcf.workbooks.names import file_name
from bcf.workbooks.views import as_download

from .errors import Unfit
from .filetypes import DOCX
from .forms import NarrativeForm
from .models import Attachment, Purpose
from .narrative import narrative_questions
from .reading import read_document
from .review import Review, review
from .store import attach
from .views import get_attachment
from .word import narrative_document

MOVED = "Somebody changed the plan just now. Nothing was taken. Look at the differences again."
KEPT = "Nothing was changed: the plan keeps what it says."


def narrative(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Where the narrative is downloaded, and sent back."""
    version = _with_narrative(get_version(request.user, board, collection))
    form = NarrativeForm()
    if request.method == "POST":
        must_write(version)
        form = NarrativeForm(request.POST, request.FILES)
        if form.is_valid() and (kept := _keep(request, version, form)):
            return redirect(place(version, "narrative_review", kept.uid))
    asked = narrative_questions(version.submission.collection)
    pages = {question.section.key: question.section.title for question in asked}
    last = last_of(version, request.user)
    context = frame(version, "tasks") | {
        "form": form,
        "pages": [(place(version, "section", key), title) for key, title in pages.items()],
        "last_change": last if last and pages.keys() & last.inverse.keys() else None,
    }
    return render(request, "documents/narrative.html", context)


def _keep(request: SignedIn, version: Version, form: NarrativeForm) -> Attachment | None:
    """Attach a narrative that can be read and is this plan's; or say why not."""
    sent = form.cleaned_data["file"]
    data = sent.read()
    try:
        review(version, read_document(sent.name, data))
        return attach(version, sent.name, Purpose.NARRATIVE, data, by=request.user)
    except Unfit as unfit:
        form.add_error("file", unfit.message)
        return None


@require_GET
def narrative_word(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The narrative of the newest version as a Word document."""
    version = _with_narrative(get_version(request.user, board, collection))
    name = file_name(version.submission, " narrative.docx")
    return as_download(narrative_document(version), name, DOCX.content_type)


def narrative_review(request: SignedIn, board: str, collection: str, uid: UUID) -> HttpResponse:
    """What a document would change; and, where the person says so, the change itself."""
    version = _with_narrative(get_writable(request.user, board, collection))
    if not version.is_open:
        raise Frozen
    found = get_attachment(version, uid)
    try:
        made = _review(request, version, found)
    except Unfit as unfit:
        messages.error(request, unfit.message)
        return redirect(place(version, "narrative"))
    if request.method == "POST" and not made.open:
        try:
            return _apply(request, made)
        except Refused:
            messages.warning(request, MOVED)
            return redirect(request.path)
    return _page(request, found, made)


def _review(request: SignedIn, version: Version, found: Attachment) -> Review:
    document = read_document(found.name, bytes(found.data))
    written = request.POST.get("revision", "")
    looked_at = int(written) if re.fullmatch("[0-9]{1,9}", written) else None
    return review(version, document, request.POST.dict(), looked_at)


def _page(request: SignedIn, found: Attachment, made: Review) -> HttpResponse:
    context = frame(made.version, "tasks") | {
        "document": found,
        "review": made,
        "pressed": request.method == "POST",
    }
    return render(request, "documents/review.html", context)


def _apply(request: SignedIn, made: Review) -> HttpResponse:
    """Take the answers, and go back to where they can be undone."""
    change = made.apply(by=request.user)
    if change is None:
        messages.info(request, KEPT)
    else:
        messages.success(request, f"{change.what}. Undo takes all of it back.")
    return redirect(place(made.version, "narrative"))


def _with_narrative(version: Version) -> Version:
    """The version, where its collection asks for a narrative; Http404 otherwise."""
    if not narrative_questions(version.submission.collection):
        raise Http404
    return version
