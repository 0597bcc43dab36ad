"""The workbook as a download."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version

from .export import workbook
from .names import file_name
from .official import DoesNotFit
from .registry import fill, in_use

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_download(data: bytes, name: str) -> HttpResponse:
    """A workbook as an answer that browsers save."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_GET
def submission_workbook(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The newest version of a submission as the national workbook."""
    version = get_version(request.user, board, collection)
    return as_download(workbook(version), file_name(version.submission))


@require_GET
def submission_official(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The official file filled with the newest version; what does not fit is told instead."""
    version = get_version(request.user, board, collection)
    file = in_use(version.submission.collection)
    if file is None:
        messages.error(request, "No official file is in use for this collection.")
        return redirect("submission", board, collection)
    try:
        return as_download(fill(file, version, request.user), file_name(version.submission))
    except DoesNotFit as refused:
        for problem in refused.messages:
            messages.error(request, problem)
        return redirect("submission", board, collection)
