import json
import logging

import pytest
from django.http import HttpResponse

from bcf.logs import JsonFormatter, ReferenceMiddleware, request_reference


class Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines():
    handler = Lines()
    logger = logging.getLogger("bcf.test")
    logger.addHandler(handler)
    yield handler.lines
    logger.removeHandler(handler)


def test_a_request_keeps_one_reference_which_its_log_lines_carry(rf, lines):
    def view(request):
        logging.getLogger("bcf.test").warning("seen")
        return HttpResponse(request_reference(request))

    shown = ReferenceMiddleware(view)(rf.get("/")).content.decode()
    assert len(shown) == 8
    assert lines[0]["reference"] == shown


def test_two_requests_have_different_references(rf):
    assert request_reference(rf.get("/")) != request_reference(rf.get("/"))


def test_a_line_outside_a_request_has_no_reference(lines):
    logging.getLogger("bcf.test").warning("seen")
    assert "reference" not in lines[0]


def test_what_was_typed_is_not_logged(lines, rf):
    request = rf.get("/boards/?q=secret-question")
    try:
        int("secret-amount")
    except ValueError:
        logging.getLogger("bcf.test").exception(
            "cannot read %s", "secret-argument", extra={"request": request, "note": "secret-extra"}
        )
    [line] = lines
    assert "secret" not in json.dumps(line)
    assert line["message"] == "cannot read %s"
    assert line["path"] == "/boards/"
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["at"][0]


def test_numbers_and_keys_are_logged(lines):
    logging.getLogger("bcf.test").info("ignored below the level")
    logging.getLogger("bcf.test").warning("done", extra={"count": 3, "status": 404})
    assert [(line["count"], line["status"]) for line in lines] == [(3, 404)]
