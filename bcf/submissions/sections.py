"""Sections: the parts of a submission, and the classes that hold their rows.

A kind of section is a class named in `BCF_SECTIONS`; an edition's data says which kinds
its collections use, with which columns. The core knows kinds only by this interface.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Prefetch, QuerySet
from django.utils.module_loading import import_string

from bcf.editions.guidance import Help, guidance_of
from bcf.editions.limits import told_limits
from bcf.editions.models import Choice, Collection, Question, Section
from bcf.tables import Column, Difference, Edit, Lock, Option, Row, Table, Value

from .columns import column_of
from .told import Gaps, Told

if TYPE_CHECKING:
    from bcf.submissions.models import Version

Locks = Mapping[tuple[UUID, str], Lock]


class SectionKind(ABC):
    """One section of a collection: its columns, the one way out of it, and the one way in.

    Instances hold only what the edition says, never a board's rows, and are shared.
    """

    #: What one row is called unless the edition's data says it: "line".
    row_noun: str = "row"
    #: The template of what the rows amount to, shown above them; empty for none.
    totals_template: ClassVar[str] = ""
    #: Whether the page takes the whole width of the window.
    wide: ClassVar[bool] = True
    #: Whether its one row is a page of questions, rather than a row of a table.
    is_page: ClassVar[bool] = False
    #: Whether people add, move and delete rows, or the edition says which there are.
    rows_vary: ClassVar[bool] = True
    #: Where rows are pasted, the fields that name one (a spreadsheet leaves them blank where
    #: they are as above), those that tell which line it is, and that of its source of money.
    #: A column without a field goes by its key.
    named_by: tuple[str, ...] = ()
    match_on: tuple[str, ...] = ()
    paid_from: ClassVar[str] = ""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.key = section.key
        self.title = section.title
        self.sheet = section.sheet
        self.group = section.group
        self.row_noun = section.row_noun or self.row_noun
        self.collection = section.collection
        self.edition = section.collection.edition
        self.questions = {q.key: q for q in section.questions.all()}

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The financial years asked for, in order, such as ("2023-24", "2024-25")."""
        return tuple(year.year for year in self.collection.years.all())

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The edition's columns, in its order."""
        lists, withdrawn = self.lists(), self._choices(active=False)
        limits = told_limits(self.edition)
        return tuple(
            column_of(question, lists, withdrawn, limits.get(key, ""))
            for key, question in self.questions.items()
        )

    @cached_property
    def workbook_columns(self) -> tuple[Column, ...]:
        """The columns of its sheet in the national workbook; the others stay here."""
        return tuple(column for column in self.columns if column.in_workbook)

    @cached_property
    def document_columns(self) -> tuple[Column, ...]:
        """The questions of the narrative's document: those beside the workbook, if one asks prose.

        A page that asks for nothing else is in the document too, though it is in the workbook.
        """
        asked = tuple(column for column in self.columns if column.is_typed and self.is_page)
        beside = tuple(column for column in asked if not column.in_workbook)
        if any(column.is_prose for column in beside):
            return beside
        return asked if all(column.is_prose for column in asked) else ()

    @cached_property
    def guidance(self) -> Mapping[str, Help]:
        """Help with its questions, by their keys."""
        return guidance_of(self.section)

    def columns_for(self, version: Version) -> tuple[Column, ...]:
        """The columns as one board sees them: its own contributors in the lists, say."""
        return self.columns

    def lists(self) -> dict[str, tuple[Option, ...]]:
        """The drop-down lists that columns may name."""
        return self._choices(active=True)

    def _choices(self, active: bool) -> dict[str, tuple[Option, ...]]:
        """The edition's entries by list: those offered, or those withdrawn."""
        lists: dict[str, list[Option]] = {}
        for choice in Choice.objects.filter(edition=self.edition, active=active):
            lists.setdefault(choice.list, []).append(Option(choice.key, choice.label))
        return {name: tuple(options) for name, options in lists.items()}

    def column(self, key: str) -> Column:
        """The column with this key; KeyError where the edition has none."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def keys_of(self, fields: Iterable[str]) -> list[str]:
        """The keys of the columns of these fields, such as `named_by`."""
        return [column.key for column in self.columns if (column.field or column.key) in fields]

    def asked(self, column: Column, row: Mapping[str, Value]) -> bool:
        """Whether the edition asks a row for this column."""
        return column.asked(row)

    def unpublished(self, column: Column, row: Row, locks: Locks) -> bool:
        """Whether a published figure belongs in the cell, and none is loaded."""
        return False

    def adds_up(self, row: Row) -> bool:
        """Whether the row's figures are added to the totals, or explain another row's."""
        return True

    def totals(self, version: Version, rows: Sequence[Row]) -> dict[str, Any]:
        """What `totals_template` shows; `rows` are all of the version's, which are in hand."""
        return {}

    def headline(self, version: Version) -> dict[str, Any]:
        """The few figures of this section that the task list shows."""
        return {}

    def funds(self, version: Version) -> dict[tuple[str, str], Decimal]:
        """What there is to plan, in pounds, by source and column of pounds, as far as known."""
        return {}

    def rows_about(self, subject: str) -> dict[str, str]:
        """What a table is filtered by to show the rows of a finding's subject, by column."""
        return {}

    def uid_of(self, kept: str) -> str:
        """The uid of the row whose answers are kept under this name."""
        return kept

    # The one way out.

    @abstractmethod
    def queryset(self, versions: Iterable[Version]) -> QuerySet:
        """The rows of `versions`, for those who add up."""

    @abstractmethod
    def rows(self, version: Version, uids: Sequence[UUID] | None = None) -> list[Row]:
        """The rows of one version, or only those with `uids`."""

    def changed_since(self, version: Version, revision: int) -> set[UUID]:
        """The rows written by a later revision."""
        newer = self.queryset([version]).filter(revision__gt=revision)
        return set(newer.values_list("uid", flat=True))

    def numbers(self, version: Version) -> dict[UUID, int]:
        """The number under which each row stands, by uid."""
        rows = self.queryset([version]).order_by("position", "pk")
        return {uid: n for n, uid in enumerate(rows.values_list("uid", flat=True), start=1)}

    @staticmethod
    def find_gaps(sections: Sequence[Any], versions: Sequence[Version]) -> Gaps:
        """The needed answers that are missing in `sections`, all of the kinds that share this.

        Rows that have rules of their own have none.
        """
        return {}

    @staticmethod
    def find_told(asked: Mapping[Any, Sequence[str]], versions: Sequence[Version]) -> Told:
        """What stands in the columns that are asked for of sections that share this.

        Rows of typed models have rules of their own, and tell nothing here.
        """
        return {}

    def last_position(self, version: Version) -> int:
        """The place of the last row; 0 where there is none."""
        return self.queryset([version]).aggregate(last=Max("position"))["last"] or 0

    def tables(self, versions: Iterable[Version]) -> dict[int, Table]:
        """The rows of each version under its columns, by version id, for people and files."""
        return {
            version.pk: Table(self.key, self.columns_for(version), tuple(self.rows(version)))
            for version in versions
        }

    # The one way in.

    def locks(self, version: Version, rows: Sequence[Row]) -> Locks:
        """The cells of `rows` that accept one value only."""
        return {}

    @abstractmethod
    def write(self, version: Version, difference: Difference, revision: int) -> None:
        """Store a difference, stamping the rows it touches with `revision`."""

    # A version's life.

    def start(self, version: Version) -> list[Edit]:
        """The rows a new submission begins with."""
        return []

    @abstractmethod
    def copy(self, old: Version, new: Version) -> None:
        """Copy every row of `old` into `new`, keeping uid and lineage."""


def sections_of(collection: Collection) -> tuple[SectionKind, ...]:
    """The sections of a collection, read once and kept until the edition's data changes.

    `collection` is to be loaded with its edition, whose structure revision tells whether
    what was kept still stands.
    """
    return _sections(collection.pk, collection.edition.structure_revision)


def section_of(collection: Collection, key: str) -> SectionKind:
    """One section of a collection; KeyError where it has none of that key."""
    for section in sections_of(collection):
        if section.key == key:
            return section
    raise KeyError(key)


S = TypeVar("S", bound=SectionKind)


def sections_of_kind(collection: Collection, kind: type[S]) -> list[S]:
    """The sections of a collection that are of a kind: of its class, or of one made from it."""
    return [section for section in sections_of(collection) if isinstance(section, kind)]


@lru_cache(maxsize=64)
def _sections(collection: int, structure_revision: int) -> tuple[SectionKind, ...]:
    questions = Question.objects.order_by("position").prefetch_related("conditions")
    sections = (
        Section.objects.filter(collection=collection)
        .order_by("position")
        .select_related("collection__edition")
        .prefetch_related(Prefetch("questions", questions), "rows", "collection__years")
    )
    kinds = section_kinds()
    made = tuple(kinds[section.kind](section) for section in sections)
    for section in made:
        section.columns  # noqa: B018 - read the lists now, so that no request pays for it later
    return made


def section_kinds() -> dict[str, type[SectionKind]]:
    """The kinds that an edition may name, by dotted path."""
    return {path: import_string(path) for path in settings.BCF_SECTIONS}
