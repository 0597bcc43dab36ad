"""The pages people see when something is wrong.

Each carries a reference, which the log carries too, so that a person can quote it and
somebody can find what happened.
"""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger("bcf.errors")


def _reference(request: HttpRequest, status: int) -> str:
    reference = secrets.token_hex(4)
    level = logging.ERROR if status >= 500 else logging.INFO
    logger.log(level, "reference=%s status=%s path=%s", reference, status, request.path)
    return reference


def _page(request: HttpRequest, status: int) -> HttpResponse:
    context = {"reference": _reference(request, status)}
    return render(request, f"{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page that was open too long, or from another site."""
    context = {"reference": _reference(request, 403)}
    return render(request, "403_csrf.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: its person may be what cannot be read."""
    context = {"reference": _reference(request, 500)}
    return HttpResponse(render_to_string("500.html", context), status=500)
