"""A year's plans of all boards, made up and laid in with COPY: 150 boards of 80 lines.

Most money balances and most lines are complete; some are not, as in a real week before the
plans are due.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from bcf.answers.models import Answer
from bcf.boards.models import Board, BoardLink
from bcf.editions.models import Allocation, Choice, Collection, Question
from bcf.submissions.models import Submission, Version
from schemes.models import (
    ExpenditureLine,
    FundingLine,
    FundingSource,
    FundingYear,
    LineYear,
    Scheme,
    SchemeType,
    SubType,
)

COLLECTION = "2023-25-plan"
YEARS = ("2023-24", "2024-25")
BOARDS, LINES = 150, 80
#: What each source gives, in pounds, and how many of a plan's lines it pays for.
SOURCES = {
    "min_nhs": (40_000_000, 40),
    "dfg": (2_000_000, 6),
    "ibcf": (12_000_000, 16),
    "disch_la": (1_800_000, 5),
    "disch_icb": (1_600_000, 5),
    "add_la": (4_000_000, 8),
}
NHS_PAYS = {"min_nhs", "disch_icb"}


def make_plans() -> None:
    """Load the reference data and a plan for each of 150 boards."""
    call_command("load_reference", verbosity=0)
    maker = _Maker(Random(1))
    maker.make()
    with transaction.atomic():
        for model, rows in maker.rows.items():
            _copy(model, rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def load_plans() -> list[Version]:
    """Their versions, loaded as pages load those that they check."""
    return list(
        Version.objects.select_related("submission__board", "submission__collection__edition")
    )


def _copy(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    rows = list(rows)
    columns = list(rows[0])
    cells = ("\t".join(map(_cell, row.values())) for row in rows)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(
            f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN",
            io.StringIO("\n".join(cells)),
        )


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value)


class _Maker:
    """Rows by model, each with an id of its own."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.rows: dict[type[models.Model], list[dict[str, Any]]] = {}
        self.collection = Collection.objects.get(code=COLLECTION)
        edition = self.collection.edition
        self.sources = dict(FundingSource.objects.filter(edition=edition).values_list("key", "pk"))
        self.choices = {(c.list, c.key): c for c in Choice.objects.filter(edition=edition)}
        self.types = list(SchemeType.objects.filter(edition=edition))
        self.sub_types: dict[int, list[int]] = {}
        for sub_type in SubType.objects.filter(scheme_type__edition=edition):
            self.sub_types.setdefault(sub_type.scheme_type_id, []).append(sub_type.pk)
        self.questions = {
            q.key: q.pk for q in Question.objects.filter(section__collection=self.collection)
        }

    def add(self, model: type[models.Model], **row: Any) -> int:
        rows = self.rows.setdefault(model, [])
        pk = len(rows) + 1_000_000  # clear of what is there
        rows.append({"id": pk, **row})
        return pk

    def content(self, version: int, position: int) -> dict[str, Any]:
        uid = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        where = {"version_id": version, "position": position, "revision": 1}
        return {"uid": uid, "lineage": uid, **where}

    def make(self) -> None:
        links = BoardLink.objects.filter(
            active_from__lte="2023-04-01", board__active_to=None, organisation__kind="icb"
        )
        bodies: dict[int, list[int]] = {}
        for link in links.order_by("-share_of_board"):
            bodies.setdefault(link.board_id, []).append(link.organisation_id)
        boards = Board.objects.filter(pk__in=bodies, fictional=False).order_by("code")[:BOARDS]
        councils = dict(
            BoardLink.objects.filter(board__in=boards, organisation__kind="council").values_list(
                "board", "organisation"
            )
        )
        taken: dict[int, int] = {}
        for board in boards:
            nhs = bodies[board.pk][0]
            taken[nhs] = taken.get(nhs, 0) + self.board(board, councils.get(board.pk), nhs)
        for icb, share in taken.items():
            for year in YEARS:
                self.publish("disch_icb", year, share, None, icb)

    def board(self, board: Board, council: int | None, nhs: int) -> int:
        """One board's allocations and plan; gives its share of the ICB's discharge funding."""
        submission = self.add(
            Submission, board_id=board.pk, collection_id=self.collection.pk, illustration=""
        )
        now = datetime.now(UTC).isoformat()
        version = self.add(
            Version, submission_id=submission, number=1, revision=1, opened_at=now, digest=""
        )
        given: dict[str, int] = {}
        for position, (source, (usual, _)) in enumerate(SOURCES.items(), start=1):
            given[source] = int(usual * self.chance.uniform(0.5, 1.5))
            payer = nhs if source in NHS_PAYS else council
            self.income(version, position, source, payer, given[source], board)
        for minimum, share in (("asc_min", 0.3), ("nhs_ooh", 0.25)):
            for year in YEARS:
                self.publish(minimum, year, int(given["min_nhs"] * share), board.pk, None)
        self.lines(version, given)
        return given["disch_icb"]

    def income(
        self, version: int, position: int, source: str, payer: int | None, amount: int, board: Board
    ) -> None:
        line = self.add(
            FundingLine,
            **self.content(version, position),
            source_id=self.sources[source],
            contributor_id=payer,
            breakdown=False,
            comment="For carers." if self.chance.random() < 0.8 else "",
        )
        for year in YEARS:
            if self.chance.random() < 0.98:
                self.add(FundingYear, line_id=line, year=year, amount=amount)
            if source not in ("disch_icb", "add_la") and self.chance.random() < 0.9:
                self.publish(source, year, amount, board.pk, payer)

    def publish(self, fund: str, year: str, amount: int, board: int | None, to: int | None) -> None:
        self.add(
            Allocation,
            standing="confirmed",
            source="",
            note="",
            board_id=board,
            fund=fund,
            contributor_id=to,
            year=year,
            stage="final",
            published_on=date(2023, 5, 1),
            amount=amount,
            previous_amount=round(amount / 1.0566, 2),
            uplift_percent="5.66",
        )

    def lines(self, version: int, given: dict[str, int]) -> None:
        position = 0
        for source, (_, count) in SOURCES.items():
            each = given[source] // count
            for number in range(count):
                position += 1
                rest = given[source] - each * (count - 1)
                self.line(version, position, source, rest if number == count - 1 else each)

    def line(self, version: int, position: int, source: str, amount: int) -> None:
        chance = self.chance
        kind = chance.choice(self.types)
        scheme = self.add(
            Scheme, **self.content(version, position), code=str(position), name=f"Scheme {position}"
        )
        content = self.content(version, position)
        commissioner = self.choice("commissioner", "la", "la", "nhs", "nhs", "nhs", "joint")
        joint = commissioner == self.choices["commissioner", "joint"].pk
        line = self.add(
            ExpenditureLine,
            **content,
            scheme_id=scheme,
            description="" if chance.random() < 0.01 else "Help for people at home.",
            scheme_type_id=None if chance.random() < 0.005 else kind.pk,
            sub_type_id=chance.choice(self.sub_types.get(kind.pk, [None])),
            area_of_spend_id=self.choice(
                "area_of_spend", "social-care", "social-care", "community-health", "primary-care"
            ),
            commissioner_id=commissioner,
            nhs_share=chance.choice([20, 50, 80]) if joint else None,
            provider_id=None if chance.random() < 0.01 else self.choice("provider", "nhs"),
            source_id=self.sources[source],
        )
        self.years(line, kind, amount)
        self.answers(version, str(content["uid"]), kind)

    def choice(self, name: str, *keys: str) -> int:
        return self.choices[name, self.chance.choice(keys)].pk

    def years(self, line: int, kind: SchemeType, amount: int) -> None:
        for year in YEARS:
            output = self.chance.randint(1, 500) if kind.asks_outputs else None
            if self.chance.random() < 0.005:
                output = None
            over = 100 if self.chance.random() < 0.002 else 0
            self.add(LineYear, line_id=line, year=year, amount=amount + over, output=output)

    def answers(self, version: int, row: str, kind: SchemeType) -> None:
        cell = {"version_id": version, "row": row, "revision": 1}
        new = self.choice("new_or_existing", "new", "existing")
        question = self.questions["new_or_existing"]
        self.add(Answer, **cell, question_id=question, choice_id=new, text=None)
        if kind.key == "other" and self.chance.random() < 0.9:
            question = self.questions["scheme_type_other"]
            self.add(Answer, **cell, question_id=question, choice_id=None, text="Sitters")
