"""One entry of the task list, and which of them comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bcf.editions.models import KeyDate
from bcf.people.models import User
from bcf.submissions.models import Change

#: States in which somebody can do something about a task.
OPEN = frozenset({"to_fix", "in_progress", "not_started", "not_yet", "some_given", "out_of_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done. `state` is a key of the list of words, with its text.

    `people` are asked to see to it. `due` is its own day, where that is not the plan's.
    `blocked`: other tasks come first.
    """

    title: str
    url: str
    left: str
    state: str
    group: str = ""
    text: str = ""
    second: str = ""
    people: tuple[User, ...] = ()
    change: Change | None = None
    here: str = ""
    due: KeyDate | None = None
    blocked: bool = False

    @property
    def changed_by(self) -> str:
        """Who changed it last, where that is not somebody who is on it."""
        if self.change is None or self.change.by in self.people:
            return ""
        return self.change.by.name if self.change.by else "a command"


def next_task(tasks: Iterable[Task], user: User) -> Task | None:
    """What to go on with: the first open task that is this person's, or else anybody's."""
    open_ = [task for task in tasks if task.state in OPEN and not task.blocked]
    own = [task for task in open_ if user in task.people]
    return next(iter(own or open_), None)
