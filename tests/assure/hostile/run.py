"""The mutants one after the other, in forks, so that one that ends its process ends no more."""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from openpyxl import load_workbook

from bcf.examples.plans import load_plans
from bcf.submissions.codes import newest_version
from bcf.workbooks.export import workbook
from bcf.workbooks.opening import Unreadable
from tests.bench.run import throwaway_database
from tests.factories import EXAMPLESHIRE, TWO_YEARS
from tests.workbooks.saving import saved

from .mutants import Original
from .target import target

COUNT, SEED = 10_000, 1
#: Mutants that one fork tries.
BATCH = 500
#: How much more memory a fork may ever take than it began with, in MB.
MOST_MEMORY = 150
#: A mutant that takes longer ends its fork.
SECONDS = 60
#: What asks for more bytes ends its fork, and not the machine.
MOST_ADDRESSED = 4 << 30


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.assure.hostile")
    parser.add_argument("--count", type=int, default=COUNT, help="how many mutants")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--first", type=int, default=0, help="the number to begin at")
    asked = parser.parse_args(arguments)
    with throwaway_database():
        books = _originals()
        return 0 if run(books, asked.seed, asked.first, asked.count) else 1


def run(books: Sequence[Original], seed: int, first: int, count: int) -> bool:
    """Try so many mutants; True when each was read or refused, within the memory."""
    outcomes: Counter[str] = Counter()
    memory, number, failed = 0.0, first, 0
    while number < first + count:
        told = _fork(books, seed, range(number, min(number + BATCH, first + count)))
        for name, outcome, took in told:
            outcomes[outcome] += 1
            memory = max(memory, took)
            if outcome not in ("read", "refused"):
                failed += 1
                path = _keep(books, seed, number)
                print(f"FAILED seed {seed} number {number} {name}: {outcome}; see {path}")
            number += 1
    result = {
        "name": "hostile_mutants",
        "tried": count,
        "read": outcomes["read"],
        "refused": outcomes["refused"],
        "failed": failed,
        "memory_mb": round(memory),
        "target_mb": MOST_MEMORY,
        "holds": not failed,
    }
    print(json.dumps(result))
    return not failed


def _originals() -> list[Original]:
    """A plan's workbook as we export it, and as a program that shares texts saves it again."""
    call_command("load_reference", verbosity=0)
    load_plans()
    data = workbook(newest_version(EXAMPLESHIRE, TWO_YEARS))
    again = saved(load_workbook(io.BytesIO(data)))
    return [Original(data), Original(again)]


def _mutant(books: Sequence[Original], seed: int, number: int) -> tuple[str, bytes]:
    return books[number % len(books)].mutant(Random(f"{seed}:{number}"))


def _keep(books: Sequence[Original], seed: int, number: int) -> Path:
    """Write a mutant to a file, to be looked at."""
    path = settings.VAR_DIR / "hostile" / f"{seed}-{number}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_mutant(books, seed, number)[1])
    return path


#: What was changed, what came of it, and the most memory that was ever taken until then, in MB.
Told = tuple[str, str, float]


def _fork(books: Sequence[Original], seed: int, numbers: range) -> list[Told]:
    """Try these mutants in a fork, until all are tried or one ends it."""
    connection.close()  # a fork opens one of its own, if it needs any
    sys.stdout.flush()
    with tempfile.TemporaryFile("w+") as told:
        child = os.fork()
        if not child:
            _try(books, seed, numbers, told.fileno())
        _, status = os.waitpid(child, 0)
        told.seek(0)
        tried: list[Told] = [tuple(json.loads(line)) for line in told]
    if status:
        number = numbers[len(tried)]
        name, _ = _mutant(books, seed, number)
        tried.append((name, f"ended its process with status {status}", 0))
    return tried


def _try(books: Sequence[Original], seed: int, numbers: range, told: int) -> NoReturn:
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the reader says of its own bugs
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSED, MOST_ADDRESSED))
        before = _memory()
        for number in numbers:
            signal.alarm(SECONDS)
            name, data = _mutant(books, seed, number)
            outcome, memory = _outcome(data), _memory() - before
            if memory > MOST_MEMORY:
                outcome = f"{outcome}, and took {memory:.0f} MB"
            os.write(told, f"{json.dumps([name, outcome, memory])}\n".encode())
            if memory > MOST_MEMORY:
                break  # what was taken stays taken, so another fork goes on
        os._exit(0)
    finally:
        os._exit(1)


def _outcome(data: bytes) -> str:
    try:
        target(data)
    except Unreadable:
        return "refused"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{type(error).__module__}.{type(error).__qualname__}"
    return "read"


def _memory() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
