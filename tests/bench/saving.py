"""Saving one amount by the row's form and in the grid, against a trivial signed-in page.

The form is held against bare WSGI too. Every way really saves.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from bcf.examples.people import load_people
from bcf.examples.plans import load_plans
from schemes.england import make_england
from schemes.models import ExpenditureLine
from tests.bench.calls import Caller, statements
from tests.bench.run import Result, ratio

PLAN = ("E06000058", "2019-20-plan", "expenditure")
CELL = "amount_2019-20"
ROUNDS = 200


def run() -> list[Result]:
    """The trivial page only greets whoever is signed in."""
    call_command("load_reference", verbosity=0)
    load_plans()
    load_people()
    lines = ExpenditureLine.objects.filter(version__submission__board__code=PLAN[0])
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        saving = Saving(*lines[:3])
        saving.form()
        saving.cell()
        greet = saving.caller.greet
        results = [
            Result("save_one_line", ratio(saving.form, greet, ROUNDS), 3.5),
            Result("save_one_line_bare_wsgi", ratio(saving.form, saving.bare, ROUNDS), 25),
            Result("save_one_line_queries", statements(saving.form), 8),
            *_in_grid(saving, ""),
        ]
        make_england(boards=152, years=2)
        return [*results, *_in_grid(saving, "_152_boards")]


def _in_grid(saving: Saving, name: str) -> list[Result]:
    found = ratio(saving.cell, saving.caller.greet, ROUNDS)
    return [
        Result(f"save_cell{name}", found, 3.5),
        Result(f"save_cell_queries{name}", statements(saving.cell), 8),
    ]


class Saving:
    """One sum after another, each way on a line of its own."""

    def __init__(
        self, by_form: ExpenditureLine, in_grid: ExpenditureLine, bare: ExpenditureLine
    ) -> None:
        self.caller = Caller("asha@example.org")
        self.amounts = itertools.count(1_000)
        self.last: dict[str, str] = {}
        self.form_address = reverse("row", args=[*PLAN, by_form.uid])
        self.grid_address = reverse("grid_cells", args=PLAN)
        self.in_grid = str(in_grid.uid)
        self.other = bare

    def form(self) -> None:
        """Type the next amount into the line's form."""
        amount = self._next()
        seen = {f"seen-{CELL}": self.last["form"]} if "form" in self.last else {}
        form = {CELL: amount, **seen, "csrfmiddlewaretoken": self.caller.token}
        self.caller.call(self.form_address, urlencode(form).encode(), expected="302 Found")
        self.last["form"] = amount

    def cell(self) -> None:
        """Type the next amount into the line's cell."""
        amount = self._next()
        seen = {CELL: self.last["cell"]} if "cell" in self.last else {}
        edit = {"uid": self.in_grid, "cells": {CELL: amount}, "seen": seen}
        body = json.dumps({"edits": [edit]}).encode()
        told = json.loads(self.caller.call(self.grid_address, body, "application/json"))
        assert "refused" not in told, told
        self.last["cell"] = amount

    def bare(self) -> None:
        """The same sum with one statement and no framework."""
        self.caller.call(self.form_address, b"", expected="302 Found", app=self._update)

    def _next(self) -> str:
        return f"{next(self.amounts)}.00"

    def _update(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE schemes_lineyear SET amount = %s WHERE line_id = %s AND year = '2019-20'",
                [next(self.amounts), self.other.pk],
            )
        start_response("302 Found", [("Location", self.form_address)])
        return []
