"""Plans filled in by chance, with gaps everywhere: LibreOffice agrees with every value."""

import random

import pytest

from bcf.boards.models import Board
from bcf.editions.models import Collection
from bcf.submissions.codes import newest_version
from bcf.submissions.lifecycle import start
from bcf.submissions.sections import section_of
from bcf.tables import Column, Edit, Kind
from tests.workbooks.reading import change, differences, errors, export, recalculated

#: A two-tier board, in which districts break the DFG down.
BOARD = "E10000016"


def some(chance: random.Random, column: Column, row: dict[str, str]) -> str:
    """What somebody might type in a cell; often nothing."""
    if chance.random() < 0.2:
        return ""
    match column.kind:
        case Kind.CHOICE:
            options = column.options_for(row)
            return chance.choice(options).key if options else ""
        case Kind.PERCENT:
            return f"{chance.randrange(10001) / 100}"
        case Kind.TEXT:
            return f"{column.label} {chance.randrange(9)}"[: column.max_length]
        case _:
            return f"{chance.choice([0, 1, 10**7]) * chance.random():.2f}"


def edits(chance: random.Random, columns: tuple[Column, ...], how_many: int) -> list[Edit]:
    rows = []
    for _ in range(how_many):
        row: dict[str, str] = {}
        for column in columns:
            if not column.computed:
                row[column.key] = some(chance, column, {k: v for k, v in row.items() if v})
        rows.append(Edit(raw={key: value for key, value in row.items() if value}))
    return rows


@pytest.mark.usefixtures("editions")
def test_figures_agree_whatever_is_missing(soffice, tmp_path):
    chance = random.Random(2019)
    board = Board.objects.get(code=BOARD)
    books = []
    for collection in Collection.objects.select_related("edition"):
        version = start(board=board, collection=collection, by=None)
        lines = section_of(collection, "expenditure")
        change(version, "expenditure", *edits(chance, lines.columns_for(version), 120))
        income = section_of(collection, "income").columns_for(version)
        extra = [e for e in edits(chance, income, 30) if e.raw.get("source", "").startswith("add")]
        change(version, "income", *extra)
        books.append(export((BOARD, collection.code)))
    for book, again in zip(books, recalculated(soffice, tmp_path, *books), strict=True):
        assert differences(book, again) == []
        assert errors(again) == []
        answers = {row["Complete"] for row in book.rows("Checklist", "Item")}
        assert answers == {"Yes", "No", "Not known"}
        assert newest_version(BOARD, book.named("stamp_collection")).revision > 1
