"""Logs: one JSON object a line, tied to a request by its reference, holding no free text.

What people type never reaches a log: a line carries the sentence of the programmer, not the
values put into it, and of an error its kind and place, not its words. What is worth
knowing beside that goes in `extra`, under one of the names in FIELDS.
"""

import contextvars
import json
import logging
import secrets
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

# Numbers, keys and addresses only.
FIELDS = ("status", "status_code", "method", "path", "user", "count", "seconds")

_current: contextvars.ContextVar[str | None] = contextvars.ContextVar("reference", default=None)


def request_reference(request: HttpRequest) -> str:
    """The short random reference of this request: shown on error pages, kept in the log."""
    if not hasattr(request, "reference"):
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
    return request.reference  # type: ignore[attr-defined]


class ReferenceMiddleware:
    """Gives each request its reference, and every line logged meanwhile the same one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _current.set(request_reference(request))
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg),
            "reference": _current.get(),
        }
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            line |= {"method": request.method, "path": request.path}
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps({name: value for name, value in line.items() if value is not None})
