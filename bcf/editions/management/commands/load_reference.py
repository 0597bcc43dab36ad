"""Load the reference files, keeping what people edited since."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bcf.editions.loader import ReferenceProblems, load


class Command(BaseCommand):
    help = (
        "Load reference data from files. Edits made in the admin are kept. A row changed on "
        "both sides is reported, not written, and the command ends with 1, unless told to "
        "leave it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.FIXTURES / "reference")
        parser.add_argument(
            "--take",
            choices=["file", "admin"],
            help="which side wins where both changed a row",
        )
        parser.add_argument(
            "--leave-conflicts",
            action="store_true",
            help="report rows that both changed, leave them as the admin has them, end with 0",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load(options["path"], options["take"])
        except ReferenceProblems as wrong:
            listed = "\n".join(f"  {problem}" for problem in wrong.problems)
            raise CommandError(f"Nothing was loaded. Mend these first:\n{listed}") from wrong
        if options["verbosity"]:
            self.stdout.write("\n".join(report.lines()))
        if report.conflicts and not options["leave_conflicts"]:
            raise CommandError("Some rows were changed both in the files and in the admin.")
