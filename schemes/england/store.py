"""A made-up plan as rows of the database, waiting to be copied."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from bcf.answers.models import Record
from bcf.answers.sections import FixedRows, Records
from bcf.answers.store import add_answers
from bcf.answers.typed import TypedRows
from bcf.copying import Copier
from bcf.examples.england.answers import make_up, value_of
from bcf.submissions.models import Change, Submission, Version, Via
from bcf.tables import Column, Value

from ..models import ExpenditureLine, FundingLine, FundingYear, LineYear, Scheme
from .plan import Contribution, Line, Lists, Plan

#: What the history says of all of it.
WHAT = "Made the fictional England"
#: The fields of a line that name rows of reference data.
REFERENCES = [
    "scheme_type",
    "sub_type",
    "unit",
    "area_of_spend",
    "commissioner",
    "provider",
    "source",
]


class Store:
    """Keeps the plans of one collection for copying."""

    def __init__(self, lists: Lists, copier: Copier) -> None:
        self.lists = lists
        self.copier = copier
        #: The ids behind the keys of a line's fields; a unit is stored only where it is typed.
        self.references = {
            field: lists.expenditure.references.get(field, {}) for field in REFERENCES
        }

    def keep(self, plan: Plan, illustration: str, chance: Random) -> None:
        """A submission with one open version, made in one change."""
        submission = self.copier.add_parent(
            Submission,
            board_id=plan.place.board.pk,
            collection_id=self.lists.collection.pk,
            illustration=illustration,
        )
        now = timezone.now()
        version = self.copier.add_parent(
            Version, submission_id=submission, number=1, revision=1, opened_at=now, digest=""
        )
        self.copier.add(
            Change,
            version_id=version,
            revision=1,
            at=now,
            via=Via.START,
            what=WHAT,
            reason="",
            inverse="{}",
        )
        for section in self.lists.answered:
            for key in section.keys.values():
                words = section.words.get(key, {})
                self._answers(section, section.answered, version, key, words, chance)
        for records in self.lists.records:
            self._record(records, version, chance)
        for position, contribution in enumerate(plan.income, start=1):
            self._income(version, position, contribution, chance)
        self._expenditure(version, plan, chance)

    def _record(self, section: Records, version: int, chance: Random) -> None:
        """One of each kind, with all that it may say: a pool has an agreement, and a risk."""
        content = _content(version, 1, chance)
        self.copier.add(Record, **content, section_id=section.section.pk)
        answers = {
            column.key: value_of(column, section.edition.starts, chance)
            for column in section.answered.values()
        }
        placed = {(str(content["uid"]), key): value for key, value in answers.items()}
        add_answers(self.copier, version, section.answered, section.answer_keys, placed, 1)

    def _income(
        self, version: int, position: int, contribution: Contribution, chance: Random
    ) -> None:
        line = self.copier.add_parent(
            FundingLine,
            **_content(version, position, chance),
            source_id=contribution.source.pk,
            contributor_id=contribution.contributor.pk,
            breakdown=contribution.breakdown,
            comment=contribution.comment,
        )
        for year, amount in contribution.amounts.items():
            self.copier.add(FundingYear, line_id=line, year=year, amount=amount)

    def _expenditure(self, version: int, plan: Plan, chance: Random) -> None:
        schemes: dict[tuple[str, str], int] = {}
        for position, line in enumerate(plan.lines, start=1):
            scheme = (line.scheme_code, line.scheme_name)
            if scheme not in schemes:
                schemes[scheme] = self._scheme(version, len(schemes) + 1, line, chance)
            self._line(version, position, line, schemes[scheme], chance)

    def _scheme(self, version: int, position: int, line: Line, chance: Random) -> int:
        return self.copier.add_parent(
            Scheme,
            **_content(version, position, chance),
            code=line.scheme_code,
            name=line.scheme_name,
        )

    def _line(self, version: int, position: int, line: Line, scheme: int, chance: Random) -> None:
        content = _content(version, position, chance)
        ids = {
            f"{field}_id": known.get(getattr(line, field))
            for field, known in self.references.items()
        }
        pk = self.copier.add_parent(
            ExpenditureLine,
            **content,
            scheme_id=scheme,
            description=line.description,
            nhs_share=line.nhs_share,
            **ids,
        )
        for year, amount in line.amounts.items():
            output = line.outputs.get(year)
            self.copier.add(LineYear, line_id=pk, year=year, amount=amount, output=output)
        section = self.lists.expenditure
        values = {key: getattr(line, column.field) for key, column in section.typed.items()}
        self._answers(section, section.answered, version, str(content["uid"]), values, chance)

    def _answers(
        self,
        section: TypedRows | FixedRows,
        columns: dict[str, Column],
        version: int,
        row: str,
        values: dict[str, Value],
        chance: Random,
    ) -> None:
        answers = make_up(section, columns.values(), values, chance)
        placed = {(row, key): value for key, value in answers.items()}
        add_answers(self.copier, version, columns, section.answer_keys, placed, 1)


def _content(version: int, position: int, chance: Random) -> dict[str, Any]:
    uid = UUID(int=chance.getrandbits(128), version=4)
    return {"version_id": version, "uid": uid, "lineage": uid, "position": position, "revision": 1}
