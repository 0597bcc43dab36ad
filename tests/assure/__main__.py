"""`python -m tests.assure [--sample N]`: mutate the rules' code and see whether its tests notice.

Each mutant is written into a copy of the tree and the rules' tests run against it. A mutant
that they pass is alive. It fails when 15 % or more are: then a rule can be changed without any
test saying so. All mutants take hours on two cores; a sample, always the same one for a
number, takes its share of that.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.assure.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent.parent
#: The rules' code.
MODULES = ("schemes/checks/*.py", "bcf/checks/*.py", "schemes/totals.py", "schemes/sums.py")
TESTS = ("tests/schemes/checks", "tests/checks")
#: The share of mutants that may stay alive.
MOST_ALIVE = 0.15
#: A mutant that never ends is as good as noticed.
SECONDS = 600
NOT_COPIED = (".git", "var", "node_modules", ".venv", "mutants", ".mypy_cache", ".ruff_cache")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="how many mutants; 0 is all")
    asked = parser.parse_args().sample
    every = [
        (path.relative_to(ROOT), mutant)
        for pattern in MODULES
        for path in sorted(ROOT.glob(pattern))
        for mutant in mutants_of(path.read_text())
    ]
    chosen = random.Random(1).sample(every, min(asked, len(every))) if asked else every
    with tempfile.TemporaryDirectory(prefix="bcf-assure-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        if not _passes(copy):
            sys.exit("The rules' tests fail without any mutant. Mend them first.")
        alive = [(path, mutant) for path, mutant in chosen if _alive(copy, path, mutant)]
    share = len(alive) / len(chosen)
    print(
        json.dumps(
            {
                "name": "mutants_alive",
                "of": len(every),
                "tried": len(chosen),
                "alive": len(alive),
                "ratio": round(share, 3),
                "target": MOST_ALIVE,
                "holds": share < MOST_ALIVE,
            }
        )
    )
    return 0 if share < MOST_ALIVE else 1


def _alive(copy: Path, path: Path, mutant: Mutant) -> bool:
    """Whether the tests pass with the mutant in place of its module."""
    whole = (copy / path).read_text()
    (copy / path).write_text(mutant.source)
    try:
        alive = _passes(copy)
    finally:
        (copy / path).write_text(whole)
    print(f"{'ALIVE' if alive else 'noticed'} {path}:{mutant.line} {mutant.change}", flush=True)
    return alive


def _passes(copy: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", *TESTS]
    try:
        run = subprocess.run(command, cwd=copy, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
