"""The narrative as headings: which questions it has, and how a heading is known again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bcf.editions.models import Collection
from bcf.pages.cells import full_label
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Column

#: "4. ", "1a. ", "5.2 ", "(b) ", "c) ": a letter alone is no number, or "A plan" would lose it.
_NUMBER = re.compile(r"^(?:\(?\d+(?:\.\d+)*[a-z]?[.):]*|\(?[a-z][.)])\s+")
_MARK = "_bcf_"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the narrative, the group that heads it, and the name of its bookmark.

    Where the group asks nothing but the question in the same words, one heading serves.
    """

    section: SectionKind
    column: Column
    mark: str

    @property
    def heading(self) -> str:
        return self.column.group if self.in_its_group else full_label(self.column)

    @property
    def in_its_group(self) -> bool:
        """Whether the group's heading is the question's own."""
        return fold(self.column.group) == fold(full_label(self.column))

    @property
    def place(self) -> tuple[str, str]:
        """Section and column, by their keys."""
        return self.section.key, self.column.key

    @property
    def field(self) -> str:
        """The same in one word, for the field of a form."""
        return f"{self.section.key}-{self.column.key}"


def narrative_questions(collection: Collection) -> tuple[Question, ...]:
    """Every question of a collection that is answered in the document; none where it has none."""
    return tuple(_questions(sections_of(collection)))


def _questions(sections: tuple[SectionKind, ...]) -> Iterator[Question]:
    for section in sections:
        for column in section.document_columns:
            yield Question(section, column, _mark(section.key, column.key))


def _mark(section: str, column: str) -> str:
    """A bookmark's name: Word takes 40 letters and figures, and hides what begins with a dash."""
    return f"{_MARK}{hashlib.sha256(f'{section}/{column}'.encode()).hexdigest()[:24]}"


def fold(heading: str) -> str:
    """A heading without its number, case, spaces and last stop, for comparing."""
    text = " ".join(unicodedata.normalize("NFKC", heading).casefold().split())
    return _NUMBER.sub("", text).rstrip(" .:")
