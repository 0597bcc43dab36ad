"""Approvals as pages tell them: whose word is asked for, and what changed since it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bcf import figures
from bcf.approvals.acts import Word, fingerprint, words
from bcf.approvals.asked import covered, holders
from bcf.approvals.models import Approval
from bcf.checks.findings import Finding
from bcf.editions.models import Matter
from bcf.people.models import User
from bcf.submissions.models import Change, Version

from .frame import place
from .task import Task

#: What giving a word about each matter is called.
TITLES = {Matter.MONEY: "Confirm the money", Matter.PLAN: "Approve the plan"}


class Later(NamedTuple):
    """What was changed after an approval: sections it speaks for, and the newest change."""

    titles: Sequence[str]
    last: Change


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that is asked for: who may give it, and what changed since it was given."""

    word: Word
    people: Sequence[User]
    later: Later | None

    @property
    def is_given(self) -> bool:
        return self.word.state == "given"


@dataclass(frozen=True, slots=True)
class Part:
    """The words about one matter. `stops` counts what is to be fixed before one is given."""

    version: Version
    matter: Matter
    titles: Sequence[str]
    asked: Sequence[Asked]
    stops: int

    @property
    def title(self) -> str:
        return TITLES[self.matter]

    @property
    def digest(self) -> str:
        """The fingerprint of what a word about it would speak for."""
        return fingerprint(self.version, self.matter)

    @property
    def given(self) -> int:
        return sum(asked.is_given for asked in self.asked)

    @property
    def state(self) -> str:
        """A key of the list of words, for all of its words together."""
        if any(asked.word.state == "out_of_date" for asked in self.asked):
            return "out_of_date"
        if self.given == len(self.asked):
            return "given"
        return "some_given" if self.given else "not_yet"


def approval_parts(version: Version, findings: Iterable[Finding]) -> list[Part]:
    """The words that are asked for, by matter; a matter about which none is asked is left out."""
    said = words([version])[version.pk]
    people = holders(word.capacity for word in said)
    later = _later(version, said)
    stops = [finding.section for finding in findings if finding.stops]
    every = [Asked(w, people.get(w.capacity.holder, ()), later.get(w)) for w in said]
    parts = []
    for matter in Matter:
        sections = covered(version.submission.collection, matter)
        asked = [each for each in every if each.word.capacity.matter == matter]
        count = sum(stops.count(section.key) for section in sections)
        parts.append(Part(version, matter, [s.title for s in sections], asked, count))
    return [part for part in parts if part.asked]


def _later(version: Version, said: Iterable[Word]) -> Mapping[Word, Later]:
    """What was changed since each approval that is out of date, as far as changes tell."""
    old = {word: word.approval for word in said if word.state == "out_of_date" and word.approval}
    if not old:
        return {}
    changes = Change.objects.filter(version__submission=version.submission).by_section()
    every = list(changes.select_related("version", "by").order_by("version__number", "revision"))
    found = {word: _since(version, approval, every) for word, approval in old.items()}
    return {word: later for word, later in found.items() if later}


def _since(version: Version, approval: Approval, changes: Iterable[Change]) -> Later | None:
    then = (approval.version.number, approval.revision)
    sections = covered(version.submission.collection, approval.matter)
    titles = {section.key: section.title for section in sections}
    since = [c for c in changes if (c.version.number, c.revision) > then and c.section in titles]
    if not since:
        return None
    return Later(list(dict.fromkeys(titles[change.section] for change in since)), since[-1])


def approval_tasks(parts: Iterable[Part]) -> list[Task]:
    """What is left to agree, as entries of the task list."""
    return [_task(part) for part in parts]


def _task(part: Part) -> Task:
    open_ = [asked for asked in part.asked if not asked.is_given]
    return Task(
        title=part.title,
        url=f"{place(part.version, 'approvals')}#{part.matter}",
        left=_left(part, open_),
        state=part.state,
        text=_counted(part),
        blocked=part.stops > 0,
        people=tuple(dict.fromkeys(user for asked in open_ for user in asked.people)),
    )


def _counted(part: Part) -> str:
    """How many are given, where the state's own word does not say it."""
    of = f"{part.given} of {len(part.asked)}"
    match part.state:
        case "some_given":
            return f"{of} given"
        case "out_of_date":
            return f"{of}, out of date"
    return ""


def _left(part: Part, open_: Sequence[Asked]) -> str:
    if not open_:
        return "Everybody who is asked has given their word."
    later = [asked.later for asked in open_ if asked.later]
    if later:
        return f"Changed since it was given: {', '.join(later[0].titles)}."
    if part.stops:
        fixed = figures.plural(part.stops, "more thing is fixed", "more things are fixed")
        return f"Can be given when {fixed}."
    return f"Still to come: {'; '.join(asked.word.capacity.title for asked in open_)}."
