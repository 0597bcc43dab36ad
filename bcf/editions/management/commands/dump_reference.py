"""Write edits of reference data back to its files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bcf.editions.loader import ReferenceProblems, dump


class Command(BaseCommand):
    help = (
        "Write what was edited or added in the admin to the reference files, row by row, so "
        "that it can be reviewed. A row changed on both sides is reported and left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=settings.FIXTURES / "reference")
        parser.add_argument(
            "--check",
            action="store_true",
            help="only say what differs; ends with 1 when something does",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            differences, conflicts = dump(options["path"], check=options["check"])
        except ReferenceProblems as wrong:
            listed = "\n".join(f"  {problem}" for problem in wrong.problems)
            raise CommandError(f"The files cannot be read. Mend these first:\n{listed}") from wrong
        for line in differences:
            self.stdout.write(line)
        verb = "differ" if options["check"] else "written"
        self.stdout.write(f"{len(differences)} rows {verb}")
        for line in conflicts:
            self.stderr.write(line)
        if conflicts:
            raise CommandError("Some rows were changed both in the files and in the admin.")
        if options["check"] and differences:
            raise CommandError("The files and the database differ: run dump_reference.")
