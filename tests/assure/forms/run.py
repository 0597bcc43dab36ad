"""Random answers, sent to every form of every page that a person can reach.

Whatever is sent, the answer is a page that says what is wrong, and never a server error. The
administrator goes first: what others then read is what was made of the reference data.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Sequence
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans
from bcf.people.models import User
from tests.bench.run import throwaway_database

from .page import Control, Form, Page

SECONDS, SEED = 120, 1
PEOPLE = (
    *("admin@example.net", "noor@example.net", "dev@example.org", "cara@example.net"),
    *("nell@example.net", "mara@example.org"),
)
#: Pages of one kind that are opened, and times that each of their forms is sent.
MOST_ALIKE, TIMES = 6, 3
#: Signing out would end the visit, and a few tries of a password close the form for a while.
LEFT_ALONE = ("logout", "password")
ANYTHING = (
    *("", "   ", "\0", "a\0b", "\x0b", "\ufffe", "\r\n\t", "😀", "x" * 6000, "minus three", "None"),
    *("0", "-1", "9" * 400, "NaN", "-Infinity", "1e999", "1E-400", "1." + "0" * 300, "1_000", "½"),
    *(
        "1,2,3",
        "£1,000.005",
        "=1+1",
        "%",
        "'; --",
        "<script>",
        "../../etc",
        "0x10",
        "٣",
        "\uff11\uff12",
    ),
    *("2024-13-45", "31/02/2024", "-9223372036854775809", "00000000-0000-0000-0000-000000000000"),
)
#: What tells two pages of one kind apart: codes, years, numbers.
_OWN = re.compile(r"[0-9a-f-]{30,}|[EX]\d{8}|20\d\d-\d\d[a-z0-9-]*|\d+")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.assure.forms")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long each person tries")
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(arguments)
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # of refusals there are many
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    with throwaway_database():
        call_command("load_reference", verbosity=0)
        load_plans()
        load_people()
        visits = [Visit(email, asked.seed) for email in PEOPLE]
        for visit in visits:
            visit.go_on(asked.seconds)
    failed = [problem for visit in visits for problem in visit.failed]
    answers = sum((visit.answers for visit in visits), Counter[int]())
    print(*failed, sep="\n", end="\n" if failed else "")
    told = {"name": "random_answers", "answers": dict(answers), "failed": len(failed)}
    print(json.dumps(told | {"holds": not failed}))
    return 1 if failed else 0


class Visit:
    """One person, who opens what is linked and sends anything to every form."""

    def __init__(self, email: str, seed: int) -> None:
        self.random = Random(f"{seed}:{email}")
        self.client = Client(raise_request_exception=False)
        self.client.force_login(User.objects.get(email=email))
        self.to_open = ["/"]
        self.alike: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()
        self.failed: list[str] = []

    def go_on(self, seconds: float) -> None:
        """Until the time is over or nothing is left to open."""
        end = time.monotonic() + seconds
        while self.to_open and time.monotonic() < end:
            address = self.to_open.pop(self.random.randrange(len(self.to_open)))
            kind = _OWN.sub("#", address.partition("?")[0])
            self.alike[kind] += 1
            if self.alike[kind] <= MOST_ALIKE and not any(word in kind for word in LEFT_ALONE):
                self._open(address)

    def _open(self, address: str) -> None:
        response = self.client.get(address, follow=True)
        self._note(response, f"GET {address}")
        if "text/html" not in response.headers.get("Content-Type", ""):
            return
        page = Page(response.request["PATH_INFO"], response.content.decode())
        self.to_open += page.links
        for form in page.forms:
            if not any(word in form.address for word in LEFT_ALONE):
                for _ in range(TIMES):
                    self._send(form)

    def _send(self, form: Form) -> None:
        data = {c.name: self._answer(c) for c in form.controls if self._is_sent(c)}
        if form.buttons:
            button = self.random.choice(form.buttons)
            data[button.name] = button.value
        send = self.client.get if form.method == "get" else self.client.post
        response = send(form.address, data)
        self._note(response, f"{form.method.upper()} {form.address} {data}")
        if "Location" in response.headers:
            self.to_open.append(response.headers["Location"])

    def _is_sent(self, control: Control) -> bool:
        if control.kind in ("submit", "button", "file"):
            return False
        ticked = control.kind in ("checkbox", "radio")
        return self.random.random() < (0.5 if ticked else 0.9)

    def _answer(self, control: Control) -> str:
        """Mostly anything; what a person cannot change by hand is mostly left as it is."""
        kept = 0.8 if control.kind in ("hidden", "select", "checkbox", "radio") else 0.3
        if self.random.random() >= kept:
            return self.random.choice(ANYTHING)
        return self.random.choice(control.offered) if control.offered else control.value

    def _note(self, response: HttpResponseBase, what: str) -> None:
        self.answers[response.status_code] += 1
        if response.status_code >= 500:
            self.failed.append(f"FAILED {response.status_code} {what[:600]!r}")
