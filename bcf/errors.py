"""The pages people see when something is wrong.

Each tells the request's reference, which the lines of the log carry too: a person quotes
it, and somebody finds what happened.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from bcf.logs import request_reference


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    context = {"reference": request_reference(request)}
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page that was open too long, or from another site."""
    return _page(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """The sign-in package's limit on tries."""
    return _page(request, "429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: its person may be what cannot be read."""
    context = {"reference": request_reference(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)
