"""Saving one amount of one line, against a trivial signed-in page and against bare WSGI."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from bcf import urls
from bcf.examples.people import load_people
from bcf.examples.plans import load_plans
from bcf.people.models import User
from schemes.models import ExpenditureLine
from tests.bench.run import Result, ratio

CELL = "amount_2019-20"
TRIVIAL = "/bench/trivial/"

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def run() -> list[Result]:
    """Both ways to save really save; the trivial page only greets whoever is signed in."""
    call_command("load_reference", verbosity=0)
    load_plans()
    load_people()
    urls.urlpatterns.insert(0, path(TRIVIAL.strip("/") + "/", trivial))
    lines = ExpenditureLine.objects.filter(version__submission__board__code="E06000058")
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        saving = Saving(*lines[:2])
        saving.save()
        with CaptureQueriesContext(connection) as queries:
            saving.save()
        statements = [q for q in queries if q["sql"] not in ("BEGIN", "COMMIT")]
        return [
            Result("save_one_line", ratio(saving.save, saving.greet, 200), 3.5),
            Result("save_one_line_bare_wsgi", ratio(saving.save, saving.bare, 200), 25),
            Result("save_one_line_queries", len(statements), 8),
        ]


def trivial(request: HttpRequest) -> HttpResponse:
    """The least that a page of somebody signed in can be."""
    return HttpResponse(request.user.get_username())


class Saving:
    """Requests as a server would hand them over, one sum after another."""

    def __init__(self, line: ExpenditureLine, other: ExpenditureLine) -> None:
        self.other = other
        self.app = WSGIHandler()
        self.amounts = itertools.count(1_000)
        self.last = ""
        board, collection = "E06000058", "2019-20-plan"
        self.address = reverse("row", args=[board, collection, "expenditure", line.uid])
        client = Client()
        client.force_login(User.objects.get(email="asha@example.org"))
        self.token = _get_new_csrf_string()
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={self.token}"

    def save(self) -> None:
        """Type the next amount into the line's form."""
        amount = f"{next(self.amounts)}.00"
        seen = {f"seen-{CELL}": self.last} if self.last else {}
        form = {CELL: amount, **seen, "csrfmiddlewaretoken": self.token}
        status = self._call(self.app, self.address, urlencode(form).encode())
        assert status == "302 Found", status
        self.last = amount

    def greet(self) -> None:
        assert self._call(self.app, TRIVIAL) == "200 OK"

    def bare(self) -> None:
        """The same sum with one statement and no framework."""
        assert self._call(self._update, self.address, b"") == "302 Found"

    def _update(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE schemes_lineyear SET amount = %s WHERE line_id = %s AND year = '2019-20'",
                [next(self.amounts), self.other.pk],
            )
        start_response("302 Found", [("Location", self.address)])
        return []

    def _call(self, app: App, address: str, body: bytes | None = None) -> str:
        environ = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": address,
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": self.cookie,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body or b"")),
            "wsgi.input": io.BytesIO(body or b""),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        answered: list[str] = []
        response = app(environ, lambda status, headers, error=None: answered.append(status))
        list(response)
        return answered[0]
