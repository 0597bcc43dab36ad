"""The workbook as a download, and what every download is."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
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
ZIP = "application/zip"
AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def as_download(data: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file, of itself a workbook, as an answer that browsers save."""
    return saved_as(HttpResponse(data, content_type=content_type), name)


def saved_as(response: AnyResponse, name: str) -> AnyResponse:
    """An answer, streamed or not, that browsers save under this name and never open."""
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
