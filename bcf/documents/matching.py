"""Which question each part of a document answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .narrative import Question, fold
from .reading import Block, Loss
from .word import ABOUT, placeholder

#: The deepest heading that stands for a question or a group; below it, headings are text.
_DEEPEST = 2
_BEFORE = "Before the first heading"


@dataclass(slots=True)
class Part:
    """A heading of the document and what stands under it.

    `question` is None where the heading is none of ours.
    """

    heading: str
    question: Question | None = None
    lines: list[str] = field(default_factory=list)
    losses: set[Loss] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def told_losses(self) -> list[str]:
        """What did not become text, in the order of the list."""
        return [str(loss) for loss in Loss if loss in self.losses]


@dataclass(slots=True)
class Matched:
    """The parts by question, the text that no question takes, and the questions not found."""

    parts: list[Part]
    unplaced: list[Part]
    missing: list[Question]

    @property
    def losses(self) -> list[Part]:
        """The parts of which something did not become text."""
        return [part for part in (*self.parts, *self.unplaced) if part.losses]


def match(blocks: Iterable[Block], questions: Sequence[Question]) -> Matched:
    """Find each question's text.

    A heading is known by its bookmark, or by its words where it has none of ours. Two
    headings of one question are put together.
    """
    matcher = _Matcher(questions)
    for block in blocks:
        matcher.take(block)
    parts = list(matcher.found.values())
    unplaced = [part for part in matcher.others if part.text]
    return Matched(parts, unplaced, [q for q in questions if q.mark not in matcher.found])


class _Matcher:
    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.marks = {question.mark: question for question in questions}
        self.groups = {fold(question.column.group) for question in questions}
        self.group = ""
        self.found: dict[str, Part] = {}
        self.others = [Part(_BEFORE)]
        self.part = self.others[0]

    def take(self, block: Block) -> None:
        question = self._question(block)
        if question is not None:
            self.group = fold(question.column.group)
            self.part = self.found.setdefault(question.mark, Part(question.heading, question))
            self.part.losses |= block.losses & {Loss.TRACKED}
        elif 0 < block.level <= _DEEPEST and block.text.strip():
            self.group = fold(block.text) if fold(block.text) in self.groups else self.group
            self.part = Part(block.text.strip())
            self.others.append(self.part)
        else:
            self._add(block)

    def _question(self, block: Block) -> Question | None:
        """The question that the block is the heading of."""
        marked = next((self.marks[mark] for mark in block.marks if mark in self.marks), None)
        if not 0 < block.level <= _DEEPEST:
            # Made plain, it is a heading still while it says the same.
            same = marked is not None and fold(marked.heading) == fold(block.text)
            return marked if same else None
        return marked or self._by_words(fold(block.text))

    def _by_words(self, words: str) -> Question | None:
        """The only question of these words, or the one of the group that is open."""
        named = [q for q in self.questions if fold(q.heading) == words]
        if len(named) > 1:
            named = [q for q in named if fold(q.column.group) == self.group]
        return named[0] if len(named) == 1 else None

    def _add(self, block: Block) -> None:
        """A line of the answer, without what the product wrote there itself."""
        text = block.text
        if self.part.question is not None:
            text = text.removeprefix(placeholder(self.part.question))
        elif block.style in (ABOUT, "Title") or block.style.casefold().startswith("toc "):
            return
        self.part.losses |= block.losses
        self.part.lines.append(text)
