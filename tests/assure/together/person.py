"""One of the ten: types, adds, copies, moves, deletes, undoes and pastes, and keeps a log."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .client import Client, Unexpected, hidden_fields

#: What people do, and how often of a hundred times.
ACTS = {
    "type": 56,
    "add": 9,
    "duplicate": 6,
    "move": 6,
    "delete": 5,
    "undo": 7,
    "paste": 3,
    "look": 8,
}
NAME, AMOUNTS = "scheme_name", ("amount_2023-24", "amount_2024-25")
TYPES = ("carers-services", "home-care", "assistive-technologies", "other")
COLUMNS = (NAME, "scheme_type", "source", *AMOUNTS)
#: One amount in so many is none, to be refused.
BAD = 25


@dataclass(frozen=True)
class Taken:
    """What the server took: its revision, what was done to which row, and the cells written.

    `seen` is what stood in cells when they were typed in. A paste is not told its revision: 0.
    """

    revision: int
    act: str
    row: str = ""
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    seen: dict[str, dict[str, str]] = field(default_factory=dict)


class Person:
    """A person with a view of the plan that grows old until they look again.

    `crowd` is how many of the first lines they keep to; none is all of them.
    """

    def __init__(self, client: Client, address: str, number: int, crowd: int | None) -> None:
        self.client = client
        self.address = address
        self.number = number
        self.chance = Random(number)
        self.crowd = crowd
        self.log: list[Taken] = []
        self.counts: Counter[str] = Counter()
        self.errors: list[str] = []
        self.made = 0

    def open(self) -> dict[str, Any]:
        """Read the whole table, as a browser does when it opens the page."""
        told = json.loads(self.client.get(f"{self.address}grid/"))
        self.keys = [column["key"] for column in told["columns"]]
        self.sources = next(c["options"] for c in told["columns"] if c["key"] == "source")
        self.revision = told["revision"]
        self.rows = {
            uid: dict(zip(self.keys, row, strict=True)) for uid, row in told["rows"].items()
        }
        return told

    def work(self, until: float) -> None:
        """Do one thing after another until the time is up."""
        while time.monotonic() < until:
            (act,) = self.chance.choices(list(ACTS), list(ACTS.values()))
            try:
                getattr(self, act)()
            except Unexpected as error:
                self.errors.append(f"{act}: {error}")

    # What they do.

    def type(self) -> None:
        uid, row = self._line()
        key = self.chance.choice(COLUMNS)
        self._save(uid, key, self._text(key), row.get(key, ""))

    def add(self) -> None:
        """Add a line; now and then send it twice, as after an answer that was lost."""
        self.made += 1
        cells = {
            NAME: f"Line {self.made} of person {self.number}",
            AMOUNTS[0]: self._text(AMOUNTS[0]),
        }
        edit = {"uid": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)), "new": True}
        for _ in range(self.chance.choice((1, 1, 1, 2))):
            self._cells({**edit, "cells": cells})

    def duplicate(self) -> None:
        self._act("duplicate")

    def move(self) -> None:
        self._act(self.chance.choice(("up", "down")))

    def delete(self) -> None:
        self._act("delete")

    def undo(self) -> None:
        self._act("undo")

    def paste(self) -> None:
        """Paste two amounts at a row: a page that shows it first, then the form that does it."""
        uid, _ = self._line()
        amounts = [self._text(AMOUNTS[0]) for _ in AMOUNTS]
        block = {"text": "\t".join(amounts), "at_row": uid, "at_column": AMOUNTS[0]}
        status, page, _ = self.client.form(f"{self.address}paste/", block)
        self._expect(status, 200)
        fields = hidden_fields(page)
        if "seen" not in fields:  # the row has gone
            self.counts["refusals"] += 1
            return
        status, _, place = self.client.form(f"{self.address}paste/", {**fields, "put": "1"})
        self._expect(status, 200, 302, 409)
        if status == 302 and "#row-" in place:
            self._take(Taken(0, "paste", cells={uid: dict(zip(AMOUNTS, amounts, strict=True))}))
        else:
            self.counts["conflicts" if status == 409 else "refusals"] += 1

    def look(self) -> None:
        """Hear what is new, as a page asks every few seconds."""
        status, told = self.client.send(f"{self.address}grid/now/", {"since": self.revision})
        self._expect(status, 200)
        if told["revision"] < self.revision:
            raise Unexpected(f"revision {told['revision']} came after {self.revision}")
        self.revision = told["revision"]
        for uid, row in told.get("rows", {}).items():
            self.rows[uid] = dict(zip(self.keys, row["typed"], strict=True))
        if "order" in told:
            self.rows = {uid: self.rows[uid] for uid in told["order"] if uid in self.rows}

    # How.

    def _line(self) -> tuple[str, dict[str, str]]:
        lines = list(self.rows.items())[: self.crowd]
        return self.chance.choice(lines)

    def _text(self, key: str) -> str:
        if key in AMOUNTS:
            return "n/a" if not self.chance.randrange(BAD) else f"{self.chance.randrange(1, 999)}"
        if key == "scheme_type":
            return self.chance.choice(TYPES)
        if key == "source":
            return str(self.chance.choice(self.sources)[0])
        return f"{key} {self.chance.getrandbits(40):x}"

    def _save(self, uid: str, key: str, typed: str, seen: str) -> None:
        """Save a cell; where somebody else was first, take theirs or insist."""
        told = self._cells({"uid": uid, "cells": {key: typed}, "seen": {key: seen}})
        for conflict in told.get("conflicts", ()):
            self.counts["conflicts"] += 1
            self.rows[uid][conflict["column"]] = conflict["typed"]
            if conflict["column"] == key and self.chance.random() < 0.5:
                self._save(uid, key, typed, conflict["typed"])

    def _cells(self, edit: dict[str, Any]) -> dict[str, Any]:
        status, told = self.client.send(f"{self.address}grid/cells/", {"edits": [edit]})
        self._expect(status, 200)
        self.counts["refusals"] += len(told.get("refusals", ()))
        if told.get("revision"):
            written = {
                uid: {key: typed for key, (_, typed) in cells.items()}
                for uid, cells in told["cells"].items()
            }
            seen = {edit["uid"]: edit.get("seen", {})}
            self._take(Taken(told["revision"], "cells", "", written, tuple(told["added"]), seen))
        return told

    def _act(self, act: str) -> None:
        uid, _ = self._line()
        status, told = self.client.send(f"{self.address}grid/rows/", {"act": act, "uid": uid})
        self._expect(status, 200, 404)
        if status == 404 or told.get("refused"):
            self.counts["refusals"] += 1
        elif told.get("revision"):
            added = (told["uid"],) if act == "duplicate" else ()
            self._take(Taken(told["revision"], act, uid, {}, added))

    def _take(self, taken: Taken) -> None:
        """Note what was taken, and see it on one's own page."""
        self.log.append(taken)
        for uid, cells in taken.cells.items():
            self.rows.setdefault(uid, dict.fromkeys(self.keys, "")).update(cells)
        if taken.act == "delete":
            self.rows.pop(taken.row, None)

    @staticmethod
    def _expect(status: int, *expected: int) -> None:
        if status not in expected:
            raise Unexpected(f"answered with {status}")
