"""Running benchmarks: ratios measured side by side, in a database made for them and thrown away.

A benchmark is a module here with `run() -> list[Result]`, named in BENCHMARKS. What it compares is
told as a ratio, as the same command takes half as long again an hour later.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.database import ROOT, TEMPLATE, start_run

BENCHMARKS = [
    "check_all_plans",
    "saving",
    "pages",
    "workbooks",
    "inserting",
    "importing",
    "browser",
]


@dataclass(frozen=True)
class Result:
    """What a benchmark found: ours against the other, and the most it may be, if that is set."""

    name: str
    ratio: float
    target: float | None = None

    @property
    def holds(self) -> bool:
        return self.target is None or self.ratio <= self.target

    def line(self) -> str:
        return json.dumps(
            {**asdict(self), "ratio": float(f"{self.ratio:.3g}"), "holds": self.holds}
        )


def ratio(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = 25,
    before: Callable[[], object] = lambda: None,
) -> float:
    """The median of ours over theirs, run by turns after two rounds to warm up.

    `before` is done before each round, and not measured.
    """
    found = []
    for turn in range(rounds + 2):
        before()
        found.append(_seconds(ours) / _seconds(theirs))
        if turn < 2:
            found.clear()
    return statistics.median(found)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def throwaway_database() -> Iterator[None]:
    """A migrated, empty database, gone afterwards; on DATABASE_URL's server where it is set."""
    server = None
    if not os.environ.get("DATABASE_URL"):
        server = start_run(_cache())
        connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
    old = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(old, verbosity=0)
        if server:
            server.remove()


def _cache() -> Path:
    """Where migrated clusters are kept: the test runs' own cache."""
    cache = ROOT / ".pytest_cache" / "d" / "bcf-cluster"
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 1 when one does not hold."""
    held = True
    for name in names or BENCHMARKS:
        with throwaway_database():
            results: list[Result] = import_module(f"tests.bench.{name}").run()
        for result in results:
            print(result.line(), flush=True)
            held = held and result.holds
    return 0 if held else 1
