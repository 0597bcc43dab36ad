"""The pages of an uploaded workbook: sent, looked at, put in, and given back with notes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bcf import figures
from bcf.pages.frame import frame, place
from bcf.people.requests import SignedIn
from bcf.submissions.access import get_writable
from bcf.submissions.models import Version
from bcf.submissions.proposals import Frozen, Refused
from bcf.workbooks.annotate import annotate, annotated_name
from bcf.workbooks.opening import Unreadable
from bcf.workbooks.outline import Outline
from bcf.workbooks.views import as_download
from bcf.zips import MOST_BYTES

from .asked import Choice, answered, everything, read_answers, read_choice, read_thousands
from .changes import Look, look
from .files import TOO_LARGE
from .filled import read_filled
from .models import Upload
from .origin import WrongFile
from .page import look_context
from .putting import all_faults, put_in

NO_FILE = "Choose the workbook that you filled in."
EMPTY = "The file is empty. Save it in your spreadsheet and choose it again."
MOVED = (
    "Somebody changed the plan while you looked. Nothing was put in. Look again, then put it in."
)
NOTHING = "Nothing is ticked. Tick what is to go in."
#: Earlier uploads that the page lists.
EARLIER = 10


def upload(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """Take a filled workbook, if it is one of this plan."""
    version = get_writable(request.user, board, collection)
    error = ""
    if request.method == "POST":
        file = request.FILES.get("workbook")
        error = _problem(file)
        if file is not None and not error:
            data = file.read()
            try:
                read_filled(Outline.read(data), version)
                kept = Upload.keep(version.submission, file.name or "", data, request.user)
                return redirect(place(version, "upload_look", kept.uid))
            except (Unreadable, WrongFile) as refused:
                error = refused.message
    earlier = version.submission.uploads.select_related("by", "change").defer("data")
    context = frame(version, "upload") | {"error": error, "earlier": earlier[:EARLIER]}
    return render(request, "imports/upload.html", context)


def _problem(file: UploadedFile | None) -> str:
    """Why a file is not even opened; empty when it is."""
    if file is None:
        return NO_FILE
    if not file.size:
        return EMPTY
    return TOO_LARGE if file.size > MOST_BYTES else ""


def upload_look(request: SignedIn, board: str, collection: str, uid: UUID) -> HttpResponse:
    """What an upload would change; and, when somebody says so, putting the chosen part in."""
    version = get_writable(request.user, board, collection)
    kept = _kept(version, uid)
    found = _looked(request, version, kept)
    if "put" not in request.POST:
        return _page(request, version, kept, found, everything(found))
    choice = read_choice(request.POST, found)
    try:
        error = _put(request, version, kept, found, choice)
    except Refused as refused:
        error = refused.message
        version = get_writable(request.user, board, collection)
        found = _looked(request, version, kept)
    if error:
        return _page(request, version, kept, found, choice, error)
    return redirect(place(version, "history"))


def upload_notes(request: SignedIn, board: str, collection: str, uid: UUID) -> HttpResponse:
    """The person's own file again, with a note at each cell that has to be mended."""
    version = get_writable(request.user, board, collection)
    kept = _kept(version, uid)
    book = annotate(kept.file, all_faults(_looked(request, version, kept)))
    return as_download(book, annotated_name(kept.name))


def _kept(version: Version, uid: UUID) -> Upload:
    uploads = Upload.objects.select_related("by", "change__by")
    return get_object_or_404(uploads, uid=uid, submission=version.submission)


def _looked(request: SignedIn, version: Version, kept: Upload) -> Look:
    """An upload set against the plan as it stands, with what was answered so far."""
    outline = Outline.read(kept.file)
    answers, thousands = read_answers(request.POST), read_thousands(request.POST)
    return look(read_filled(outline, version, answers, thousands))


def _put(request: SignedIn, version: Version, kept: Upload, found: Look, choice: Choice) -> str:
    """Put what was chosen in; says why not. Raises Refused and Frozen."""
    if not version.is_open:
        raise Frozen
    if request.POST.get("revision") != str(version.revision):
        return MOVED
    if not choice.names and not choice.over:
        return NOTHING
    change = put_in(kept, found, choice, by=request.user)
    if change is None:
        messages.info(request, "The plan has all of it already. Nothing was changed.")
    else:
        things = figures.plural(len(choice.names) + len(choice.over), "change")
        messages.success(request, f"{things} put in from {kept.name}. Undo takes all of it back.")
    return ""


def _page(
    request: SignedIn, version: Version, kept: Upload, found: Look, choice: Choice, error: str = ""
) -> HttpResponse:
    context = frame(version, "upload") | look_context(found, choice)
    context |= {"upload": kept, "error": error, "carried": answered(request.POST)}
    return render(request, "imports/look.html", context)
