"""`manage.py export_workbook`: the national workbook of one board, or those of all boards."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bcf.editions.models import Collection
from bcf.figures import plural
from bcf.submissions.codes import NotFound, find_collection, newest_version
from bcf.workbooks.many import Made, Maker, built, filled, make_all, newest_of, zipped
from bcf.workbooks.registry import in_use

STDOUT = "-"


class Command(BaseCommand):
    """Exits with 1 when a board's file could not be made, with 2 when nothing could be done."""

    help = (
        "Write the newest version of a board's answer to a collection as a workbook, or with "
        "--all those of every board, into a folder or a .zip file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("board", nargs="?", help="the board's ONS code, such as E06000058")
        parser.add_argument(
            "collection", nargs="?", help="the collection's code, such as 2019-20-plan"
        )
        parser.add_argument("--all", metavar="COLLECTION", help="every board that has started it")
        parser.add_argument(
            *("-o", "--output"),
            required=True,
            help="the file to write, - for stdout; with --all a folder, or a name ending in .zip",
        )
        parser.add_argument(
            "--official", action="store_true", help="fill the official file that is in use"
        )
        parser.add_argument(
            "--with-fictional", action="store_true", help="with --all: the made-up boards too"
        )
        parser.add_argument(
            "--processes", type=_count, default=1, metavar="N", help="with --all: so many at once"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        named = not options["board"] if options["all"] else options["collection"]
        if not named:
            raise CommandError("Name a board and a collection, or --all COLLECTION.", returncode=2)
        try:
            failed = self._write_all(**options) if options["all"] else self._write_one(**options)
        except NotFound as none:
            raise CommandError(str(none), returncode=2) from none
        except OSError as error:
            reason = f"{options['output']} cannot be written: {error.strerror}."
            raise CommandError(reason, returncode=2) from None
        if failed:
            sys.exit(1)

    def _write_one(
        self, board: str, collection: str, output: str, official: bool, **options: Any
    ) -> int:
        version = newest_version(board, collection)
        (made,) = _maker(version.submission.collection, official)([version])
        if made.problems:
            raise CommandError(" ".join(made.problems), returncode=1)
        if output == STDOUT:
            sys.stdout.buffer.write(made.data)
        else:
            Path(output).write_bytes(made.data)
            self.stdout.write(f"Written to {output}.")
        return 0

    def _write_all(self, output: str, processes: int, **options: Any) -> int:
        """Write every board's file; gives how many could not be made."""
        collection = find_collection(options["all"])
        versions = newest_of(collection, fictional=options["with_fictional"])
        if not versions:
            raise NotFound(f"No board has started {collection.code}.")
        every = make_all(versions, _maker(collection, options["official"]), processes)
        told = _Told(self, len(versions))
        if output.endswith(".zip"):
            _write_zip(Path(output), told.each(every))
        else:
            _write_folder(Path(output), told.each(every))
        self.stdout.write(f"{plural(told.written, 'workbook')} written to {output}.")
        return len(versions) - told.written


class _Told:
    """Says on stderr how far it is."""

    def __init__(self, command: Command, count: int) -> None:
        self.command = command
        self.count = count
        self.written = 0

    def each(self, every: Iterator[Made]) -> Iterator[Made]:
        for number, made in enumerate(every, start=1):
            yield made
            self.written += not made.problems
            why = f": not written. {' '.join(made.problems)}" if made.problems else ""
            style = None if why else str  # what was not written is red
            self.command.stderr.write(f"{number} of {self.count}  {made.name}{why}", style)


def _maker(collection: Collection, official: bool) -> Maker:
    if not official:
        return built
    file = in_use(collection)
    if file is None:
        raise NotFound(f"No official file is in use for {collection.code}.")
    return filled(file, by=None)


def _write_folder(folder: Path, every: Iterator[Made]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for made in every:
        if not made.problems:
            (folder / made.name).write_bytes(made.data)


def _write_zip(path: Path, every: Iterator[Made]) -> None:
    """Write it beside, and put it in its place when it is whole."""
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as file:
        file.writelines(zipped(every))
    unfinished.replace(path)


def _count(typed: str) -> int:
    if not typed.isdecimal() or not 0 < int(typed) <= 64:
        raise argparse.ArgumentTypeError(f"{typed} is not a number from 1 to 64")
    return int(typed)
