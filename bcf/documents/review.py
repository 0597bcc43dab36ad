"""A narrative that came back, beside what the plan holds: what would change, and what clashes.

A document knows the revision it was made from. An answer that only the document changed
since then is a change; one that both changed is a conflict, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bcf import figures
from bcf.pages.cells import told
from bcf.submissions.models import Change, Version
from bcf.submissions.proposals import Incoming, propose
from bcf.submissions.sections import SectionKind
from bcf.tables import CellError, Edit

from .errors import Unfit
from .held import Answers, held_at
from .matching import Matched, Part, match
from .narrative import Question, narrative_questions
from .reading import WordDocument
from .stamps import Stamp

if TYPE_CHECKING:
    from bcf.people.models import User

#: The two sides of a conflict, as the form names them.
PLAN, FILE = "plan", "file"


@dataclass(frozen=True, slots=True)
class Side:
    """One text of two, without the lines that both begin and end with: these are counted."""

    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer of which the document says something else than the plan.

    `seen` is what the plan holds, in canonical form. `refusal` says why the document's text
    cannot be taken. In a `conflict` the plan was changed, too; `chosen` is the side that a
    person took, empty until then.
    """

    question: Question
    now: str
    new: str
    seen: str
    refusal: str = ""
    conflict: bool = False
    chosen: str = ""

    @property
    def going_in(self) -> bool:
        return not self.refusal and (not self.conflict or self.chosen == FILE)

    @property
    def open(self) -> bool:
        """Whether somebody must choose before anything is taken."""
        return self.conflict and not self.chosen

    @property
    def sides(self) -> tuple[Side, Side]:
        """What the plan holds and what the document says, where they differ."""
        now, new = self.now.split("\n"), self.new.split("\n")
        before = _same(now, new)
        after = _same(now[before:][::-1], new[before:][::-1])
        return _side(now, before, after), _side(new, before, after)


@dataclass(frozen=True, slots=True)
class Review:
    """What a document would do to the plan.

    `dated` is whether it is known from which state of the plan the document was made.
    """

    version: Version
    matched: Matched
    dated: bool
    differences: list[Difference]

    @property
    def going_in(self) -> int:
        return sum(each.going_in for each in self.differences)

    @property
    def open(self) -> list[Difference]:
        return [each for each in self.differences if each.open]

    @property
    def takes(self) -> int:
        """How many answers can be taken, as far as their text goes."""
        return sum(not each.refusal for each in self.differences)

    @property
    def same(self) -> int:
        """Under how many headings the document changes nothing."""
        return len(self.matched.parts) - len(self.differences)

    def apply(self, *, by: User | None) -> Change | None:
        """Take the answers, all of them as one change. Raises Refused, Frozen."""
        taken: dict[SectionKind, list[Difference]] = {}
        for each in self.differences:
            if each.going_in:
                taken.setdefault(each.question.section, []).append(each)
        incoming = {
            section.key: Incoming([self._edit(section, some)]) for section, some in taken.items()
        }
        what = f"Took {figures.plural(self.going_in, 'answer')} from a Word document"
        return propose(self.version, incoming).apply(by=by, what=what)

    def _edit(self, section: SectionKind, some: list[Difference]) -> Edit:
        (row,) = section.rows(self.version)
        return Edit(
            uid=row.uid,
            raw={each.question.column.key: each.new for each in some},
            seen={each.question.column.key: each.seen for each in some},
        )


def _same(some: list[str], others: list[str]) -> int:
    """How many lines two texts begin with alike."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(some), len(others)))


def _side(lines: list[str], before: int, after: int) -> Side:
    return Side("\n".join(lines[before : len(lines) - after]), before, after)


def review(
    version: Version,
    document: WordDocument,
    choices: Mapping[str, str] | None = None,
    looked_at: int | None = None,
) -> Review:
    """Compare a document with the plan. Raises Unfit for that of another board or collection.

    `choices` holds the side taken in each conflict, by the question's field, by a person who
    looked at the plan as it stood at the revision `looked_at`.
    """
    _refuse_others(version, document.stamp)
    questions = narrative_questions(version.submission.collection)
    matched = match(document.blocks, questions)
    now = held_at(version, questions) or {}
    shown = now if looked_at is None else held_at(version, questions, looked_at) or {}
    base = _base(version, questions, document.stamp)
    compared = _Comparison(now, shown, shown if base is None else base, choices or {})
    return Review(version, matched, base is not None, list(compared.differences(matched.parts)))


def _refuse_others(version: Version, stamp: Stamp | None) -> None:
    here = Stamp.of(version)
    if stamp is not None and stamp.board != here.board:
        raise Unfit(f"This is the narrative of another board ({stamp.board}). Nothing was taken.")
    if stamp is not None and stamp.collection != here.collection:
        raise Unfit(f"This document answers {stamp.collection}, not this one. Nothing was taken.")


def _base(version: Version, questions: tuple[Question, ...], stamp: Stamp | None) -> Answers | None:
    """What the plan held when the document was made; None where nobody can tell."""
    if stamp is None:
        return None
    made_from = version.submission.versions.filter(number=stamp.version).first()
    return None if made_from is None else held_at(made_from, questions, stamp.revision)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The plan as it is, as a person saw it, and as it was when the document was made."""

    now: Answers
    shown: Answers
    base: Answers
    choices: Mapping[str, str]

    def differences(self, parts: list[Part]) -> Iterator[Difference]:
        for part in parts:
            found = self._difference(part)
            if found is not None:
                yield found

    def _difference(self, part: Part) -> Difference | None:
        question = part.question
        assert question is not None, "a part that answers nothing stands among the unplaced"
        column, place = question.column, question.place
        base, now = self.base.get(place), self.now.get(place)
        if part.text == told(column, base):
            return None
        refusal, seen = "", column.canonical(now)
        try:
            if column.canonical(column.parse(part.text, {})) == seen:
                return None
        except CellError as error:
            refusal = error.message
        conflict = not refusal and base != now
        chosen = self.choices.get(question.field, "") if self.shown.get(place) == now else ""
        return Difference(
            question,
            told(column, now),
            part.text,
            seen,
            refusal,
            conflict,
            chosen if chosen in (PLAN, FILE) else "",
        )
