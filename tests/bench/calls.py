"""Requests as a server would hand them over, for somebody who is signed in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from bcf import urls
from bcf.people.models import User

TRIVIAL = "bench/trivial/"

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def trivial(request: HttpRequest) -> HttpResponse:
    """The least that a page of somebody signed in can be."""
    return HttpResponse(request.user.get_username())


class Caller:
    """A person's browser, without the network."""

    def __init__(self, email: str) -> None:
        self.app = WSGIHandler()
        client = Client()
        client.force_login(User.objects.get(email=email))
        self.token = _get_new_csrf_string()
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={self.token}"
        if not any(getattr(route, "name", "") == "trivial" for route in urls.urlpatterns):
            urls.urlpatterns.insert(0, path(TRIVIAL, trivial, name="trivial"))

    def greet(self) -> None:
        """Open the trivial page."""
        self.get(f"/{TRIVIAL}")

    def get(self, address: str) -> bytes:
        return self.call(address, expected="200 OK")

    def call(
        self,
        address: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
        expected: str = "200 OK",
        app: App | None = None,
    ) -> bytes:
        """The answer's body; its status must be the expected one."""
        environ = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": address,
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": self.cookie,
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        answered: list[str] = []
        response = (app or self.app)(
            environ, lambda status, headers, error=None: answered.append(status)
        )
        told = b"".join(response)
        assert answered == [expected], f"{address}: {answered}"
        return told


def statements(work: Callable[[], object]) -> int:
    """How many statements a piece of work asks, beside the bounds of transactions."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return len([query for query in queries if query["sql"] not in ("BEGIN", "COMMIT")])
