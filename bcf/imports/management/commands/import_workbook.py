"""`manage.py import_workbook PATH [--apply] [--json]`: filled workbooks, each by its stamp."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bcf.imports.files import Given, workbooks_at
from bcf.imports.many import Report, import_one


class Command(BaseCommand):
    """Exits with 0 when every file is fine, 1 when some are not, 2 when it was told wrongly.

    A line for each file says what it would change, or why it cannot go in.
    """

    help = "Look at filled workbooks, or with --apply put them in, each file whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, help="a workbook, or a folder or zip file of many boards' workbooks"
        )
        parser.add_argument(
            "--apply", action="store_true", help="put in each file that has no error or conflict"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line and file")

    def handle(self, *args: Any, path: Path, apply: bool, **options: Any) -> None:
        try:
            reports = [self._one(g, apply, options["json"]) for g in workbooks_at(path)]
        except OSError as error:
            reason = f"{path} cannot be read: {error.strerror or error}."
            raise CommandError(reason, returncode=2) from None
        except zipfile.BadZipFile:
            raise CommandError(f"{path} is no zip file, or a broken one.", returncode=2) from None
        if not reports:
            raise CommandError(f"There is no .xlsx file in {path}.", returncode=2)
        failed = sum(not report.ok for report in reports)
        if failed:
            raise CommandError(f"{failed} of {len(reports)} files need a person.", returncode=1)

    def _one(self, given: Given, apply: bool, as_json: bool) -> Report:
        report = import_one(given, apply)
        self.stdout.write(json.dumps(report.as_json()) if as_json else str(report))
        return report
