"""What a text names or quotes, and what became of it since."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import ClassVar
from uuid import UUID

from bcf.submissions.models import Version
from bcf.submissions.past import Cells
from bcf.submissions.sections import SectionKind
from bcf.tables import Column


class Standing(Enum):
    """What became of what a text says: a key of the list of states, and the words beside it."""

    SAME = "holds", "In the plan"
    MOVED = "warns", "Another ID now"
    CHANGED = "warns", "Another figure now"
    GONE = "warns", "No longer in the plan"
    NEVER = "warns", "Not in the plan"
    NOT_ASKED = "set_aside", "Not asked for this year"

    @property
    def state(self) -> str:
        return self.value[0]

    @property
    def words(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text names or quotes, from its character `start` to `end`.

    `what` is as pages say it ("Scheme 8", "£320,000"), `today` the same as it is today if that
    is another, `name` what it is, and `url` its page. `now` should stand there today; empty
    where nothing else should, or nobody can tell. Figures in the same sentence may be those of
    `subject`.
    """

    start: int
    end: int
    what: str
    standing: Standing
    name: str = ""
    now: str = ""
    today: str = ""
    url: str = ""
    subject: str = ""

    @property
    def label(self) -> str:
        """What it is called as the owner of a figure: "Scheme 8: Carers"."""
        return ": ".join(filter(None, (self.what, self.name)))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text: where it stands, the revision that wrote it, what it says and what it names."""

    section: SectionKind
    column: Column
    at: str
    revision: int
    text: str
    mentions: list[Mention]

    @property
    def uid(self) -> UUID:
        """The row in which it stands."""
        return UUID(self.section.uid_of(self.at))

    @property
    def told(self) -> list[Mention]:
        """What it names, each once, in the order of the text."""
        ordered = sorted(self.mentions, key=lambda each: each.start)
        return list({(m.what, m.standing, m.name, m.today): m for m in ordered}.values())

    @property
    def moved(self) -> bool:
        """Whether something else should stand in it today."""
        return any(each.now for each in self.mentions)

    @property
    def mended(self) -> str:
        """The text as it should be today, all at once: two schemes may have changed places."""
        parts, done = [], 0
        for each in sorted(self.mentions, key=lambda each: each.start):
            if each.now:
                parts += [self.text[done : each.start], each.now]
                done = each.end
        return "".join([*parts, self.text[done:]])


class Kind(ABC):
    """What texts of one plan may name, such as its schemes. `figures` reads figures beside it."""

    figures: ClassVar[re.Pattern[str]]

    def __init__(self, version: Version, section: SectionKind | None) -> None:
        self.version = version
        self.section = section

    @abstractmethod
    def named(self, text: str, revision: int) -> Iterable[Mention]:
        """What a text names that `revision` wrote last."""

    @abstractmethod
    def values(self, subject: str, rows: Mapping[UUID, Cells]) -> Mapping[Hashable, Decimal]:
        """The figures of a subject by what they are, in rows of `section` of any revision."""
