"""Published lists as files, made for the tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook

from bcf.boards.models import Board
from schemes.allocations.bodies import Bodies
from tests.workbooks.saving import saved

Lines = Sequence[Sequence[object]]

HEADS = ("ONS code", "Local authority", "Allocation 2024-25 (£)")


def shares(total: int, among: int) -> list[int]:
    """Whole pounds that add up to a total, no two of them alike."""
    each = [total // among + place - among // 2 for place in range(among)]
    return [*each[:-1], total - sum(each[:-1])]


def real_boards(year: str) -> list[Board]:
    return [board for board in Bodies(year).boards.every if not board.fictional]


def council_list(total: int = 2_140_123_456, year: str = "2024-25") -> list[list[object]]:
    """A row for each real board, whose amounts add up to a total."""
    boards = real_boards(year)
    amounts = shares(total, len(boards))
    return [[b.code, b.name, amount] for b, amount in zip(boards, amounts, strict=True)]


def workbook(*tables: Lines, titles: Iterable[str] = ("Annex A", "Notes", "More")) -> bytes:
    """An Excel workbook with a table on each sheet, under a title and an empty row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in zip(titles, tables, strict=False):
        sheet = book.create_sheet(title)
        for line in [["Grant determination"], [], *lines]:
            sheet.append([float(c) if isinstance(c, Decimal) else c for c in line])
    return saved(book)


def csv_file(lines: Lines) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(lines)
    return file.getvalue().encode()


def said(**more: str) -> Mapping[str, str]:
    """What an analyst says of a list of the iBCF of 2024-25 in a workbook."""
    return {
        "fund": "ibcf",
        "year": "2024-25",
        "stage": "final",
        "published_on": "2024-03-01",
        "sheet": "Annex A",
        "head": "3",
        "authority": "0",
        "amount": "2",
        "unit": "1",
        "source": "W29",
        "source_code": "",
        "source_title": "",
        "national": "",
        **more,
    }
