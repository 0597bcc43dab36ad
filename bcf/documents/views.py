"""The documents attached to a submission: list, add, download, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bcf.pages.frame import frame, place
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version, get_writable, must_write
from bcf.submissions.models import Version
from bcf.workbooks.views import as_download

from .errors import Unfit
from .filetypes import TAKEN
from .forms import DocumentForm
from .models import Attachment
from .narrative import narrative_questions
from .store import MOST, attach, withdraw


def documents(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Every document of the submission, and the form that adds one."""
    version = get_version(request.user, board, collection)
    form = DocumentForm()
    if request.method == "POST":
        must_write(version)
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and (added := _add(request, version, form)):
            messages.success(request, f"Added: {added.name}.")
            return redirect(place(version, "documents"))
    listed = list(version.submission.attachments.listed())
    context = frame(version, "tasks") | {
        "form": form,
        "standing": [each for each in listed if each.withdrawn_at is None],
        "withdrawn": [each for each in listed if each.withdrawn_at],
        "narrative": bool(narrative_questions(version.submission.collection)),
        "most": MOST,
        "taken": TAKEN,
    }
    return render(request, "documents/documents.html", context)


def _add(request: SignedIn, version: Version, form: DocumentForm) -> Attachment | None:
    """Keep the file; or say at its field why not."""
    sent = form.cleaned_data["file"]
    purpose = form.cleaned_data["purpose"]
    try:
        return attach(version, sent.name, purpose, sent.read(), by=request.user)
    except Unfit as unfit:
        form.add_error("file", unfit.message)
        return None


@require_GET
def document(request: SignedIn, board: str, collection: str, uid: UUID) -> HttpResponse:
    """A document, always as a download: nothing that somebody sent is opened as a page of ours."""
    version = get_version(request.user, board, collection)
    found = get_attachment(version, uid)
    return as_download(bytes(found.data), found.name, found.content_type)


@require_POST
def document_withdraw(request: SignedIn, board: str, collection: str, uid: UUID) -> HttpResponse:
    """Take a document off the list; it is kept, and given out no more."""
    version = get_writable(request.user, board, collection)
    found = get_attachment(version, uid)
    withdraw(version, found, by=request.user)
    messages.success(request, f"Withdrawn: {found.name}.")
    return redirect(place(version, "documents"))


def get_attachment(version: Version, uid: UUID) -> Attachment:
    """A document of the version's own submission that is not withdrawn; Http404 otherwise."""
    return get_object_or_404(version.submission.attachments.standing(), uid=uid)
