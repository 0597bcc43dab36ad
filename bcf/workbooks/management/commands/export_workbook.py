"""`manage.py export_workbook BOARD COLLECTION -o FILE`: the national workbook of one plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bcf.submissions.codes import NotFound, newest_version
from bcf.workbooks.export import workbook

STDOUT = "-"


class Command(BaseCommand):
    """Exits with 2 when there is no such plan, or the file cannot be written."""

    help = "Write the newest version of a board's answer to a collection as a workbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("board", help="the board's ONS code, such as E06000058")
        parser.add_argument("collection", help="the collection's code, such as 2019-20-plan")
        parser.add_argument(
            "-o", "--output", required=True, metavar="FILE", help="the file to write; - for stdout"
        )

    def handle(self, *args: Any, board: str, collection: str, output: str, **options: Any) -> None:
        try:
            book = workbook(newest_version(board, collection))
        except NotFound as none:
            raise CommandError(str(none), returncode=2) from none
        if output == STDOUT:
            sys.stdout.buffer.write(book)
            return
        try:
            Path(output).write_bytes(book)
        except OSError as error:
            reason = f"{output} cannot be written: {error.strerror}."
            raise CommandError(reason, returncode=2) from None
        self.stdout.write(f"Written to {output}.")
