"""What a person said on the page of an upload, read from its forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict

from .changes import Item, Look
from .matching import Answers

#: Beginnings of the names of controls, before what they are about.
ROW, THOUSANDS, CONFLICT = "row-", "thousands-", "conflict-"
NEW_ROW = "new"
#: A browser sends at most a thousand controls that Django would read: so many have one of
#: their own, and one more stands for the rest.
MOST_TICKS, MOST_CONFLICTS, MOST_ROWS = 500, 100, 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to go in: the ticked items, and the conflicts in which the file wins."""

    names: frozenset[str]
    over: frozenset[str] = field(default_factory=frozenset)


def read_answers(data: QueryDict) -> Answers:
    """Which line each row in question is, as far as somebody said so."""
    answers: dict[str, UUID | None] = {}
    for key, value in data.items():
        if key.startswith(ROW) and value == NEW_ROW:
            answers[key.removeprefix(ROW)] = None
        elif key.startswith(ROW):
            try:
                answers[key.removeprefix(ROW)] = UUID(str(value))
            except ValueError:
                continue  # not answered
    return answers


def read_thousands(data: QueryDict) -> dict[str, bool]:
    """Of which sections the amounts are thousands of pounds, and of which not."""
    said = {key.removeprefix(THOUSANDS): data[key] for key in data if key.startswith(THOUSANDS)}
    return {key: value == "yes" for key, value in said.items() if value in ("yes", "no")}


def answered(data: QueryDict) -> list[tuple[str, str]]:
    """The answers so far, for the next form to carry on."""
    said = ((key, str(value)) for key, value in data.items() if key.startswith((ROW, THOUSANDS)))
    return [(key, value) for key, value in said if value]


def everything(look: Look) -> Choice:
    """All that can go in, as a page first shows it."""
    return Choice(frozenset(item.name for item in look.items))


def read_choice(data: QueryDict, look: Look) -> Choice:
    """What is ticked; the items past the last tick go with the one that stands for them."""
    rest = with_ticks(look.items)[1] if "rest" in data else []
    over = {i.name for i in look.conflicts if data.get(f"{CONFLICT}{i.name}") == "file"}
    names = {*data.getlist("take"), *(item.name for item in rest)}
    return Choice(frozenset(names), frozenset(over))


def with_ticks(items: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """The items that have a tick of their own, and the others."""
    return items[:MOST_TICKS], items[MOST_TICKS:]
