"""Figures in texts that were those of what they stand beside, and are no longer.

A sentence says what the plan said while the sentence stood. A figure beside a name is told
only if it was a figure of that name in some state of the plan that had the sentence, and is
none today: what was never so is never told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from bcf.submissions.models import Version
from bcf.submissions.past import Cells, states

from .mention import Kind, Mention, Spoken, Standing
from .words import Quote, Sentence, quotes, sentences

#: The rows of some sections, by their keys.
Rows = Mapping[str, Mapping[UUID, Cells]]
#: A figure of the plan: whose it is, and which.
Figure = tuple[str, Hashable]


class Beside:
    """The figures of a sentence that stand beside names of one kind (`owners`, by subject)."""

    def __init__(
        self, spoken: Spoken, sentence: Sentence, kind: Kind, owners: Mapping[str, Mention]
    ) -> None:
        self.spoken = spoken
        self.sentence = sentence
        self.kind = kind
        self.owners = owners
        self.quotes = list(quotes(sentence, kind.figures))
        self.today: Mapping[Figure, Decimal] = {}
        self.left: list[Quote] = []
        self.was: dict[Quote, set[Figure]] = defaultdict(set)

    def figures(self, rows: Rows) -> dict[Figure, Decimal]:
        """The figures of what the sentence names, in one state of the plan."""
        assert self.kind.section
        of_kind = rows[self.kind.section.key]
        return {
            (subject, which): value
            for subject in self.owners
            for which, value in self.kind.values(subject, of_kind).items()
        }

    def stood(self, rows: Rows) -> bool:
        """Whether a state of the plan had the sentence."""
        row = rows[self.spoken.section.key].get(self.spoken.uid, {})
        return self.sentence.words in row.get(self.spoken.column.key, "")

    def begin(self, rows: Rows) -> bool:
        """Take in what stands today; whether a figure is left that is none of the plan's."""
        self.today = self.figures(rows)
        self.left = [q for q in self.quotes if not any(map(q.fits, self.today.values()))]
        return bool(self.left)

    def remember(self, rows: Rows) -> None:
        """Take in what an earlier state had."""
        for figure, value in self.figures(rows).items():
            for quote in self.left:
                if quote.fits(value):
                    self.was[quote].add(figure)

    def outdated(self) -> Iterator[Mention]:
        """The figures that are others today. With one new figure, it can be written in."""
        for quote, figures in self.was.items():
            now = {f: self.today[f] for f in figures if f in self.today and not self._said(f)}
            written = sorted({quote.written(value) for value in now.values()})
            today = " or ".join(quote.words.replace(quote.number, each) for each in written)
            names = " or ".join(dict.fromkeys(self.owners[subject].label for subject, _ in now))
            if written:
                only = written[0] if len(written) == 1 else ""
                what = quote.start, quote.end, quote.words, Standing.CHANGED
                yield Mention(*what, names, now=only, today=today)

    def _said(self, figure: Figure) -> bool:
        """Whether the sentence says today's figure too: "from £300,000 to £320,000"."""
        return any(quote.fits(self.today[figure]) for quote in self.quotes)


def outdated(
    version: Version, named: Iterable[tuple[Spoken, Kind, Iterable[Mention]]]
) -> Iterator[tuple[Spoken, Mention]]:
    """Each figure that is another today, with its text; `named` says what texts name, by kind."""
    all_beside = [beside for names in named for beside in _beside(*names)]
    if not all_beside:
        return
    sections = {s.key: s for b in all_beside for s in (b.spoken.section, b.kind.section) if s}
    history = states(version, sections.values())
    today = next(history)
    standing = [beside for beside in all_beside if beside.begin(today.rows)]
    for state in history if standing else ():
        standing = [beside for beside in standing if beside.stood(state.rows)]
        if not standing:
            break
        for beside in standing:
            beside.remember(state.rows)
    for beside in all_beside:
        for mention in beside.outdated():
            yield beside.spoken, mention


def _beside(spoken: Spoken, kind: Kind, named: Iterable[Mention]) -> Iterator[Beside]:
    owning = [each for each in named if each.subject]
    for sentence in sentences(spoken.text) if owning else ():
        within = range(sentence.start, sentence.end)
        owners = {each.subject: each for each in owning if each.start in within}
        beside = Beside(spoken, sentence, kind, owners)
        if owners and beside.quotes:
            yield beside
