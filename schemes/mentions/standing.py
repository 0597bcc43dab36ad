"""What became of the schemes that a plan's texts name, and their money.

A text means the scheme that had the ID when the text was last written: the plan's own history
says which lines then had the ID, and which ID those lines have now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from bcf.mentions.mention import Kind, Mention, Standing
from bcf.mentions.words import POUNDS
from bcf.submissions.models import Change, Version
from bcf.submissions.past import Cells, rows_at, rows_now
from bcf.submissions.sections import sections_of_kind
from schemes.sections import Expenditure

from .words import named

CODE, NAME = "scheme_code", "scheme_name"

Lines = Mapping[UUID, Mapping[str, str]]


class Schemes(Kind):
    """The schemes of a plan, by their IDs, with the amounts of each and of its lines."""

    figures = POUNDS

    def __init__(self, version: Version) -> None:
        lines = sections_of_kind(version.submission.collection, Expenditure)
        self.lines = lines[0] if lines else None
        super().__init__(version, self.lines)
        self._earlier: dict[int, Lines] = {}

    def named(self, text: str, revision: int) -> Iterator[Mention]:
        words = list(named(text)) if self.section else []
        then = self._lines_at(revision) if words else {}
        for word in words:
            standing, name, now = _meant(word.code, then, self.now)
            moved = now if standing is Standing.MOVED else ""
            yield Mention(
                word.start,
                word.end,
                f"Scheme {word.code}",
                standing,
                name,
                now=moved,
                today=moved and f"scheme {moved}",
                subject=now,
            )

    @cached_property
    def now(self) -> Lines:
        """The lines as they stand."""
        return rows_now(self.version, self.section) if self.section else {}

    def _lines_at(self, revision: int) -> Lines:
        """The lines as a revision left them: those of today where that cannot be told."""
        assert self.section
        if revision >= self._last_touched:
            return self.now
        if revision not in self._earlier:
            then = rows_at(self.version, self.section, revision)
            self._earlier[revision] = self.now if then is None else then
        return self._earlier[revision]

    @cached_property
    def _last_touched(self) -> int:
        """The revision that changed the lines last, as changes tell."""
        assert self.section
        newest = Change.objects.filter(version=self.version).last_of_sections()
        return next((c.revision for c in newest if c.section == self.section.key), 0)

    def values(self, subject: str, rows: Mapping[UUID, Cells]) -> dict[Hashable, Decimal]:
        """Pounds of the scheme and of each of its lines, by year and of all years together."""
        held = (rows[uid][CODE] for uid in self._lines_of[subject] if uid in rows)
        code = next(filter(None, held), None)
        found: dict[Hashable, Decimal] = defaultdict(Decimal)
        for uid, cells in rows.items() if code else ():
            for year, amount in self._amounts(cells) if cells[CODE] == code else ():
                for owner in (None, uid):
                    for span in (None, year):
                        found[owner, span] += amount
        return found

    def _amounts(self, cells: Mapping[str, str]) -> Iterator[tuple[str, Decimal]]:
        for key, year in self._years.items():
            if cells[key]:
                yield year, Decimal(cells[key])

    @cached_property
    def _years(self) -> dict[str, str]:
        """The years of the columns of pounds, by their keys."""
        amounts = self.lines.by_year("amount") if self.lines else {}
        return {column.key: year for year, column in amounts.items()}

    @cached_property
    def _lines_of(self) -> Mapping[str, list[UUID]]:
        """Which lines each ID has today."""
        lines = defaultdict(list)
        for uid, cells in self.now.items():
            lines[cells[CODE]].append(uid)
        return lines


def _meant(code: str, then: Lines, now: Lines) -> tuple[Standing, str, str]:
    """What became of a scheme, its name, and the ID it has now if it has any.

    A scheme keeps the ID while one of its lines does; else most of its lines say the new one.
    Where no line had the ID when the text was written, one may have been given it since.
    """
    had = [uid for uid, cells in then.items() if cells.get(CODE) == code]
    have = Counter(now[uid].get(CODE) for uid in had or now if uid in now)
    if code in have:
        return Standing.SAME, _name(now, code), code
    if not had:
        return Standing.NEVER, "", ""
    moved = next((each for each, _ in have.most_common() if each), None)
    if moved is None:
        return Standing.GONE, _name(then, code), ""
    return Standing.MOVED, _name(now, moved), moved


def _name(lines: Lines, code: str) -> str:
    """What the scheme of an ID is called by the first of its lines that says it."""
    names = (cells.get(NAME, "") for cells in lines.values() if cells.get(CODE) == code)
    return next(filter(None, names), "")
