"""The one list of words and shapes for states.

A state is a shape and a word; colour comes third. Pages, and nothing else, take them from
here: `{% state "fails" %}` or `{% state "fails" "6 to fix" %}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bcf import figures

#: The drawings of templates/partials/icons.html.
SHAPES = frozenset(
    {
        *("octagon", "triangle", "query", "tick"),
        *("ring", "half", "clock", "sent"),
        *("lock", "person", "plus", "minus", "pen"),
    }
)


@dataclass(frozen=True)
class State:
    """What a person reads, the shape before it, and the tone that picks the colour."""

    word: str
    shape: str
    tone: str


STATES: Mapping[str, State] = {
    # A check. "Cannot be checked" is never green and never left out of a count.
    "holds": State("Holds", "tick", "good"),
    "fails": State("Fails", "octagon", "bad"),
    "missing": State("Missing", "octagon", "bad"),
    "needed": State("Needed", "octagon", "bad"),
    "warns": State("To look at", "triangle", "look"),
    "unknown": State("Cannot be checked", "query", "unknown"),
    # A minimum contribution
    "met": State("Met", "tick", "good"),
    "met_exactly": State("Met, nothing to spare", "tick", "good"),
    "short": State("Short", "octagon", "bad"),
    # A section: worked out from its content and findings, never ticked by hand
    "not_started": State("Not started", "ring", "plain"),
    "in_progress": State("In progress", "half", "plain"),
    "to_fix": State("To fix", "octagon", "bad"),
    "waiting": State("Waiting", "clock", "unknown"),
    "complete": State("Complete", "tick", "good"),
    # An approval: given for what the plan says now, or for what it said before
    "not_yet": State("Not yet", "ring", "plain"),
    "some_given": State("Some given", "half", "plain"),
    "given": State("Given", "tick", "good"),
    "out_of_date": State("Out of date", "triangle", "look"),
    "withdrawn": State("Taken back", "minus", "plain"),
    # A submission and its versions
    "not_open": State("Not open yet", "clock", "plain"),
    "draft": State("Draft", "half", "plain"),
    "submitted": State("Submitted", "sent", "plain"),
    "frozen": State("Frozen", "lock", "plain"),
    # A figure or a row
    "locked": State("Locked", "lock", "plain"),
    "unconfirmed": State("Not confirmed", "query", "unknown"),
    "changed": State("Changed", "pen", "other"),
    # A pasted row
    "new_row": State("New", "plus", "plain"),
    "same_row": State("Already there", "tick", "plain"),
    "set_aside": State("Set aside", "minus", "plain"),
    "to_mend": State("To mend", "octagon", "bad"),
    # A heading of an official file
    "heading_found": State("Found", "tick", "good"),
    "heading_other": State("Other words", "triangle", "look"),
    "heading_missing": State("Missing", "octagon", "bad"),
    "heading_out": State("Left out", "minus", "plain"),
}

#: The four outcomes a page counts, gravest first, and the words of one and of many.
COUNTS: Mapping[str, tuple[str, str]] = {
    "fails": ("to fix", "to fix"),
    "warns": ("to look at", "to look at"),
    "unknown": ("cannot be checked", "cannot be checked"),
    "holds": ("holds", "hold"),
}


def count(key: str, how_many: int) -> str:
    """A count of one outcome: 6 to fix, 1 cannot be checked, 14 hold."""
    return figures.plural(how_many, *COUNTS[key])


def balance(left: Decimal | None) -> tuple[str, str]:
    """The state of income less spending, and its words. Both over and left are to be fixed."""
    if left is None:
        return "unknown", figures.UNKNOWN
    return "fails" if left else "holds", figures.balance(left)


def headroom(spare: Decimal | None) -> tuple[str, str]:
    """The state of planned less required, and its words."""
    if spare is None:
        return "unknown", figures.UNKNOWN
    return "short" if spare < 0 else "met", figures.headroom(spare)
