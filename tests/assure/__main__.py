"""`python -m tests.assure [--sample N]`: mutate the rules' code and see whether tests notice.

A mutant that its tests pass is alive. It fails when 15 % or more are: then a rule can be
changed without any test saying so. A sample is always the same one for a number.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.assure.mutants import mutants_of

ROOT = Path(__file__).resolve().parent.parent.parent
RULES, ENGINE, TOTALS = "tests/schemes/checks", "tests/checks", "tests/schemes/test_totals.py"
#: The rules once more, slowly, over random plans.
ORACLE = "test_oracle.py"
#: The tests that are to notice a module's mutants, where they are not just those of its name.
TESTS = {
    "schemes/checks/facts.py": {RULES: ["test_income.py", "test_lines.py"]},
    "schemes/totals.py": {
        TOTALS: ["test_totals.py"],
        RULES: ["test_minimums.py", "test_income.py", "test_expenditure.py", ORACLE],
    },
    "schemes/sums.py": {TOTALS: ["test_totals.py"], RULES: ["test_minimums.py", ORACLE]},
    "bcf/checks/rows.py": {RULES: ["test_lines.py"]},
}
#: The share of mutants that may stay alive.
MOST_ALIVE = 0.15
WORKERS = 2

#: A mutant by its module and its number there.
Name = tuple[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="how many mutants; 0 is all")
    asked = parser.parse_args().sample
    tests = _tests_of_modules()
    every = [
        (module, number)
        for module in tests
        for number, _ in enumerate(mutants_of((ROOT / module).read_text()))
    ]
    chosen = random.Random(1).sample(every, min(asked, len(every))) if asked else every
    alive: list[Name] = chosen
    for run in (TOTALS, ENGINE, RULES):
        tried = [(*name, tests[name[0]][run]) for name in alive if run in tests[name[0]]]
        noticed = {(module, number) for module, number, _ in tried} - _alive(run, tried)
        alive = [name for name in alive if name not in noticed]
    for module, number in alive:
        mutant = list(mutants_of((ROOT / module).read_text()))[number]
        print(f"ALIVE {module}:{mutant.line} {mutant.change}")
    share = len(alive) / len(chosen)
    result = {
        "name": "mutants_alive",
        "of": len(every),
        "tried": len(chosen),
        "alive": len(alive),
        "ratio": round(share, 3),
        "target": MOST_ALIVE,
        "holds": share < MOST_ALIVE,
    }
    print(json.dumps(result))
    return 0 if share < MOST_ALIVE else 1


def _tests_of_modules() -> dict[str, dict[str, list[str]]]:
    """The tests of each module: names of files, by the run that they are part of."""
    tests: dict[str, dict[str, list[str]]] = {}
    for path in ROOT.glob("schemes/checks/*.py"):
        tests[str(path.relative_to(ROOT))] = {RULES: [f"test_{path.name}", ORACLE]}
    for path in ROOT.glob("bcf/checks/*.py"):
        tests[str(path.relative_to(ROOT))] = {ENGINE: [f"test_{path.name}"]}
    return {**dict(sorted(tests.items())), **TESTS}


def _alive(tests: str, names: Sequence[tuple[str, int, list[str]]]) -> set[Name]:
    """Which of these mutants their tests in a run of `tests` pass."""
    with tempfile.TemporaryDirectory(prefix="bcf-assure-") as scratch:
        shares = [names[worker::WORKERS] for worker in range(WORKERS)]
        runs = [
            _start(tests, share, Path(scratch) / str(worker))
            for worker, share in enumerate(shares)
            if share
        ]
        found: set[Name] = set()
        for run, told in runs:
            output, _ = run.communicate()
            if run.returncode:
                sys.exit(f"The mutants could not be tried:\n{output}")
            lines = [json.loads(line) for line in told.read_text().splitlines()]
            found |= {(module, number) for module, number, is_alive in lines if is_alive}
        return found


def _start(
    tests: str, names: Sequence[tuple[str, int, list[str]]], scratch: Path
) -> tuple[subprocess.Popen[str], Path]:
    """A run of the tests that tries these mutants, and where it tells what came of them."""
    asked, told = scratch.with_suffix(".asked"), scratch.with_suffix(".told")
    asked.write_text(json.dumps(names))
    plugin = ["-p", "tests.assure.runner", f"--mutants={asked}", f"--told={told}"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly"]
    run = subprocess.Popen(
        [*command, *plugin, tests],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return run, told


if __name__ == "__main__":
    sys.exit(main())
