"""A drafted edition: reference data with the words of an official file, as files to review.

Last year's edition is carried on: what the file does not tell is taken over and marked
unconfirmed. Or the edition itself is completed, as one that began as a shell: what the file
does not tell stays as it is. The drafted files go through the same loader, and the same
review, as any others.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import NamedTuple

from django.utils.text import slugify

from bcf.boards.models import Source
from bcf.boards.provenance import Standing
from bcf.boards.reference import Database, ReferenceFile, reference_files
from bcf.editions.models import Choice, Collection, Edition, KeyDate, Question
from bcf.workbooks.models import MappedArea, OfficialFile

from .maps import new_headings
from .structure import Structure
from .words import Word, source_of, words_of

Cells = dict[str, str]
_YEAR = re.compile(r"(?<![0-9])20([0-9]{2})([-/])([0-9]{2})(?![0-9])")
_SAYS_MONEY = "£"
#: What is new stands after all that is known.
_LAST = 900


@dataclass
class DraftedEdition:
    """The edition called `code`, drafted from an official file and the edition of its map.

    The code of that edition itself completes it.
    """

    file: OfficialFile
    structure: Structure
    code: str
    database: Database = field(default_factory=Database)

    @cached_property
    def base(self) -> str:
        """The code of the edition that is carried on, or completed."""
        return self.file.collection.edition.code

    @property
    def completes(self) -> bool:
        return self.code == self.base

    @cached_property
    def years_on(self) -> int:
        """How many years later the new edition is."""
        return int(self.code[:4]) - int(self.base[:4])

    @cached_property
    def words(self) -> Mapping[tuple[str, int], list[Word]]:
        """What the file says of each row of the edition."""
        found: dict[tuple[str, int], list[Word]] = {}
        for word in words_of(self.file, self.structure, every=True):
            found.setdefault((word.model, word.pk), []).append(word)
        return found

    @cached_property
    def left_out(self) -> set[str]:
        """The keys of the questions that the file does not ask any more, as of the base."""
        areas = self.file.areas.prefetch_related("columns")
        asked = {(a.section, c.column) for a in areas for c in a.columns.all() if not c.left_out}
        out = {(a.section, c.column) for a in areas for c in a.columns.all() if c.left_out}
        collection = self.file.collection.code
        return {f"{collection}/{section}/{column}" for section, column in out - asked}

    def zip(self) -> bytes:
        """The files of the edition, in the layout of the reference data's folder."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, reference, rows in self.tables():
                archive.writestr(path, _csv(reference, rows))
        return packed.getvalue()

    def tables(self) -> Iterator[tuple[str, ReferenceFile, list[Cells]]]:
        """Each file: its path, what it is of, and its rows."""
        for reference in reference_files():
            if reference.model is Edition:
                if not self.completes:
                    rows = [self._carried(reference, self.base)]
                    yield f"add-to-{reference.name}", reference, rows
            elif reference.model is Source:
                yield f"add-to-{reference.name}", reference, [self._source()]
            elif reference.edition:
                rows = [*self._rows(reference), *self._new(reference)]
                yield reference.path(self.code), reference, rows

    def _rows(self, reference: ReferenceFile) -> Iterator[Cells]:
        if reference.model is KeyDate and not self.completes:
            return  # days are not guessed
        own = reference.model._base_manager.filter(**{reference.edition: self.base})
        for pk in own.order_by("pk").values_list("pk", flat=True):
            key = next(k for k, v in self.database.pks(reference).items() if v == pk)
            if not self._is_dropped(reference, key):
                yield self._carried(reference, key)

    def _is_dropped(self, reference: ReferenceFile, key: str) -> bool:
        """Whether a row belongs to another collection, or to a question not asked any more."""
        collections = Collection.objects.filter(edition=self.file.collection.edition)
        others = collections.exclude(pk=self.file.collection.pk)
        codes = set() if self.completes else set(others.values_list("code", flat=True))
        gone = self.left_out if reference.model is not Choice else set()
        return key.split("/")[0] in codes or any(key == k or key.startswith(f"{k}/") for k in gone)

    def _carried(self, reference: ReferenceFile, key: str) -> Cells:
        """A row of the base as the new edition has it."""
        cells = {name: self._on(text) for name, text in self.database.rows(reference)[key].items()}
        if not self.completes:
            cells |= self._not_told(cells)
        pk = self.database.pks(reference)[key]
        words = self.words.get((reference.model._meta.label_lower, pk), [])
        cells |= {word.field: word.theirs for word in words}
        if words:
            where = f"F{self.file.pk} {words[0].where}"
            cells |= {"standing": Standing.CONFIRMED, "source": where, "note": ""}
        return cells

    def _not_told(self, cells: Cells) -> Cells:
        """What is said of a row that is carried on, unless the file tells of it."""
        note = f"Carried on from {self.base}: the official file says nothing of it."
        unsaid = {"standing": Standing.UNCONFIRMED, "source": f"F{self.file.pk}", "note": note}
        return unsaid | ({"due": ""} if "due" in cells else {})

    def _on(self, text: str) -> str:
        """A cell with the edition's code and its years carried on."""
        text = text.replace(self.base, "\0")
        text = _YEAR.sub(lambda found: self._later(found), text)
        return text.replace("\0", self.code)

    def _later(self, found: re.Match[str]) -> str:
        first, last = int(found[1]) + self.years_on, int(found[3]) + self.years_on
        return f"20{first % 100:02}{found[2]}{last % 100:02}"

    def _source(self) -> Cells:
        source = source_of(self.file)
        return {"code": source.code, "title": source.title, "address": ""}

    # What is new in the file.

    def _new(self, reference: ReferenceFile) -> Iterator[Cells]:
        if reference.model is Question:
            yield from (heading.question for heading in self.new_headings)
        elif reference.model is Choice:
            for heading in self.new_headings:
                yield from heading.choices(self.code)

    @cached_property
    def new_headings(self) -> list[NewHeading]:
        """The headings of tables that nothing of ours stands under."""
        areas = self.file.areas.filter(answers=False).prefetch_related("columns")
        return [heading for area in areas for heading in self._asked(area)]

    def _asked(self, area: MappedArea) -> Iterator[NewHeading]:
        section = f"{self._on(self.file.collection.code)}/{area.section}"
        asked = Question.objects.filter(
            section__collection=self.file.collection, section__key=area.section
        )
        taken = set(asked.values_list("key", flat=True))
        for heading in new_headings(area, self.structure):
            key = _free_key(heading.text, taken)
            taken.add(key)
            where = f"F{self.file.pk} {area.sheet}, {heading.cell}"
            entries = self.structure.entries(area.sheet, heading.row + 1, heading.column) or []
            yield NewHeading(section, key, heading.text, heading.column, where, entries)


def _free_key(text: str, taken: Container[str]) -> str:
    """A key for a question of these words. One of ours, not asked there, may have the same."""
    key = slugify(text).replace("-", "_")[:40]
    numbered = (f"{key}_{number}" for number in count(2))
    return next(free for free in chain([key], numbered) if free not in taken)


class NewHeading(NamedTuple):
    """A heading that is new to us: a question of the drafted edition, with its list if any."""

    section: str
    key: str
    text: str
    column: int
    where: str
    entries: list[str]

    @property
    def question(self) -> Cells:
        money = "money" if _SAYS_MONEY in self.text else "text"
        return {
            "section": self.section,
            "key": self.key,
            "label": self.text,
            "kind": "choice" if self.entries else money,
            "choices": self.key if self.entries else "",
            "need": "never",
            "computed": "no",
            "in_table": "yes",
            "in_workbook": "yes",
            "position": str(_LAST + self.column),
            **self._provenance("New in the file. What kind of answer it takes is a guess."),
        }

    def choices(self, edition: str) -> Iterator[Cells]:
        """The entries of its list."""
        for position, label in enumerate(self.entries, start=1):
            yield {
                "edition": edition,
                "list": self.key,
                "key": slugify(label)[:40] or str(position),
                "label": label,
                "position": str(position),
                "active": "yes",
                **self._provenance("New in the file."),
            }

    def _provenance(self, note: str) -> Cells:
        return {"standing": Standing.UNCONFIRMED, "source": self.where, "note": note}


def _csv(reference: ReferenceFile, rows: Iterable[Cells]) -> str:
    written = io.StringIO()
    out = csv.DictWriter(written, list(reference.columns), restval="", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    return written.getvalue()
