"""Finding words in all that boards have written: PostgreSQL's full text search, in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import F, QuerySet
from django.urls import reverse

from bcf.boards.models import Board
from bcf.submissions.models import Version
from bcf.submissions.sections import SectionKind, sections_of
from bcf.submissions.texts import Versions, all_texts
from bcf.tables import Column

ENGLISH = "english"
#: Where a text is: the ids of its version and question, and under what its row is kept.
WHERE = ("version_id", "asked", "at")
#: Round a word that was found, in a snippet: letters that nobody types.
FROM, TO = "\ue000", "\ue001"


class Where(NamedTuple):
    """Where a text is: the ids of its version and question, and under what its row is kept."""

    version: int
    question: int
    row: str


@dataclass(frozen=True)
class Hit:
    """A text that was found: the version, section and question it answers, and its row."""

    version: Version
    section: SectionKind
    column: Column
    where: Where

    @property
    def board(self) -> Board:
        return self.version.submission.board

    @cached_property
    def url(self) -> str:
        """The address of the field."""
        submission, key = self.version.submission, self.section.key
        place = [submission.board.code, submission.collection.code, key]
        if self.section.is_page:
            page = reverse("section", args=place)
        else:
            page = reverse("row", args=[*place, self.section.uid_of(self.where.row)])
        return f"{page}#id_{self.column.key}"


def newest_versions(boards: QuerySet[Board]) -> QuerySet[Version]:
    """The newest version of everything that these boards have answered."""
    newest = Version.objects.filter(submission__board__in=boards).newest()
    return Version.objects.filter(pk__in=newest.values("pk"))


def find(versions: QuerySet[Version], words: str) -> list[Hit]:
    """The texts that hold the words, by board, the newest collection first, as forms have them.

    Words are read as people type them into a search box: "quoted", -not, or.
    """
    found = [Where(*where) for where in all_texts(versions, _holding(words), WHERE)]
    known = _known(versions.filter(pk__in={where.version for where in found}))
    placed = [(known[where.version], where) for where in found]
    hits = [version.hit(where) for version, where in placed if where.question in version.asked]
    return sorted(hits, key=_order)


def _holding(words: str) -> Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]]:
    query = _query(words)

    def holding(texts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        vector = SearchVector("words", config=ENGLISH)
        return texts.annotate(found=vector).filter(found=query)

    return holding


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config=ENGLISH, search_type="websearch")


def texts_of(hits: Sequence[Hit]) -> dict[Where, str]:
    """The whole text of each hit."""
    return _read(hits, F("words"))


def snippets_of(hits: Sequence[Hit], words: str) -> dict[Where, str]:
    """A few words round what was found in each hit, each find between FROM and TO."""
    headline = SearchHeadline(
        "words",
        _query(words),
        config=ENGLISH,
        start_sel=FROM,
        stop_sel=TO,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    return _read(hits, headline)


def _read(hits: Sequence[Hit], what: Any) -> dict[Where, str]:
    """Something of the texts of some hits, in one statement."""
    wheres = [hit.where for hit in hits]
    versions: Versions = [hit.version for hit in hits]

    def narrow(texts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        here = texts.filter(
            asked__in={where.question for where in wheres}, at__in={where.row for where in wheres}
        )
        return here.annotate(told=what)

    read = all_texts(versions, narrow, (*WHERE, "told"))
    return {Where(*where): told for *where, told in read}


@dataclass(frozen=True)
class _Known:
    """A version, and where its collection asks each question."""

    version: Version

    @cached_property
    def asked(self) -> dict[int, tuple[SectionKind, Column]]:
        sections = sections_of(self.version.submission.collection)
        return {
            question.pk: (section, section.column(key))
            for section in sections
            for key, question in section.questions.items()
        }

    def hit(self, where: Where) -> Hit:
        return Hit(self.version, *self.asked[where.question], where)


def _known(versions: QuerySet[Version]) -> dict[int, _Known]:
    related = ("submission__board", "submission__collection__edition")
    return {version.pk: _Known(version) for version in versions.select_related(*related)}


def _order(hit: Hit) -> tuple[Any, ...]:
    edition = hit.version.submission.collection.edition
    place = (hit.section.section.position, hit.section.questions[hit.column.key].position)
    return (hit.board.name, -edition.starts.toordinal(), hit.version.pk, *place, hit.where.row)


def marked(snippet: str) -> Iterable[tuple[str, bool]]:
    """The pieces of a snippet, each with whether it is a word that was found."""
    for piece in snippet.split(FROM):
        word, is_marked, rest = piece.partition(TO)
        if is_marked:
            yield word, True
            yield rest, False
        else:
            yield word, False
