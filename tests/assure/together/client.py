"""A plain client: cookies, the token against forged requests, and every answer looked at."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from http.client import HTTPException, HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

SECONDS = 60


class Unexpected(Exception):
    """The server answered otherwise than the product promises."""


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer, not to be followed."""

    def redirect_request(self, *args: Any) -> None:
        return None


class Client:
    """One person's browser, without a page."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), _Stay())

    @property
    def token(self) -> str:
        return next((c.value or "" for c in self.cookies if c.name == "csrftoken"), "")

    def sign_in(self, address: str, email: str, password: str) -> None:
        self.get(address)
        status, _, _ = self.form(address, {"login": email, "password": password})
        if status != 302:
            raise Unexpected(f"{email} could not sign in: {status}")

    def get(self, path: str) -> str:
        status, body, _ = self._ask(Request(self.server + path))
        if status != 200:
            raise Unexpected(f"GET {path} was answered with {status}")
        return body

    def send(self, path: str, body: object) -> tuple[int, dict[str, Any]]:
        """Send JSON as the grid's script does; gives the status and what was told."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        request = Request(self.server + path, json.dumps(body).encode(), headers)
        status, answer, _ = self._ask(request)
        return status, json.loads(answer) if status == 200 else {}

    def form(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Send a form; gives the status, the page and where it leads."""
        fields = {**fields, "csrfmiddlewaretoken": self.token}
        return self._ask(Request(self.server + path, urlencode(fields).encode()))

    def _ask(self, request: Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=SECONDS) as response:
                return _read(response)
        except HTTPError as answer:
            with answer:
                if answer.code >= 500:
                    raise Unexpected(f"{request.full_url} failed with {answer.code}") from None
                return answer.code, answer.read().decode(), answer.headers.get("Location", "")
        except (HTTPException, OSError, URLError) as error:
            raise Unexpected(f"{request.full_url} was not answered: {error}") from error


def _read(response: HTTPResponse) -> tuple[int, str, str]:
    return response.status, response.read().decode(), ""


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of a page, by name."""
    found = _Hidden()
    found.feed(page)
    return found.fields


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input" and told.get("type") == "hidden":
            self.fields[told.get("name") or ""] = told.get("value") or ""
