"""What became of the schemes that a plan's texts name.

A text means the scheme that had the ID when the text was last written. Which one that was is
not kept beside the text, where Word and the workbook would lose it: the plan's own history
says which lines then had the ID, and which ID those lines have now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from uuid import UUID

from bcf.answers.models import Answer
from bcf.submissions.models import Change, Version
from bcf.submissions.past import rows_at, rows_now
from bcf.submissions.sections import SectionKind, sections_of
from bcf.tables import Column
from schemes.totals import EXPENDITURE

from .words import HINT, named

CODE, NAME = "scheme_code", "scheme_name"

Lines = Mapping[UUID, Mapping[str, str]]


class Standing(StrEnum):
    """What became of a scheme since a text named it."""

    SAME = "same"
    MOVED = "moved"  # it has another ID now
    GONE = "gone"  # it had lines, and has none any more
    NEVER = "never"  # no line has this ID, nor had it when the text was written


class Meant(NamedTuple):
    """A scheme that a text names: the ID written, its name, its ID now if it has one."""

    code: str
    name: str
    standing: Standing
    now: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text that names schemes: where it stands, what it says, and what it means."""

    section: SectionKind
    column: Column
    at: str
    text: str
    meant: tuple[Meant, ...]

    @property
    def moved(self) -> dict[str, str]:
        """The IDs that have changed since, each with the one it is now."""
        return {m.code: m.now for m in self.meant if m.standing is Standing.MOVED}


def spoken_of(version: Version) -> list[Spoken]:
    """Every text of a plan that names schemes, in the order of the plan."""
    lines = expenditure_of(version)
    if lines is None:
        return []
    now, touched = rows_now(version, lines), _last_touched(version, lines)
    at = cache(lambda revision: rows_at(version, lines, revision))
    found = []
    for section, column, answer in _texts(version):
        then = at(answer.revision) if answer.revision < touched else now
        text = answer.text or ""
        if told := meant(text, now if then is None else then, now):
            found.append(Spoken(section, column, answer.row, text, told))
    return found


def expenditure_of(version: Version) -> SectionKind | None:
    """The section whose lines have schemes; a collection may lack it."""
    kinds = sections_of(version.submission.collection)
    return next((kind for kind in kinds if kind.section.kind == EXPENDITURE), None)


def _last_touched(version: Version, section: SectionKind) -> int:
    """The revision that changed a section last, as changes tell: texts since then mean today's."""
    newest = Change.objects.filter(version=version).last_of_sections()
    return next((change.revision for change in newest if change.section == section.key), 0)


def _texts(version: Version) -> Iterator[tuple[SectionKind, Column, Answer]]:
    asked = {
        question.pk: (place, section, section.column(key))
        for place, section in enumerate(sections_of(version.submission.collection))
        for key, question in section.questions.items()
        if section.column(key).is_prose
    }
    answers = Answer.objects.filter(version=version, question__in=asked, text__iregex=HINT)
    order = {question: place for place, question in enumerate(asked)}
    for answer in sorted(answers, key=lambda each: (order[each.question_id], each.row)):
        _, section, column = asked[answer.question_id]
        yield section, column, answer


def meant(text: str, then: Lines, now: Lines) -> tuple[Meant, ...]:
    """The schemes that a text names, each once, by the lines as they were and as they are."""
    codes = dict.fromkeys(each.code for each in named(text))
    return tuple(_meant(code, then, now) for code in codes)


def _meant(code: str, then: Lines, now: Lines) -> Meant:
    """A scheme keeps the ID while one of its lines does; else most of its lines say the new one.

    Where no line had the ID when the text was written, one may have been given it since.
    """
    had = [uid for uid, cells in then.items() if cells.get(CODE) == code]
    have = Counter(now[uid].get(CODE) for uid in had or now if uid in now)
    if code in have:
        return Meant(code, _name(now, code), Standing.SAME, code)
    if not had:
        return Meant(code, "", Standing.NEVER, "")
    moved = next((each for each, _ in have.most_common() if each), None)
    if moved is None:
        return Meant(code, _name(then, code), Standing.GONE, "")
    return Meant(code, _name(now, moved), Standing.MOVED, moved)


def _name(lines: Lines, code: str) -> str:
    """What the scheme of an ID is called by the first of its lines that says it."""
    names = (cells.get(NAME, "") for cells in lines.values() if cells.get(CODE) == code)
    return next(filter(None, names), "")
