"""Which of our unconfirmed words an official file confirms or corrects, taken over one by one."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Model

from bcf.boards.models import Source
from bcf.boards.provenance import Standing
from bcf.boards.reference import ReferenceFile, reference_files
from bcf.pastes.headings import name_of
from bcf.people.models import User
from bcf.submissions.proposals import recorded
from bcf.tables import fold
from bcf.workbooks.cells import address
from bcf.workbooks.models import OfficialFile

from .structure import Structure

#: The fields whose words stand in a national file.
_FIELDS = frozenset({"label", "sheet"})
#: How like ours other words are that mean the same.
_LIKENESS = 0.86


@dataclass(frozen=True, slots=True)
class Word:
    """A word of ours, and what the file says instead, or that it says the same.

    `open` tells whether it is still unconfirmed.
    """

    kind: str
    model: str
    pk: int
    field: str
    ours: str
    theirs: str = ""
    where: str = ""
    open: bool = True

    @property
    def key(self) -> str:
        """By which a page names it."""
        return f"{self.model}-{self.pk}-{self.field}"

    @property
    def confirms(self) -> bool:
        return self.ours == self.theirs


def words_of(file: OfficialFile, structure: Structure, *, every: bool = False) -> list[Word]:
    """The unconfirmed words of the file's edition, or all, of which the file says something.

    Words that several rows of one kind share are left to a person: a file that has them says
    nothing of each.
    """
    ours = [word for reference, row in _rows(file) for word in _words(reference, row)]
    shared = Counter((word.model, word.field, word.ours) for word in ours)
    texts = _texts(structure)
    said = _Said(texts, {word.ours for word in ours})
    found = []
    for word in ours:
        theirs = said.of(word.ours) if every or word.open else ""
        if theirs and shared[word.model, word.field, word.ours] == 1:
            found.append(replace(word, theirs=theirs, where=texts[theirs]))
    return found


def _words(reference: ReferenceFile, row: Any) -> Iterator[Word]:
    meta = reference.model._meta
    for field in sorted(reference.edits.intersection(_FIELDS)):
        if ours := getattr(row, field):
            kind, still = str(meta.verbose_name).capitalize(), row.standing == Standing.UNCONFIRMED
            yield Word(kind, meta.label_lower, row.pk, field, ours, open=still)


def _rows(file: OfficialFile) -> Iterator[tuple[ReferenceFile, Model]]:
    """What the file's edition says, of its collections only the file's own."""
    for reference in reference_files():
        if reference.edition and "standing" in reference.columns:
            rows = reference.model._base_manager.filter(**_of(file, reference.edition))
            for row in rows.order_by("pk"):
                yield reference, row


def _of(file: OfficialFile, edition: str) -> dict[str, object]:
    """Whose rows are looked at; `edition` is the way from a row to its edition's code."""
    way, _, _ = edition.rpartition("__edition__code")
    if way.endswith("collection"):
        return {way: file.collection}
    return {edition: file.collection.edition.code}


def _texts(structure: Structure) -> dict[str, str]:
    """Each text of the file with the first cell that holds it, and the names of its sheets."""
    texts = dict.fromkeys(structure.visible, "the sheet's name")
    for sheet in structure.sheets:
        for number, row in enumerate(structure.outline.grid(sheet), start=1):
            for column, value in enumerate(row, start=1):
                if isinstance(value, str) and value.strip():
                    texts.setdefault(value.strip(), f"{sheet}, {address(number, column)}")
    return texts


class _Said:
    """What a file says for words of ours: the same, or its own for the same thing.

    A text that is another word of ours already is not taken for this one.
    """

    def __init__(self, texts: Collection[str], ours: Collection[str]) -> None:
        self.texts = texts
        self.names = {name_of(text): text for text in texts}
        self.free = {fold(text): text for text in texts if text not in ours}

    def of(self, ours: str) -> str:
        """The file's words; empty where it is silent."""
        if ours in self.texts:
            return ours
        if same := self.names.get(name_of(ours)):
            return same
        near = difflib.get_close_matches(fold(ours), self.free, n=1, cutoff=_LIKENESS)
        return self.free[near[0]] if near else ""


def source_of(file: OfficialFile) -> Source:
    """The file as a source that rows may cite, not saved."""
    title = f"{file.name}, the official file of {file.collection}"
    return Source(code=f"F{file.pk}", title=title[:300])


@transaction.atomic
def take(file: OfficialFile, word: Word, by: User) -> None:
    """Take the file's words for ours: they are confirmed, and the file is their source."""
    source = source_of(file)
    Source.objects.get_or_create(code=source.code, defaults={"title": source.title})
    (model,) = (r.model for r in reference_files() if r.model._meta.label_lower == word.model)
    with recorded(by=by, what=f"Confirmed from {source.title}"):
        row: Any = model._base_manager.select_for_update().get(pk=word.pk)
        setattr(row, word.field, word.theirs)
        row.standing, row.source, row.note = Standing.CONFIRMED, f"{source.code} {word.where}", ""
        row.full_clean()
        row.save()
