"""What a page does when a change was refused and it has no better place to say so."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bcf.submissions.proposals import Frozen, Refused


class RefusedMiddleware:
    """Turn a refused write into a sentence on the plan's own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Frozen | Refused) or request.resolver_match is None:
            return None
        messages.error(request, exception.message)
        kwargs = request.resolver_match.kwargs
        return redirect("submission", kwargs["board"], kwargs["collection"])
