"""The workbook as a download."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from bcf.people.requests import SignedIn
from bcf.submissions.access import get_version

from .export import workbook
from .names import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def submission_workbook(request: SignedIn, board: str, collection: str) -> HttpResponse:
    """The newest version of a submission as the national workbook."""
    version = get_version(request.user, board, collection)
    response = HttpResponse(workbook(version), content_type=XLSX)
    name = file_name(version.submission)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
