"""A pytest plugin that tries mutants: every mutant in a fork of a run that is ready to go.

The run collects its tests, makes its database and sets up what its tests share, once. Then
each fork puts one mutant in place and runs the tests of its module until one fails. A fork
uses the run's own connection, in a savepoint that is rolled back; the run waits meanwhile.
"""

from __future__ import annotations

import gc
import json
import os
import signal
from collections.abc import Iterator, Sequence
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import NoReturn

import pytest
from django.db import connection, transaction

from tests.assure.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent.parent
#: A mutant that never ends is as good as noticed.
SECONDS = 300


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutants", help="a file: a JSON list of module, number, names of tests")
    parser.addoption("--told", help="the file to write to, a JSON line for each mutant")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try the mutants, in place of running the tests once."""
    from bcf.checks.registry import load_rules  # Django is not set up when a plugin is read

    load_rules()
    items = session.items
    _run(items[0], items[-1])  # what is left set up is what all of them share
    asked = json.loads(Path(session.config.option.mutants).read_text())
    with Path(session.config.option.told).open("w") as told:
        if not _passes(session, items, None, ""):
            pytest.exit("The tests fail without any mutant. Mend them first.", 2)
        for module, number, files in asked:
            mutant = list(mutants_of((ROOT / module).read_text()))[number]
            own = [item for name in files for item in items if item.path.name == name]
            print(json.dumps([module, number, _passes(session, own, mutant, module)]), file=told)
            told.flush()
    return True


def _run(item: pytest.Item, following: pytest.Item) -> None:
    item.ihook.pytest_runtest_protocol(item=item, nextitem=following)


def _passes(
    session: pytest.Session, items: Sequence[pytest.Item], mutant: Mutant | None, module: str
) -> bool:
    """Whether every test passes in a fork, with the mutant in place."""
    savepoint = transaction.savepoint() if connection.in_atomic_block else None
    child = os.fork()
    if not child:
        _try(session, items, mutant, module)
    _, status = os.waitpid(child, 0)
    if savepoint:
        transaction.savepoint_rollback(savepoint)
    return status == 0


def _try(
    session: pytest.Session, items: Sequence[pytest.Item], mutant: Mutant | None, module: str
) -> NoReturn:
    """Run the tests until one fails, and leave by what came of it."""
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        signal.signal(signal.SIGALRM, _too_long)
        _forget()
        if mutant:
            signal.alarm(SECONDS)
            _put_in_place(mutant, module)
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            _run(item, following)
            if session.testsfailed:
                os._exit(1)
        os._exit(0)
    finally:
        os._exit(1)  # whatever else ended it


def _too_long(number: int, frame: FrameType | None) -> NoReturn:
    raise TimeoutError


def _forget() -> None:
    """Forget what the product keeps, so that a mutant is asked anew."""
    from bcf.kept import Kept

    for thing in gc.get_objects():
        if isinstance(thing, Kept):
            vars(thing).pop("_written", None)
        elif isinstance(thing, _lru_cache_wrapper) and _is_ours(thing):
            thing.cache_clear()


def _is_ours(thing: object) -> bool:
    return str(getattr(thing, "__module__", "")).startswith(("bcf.", "schemes."))


def _put_in_place(mutant: Mutant, module: str) -> None:
    """Give every function of the module its code in the mutant."""
    changed = compile(mutant.tree, str(ROOT / module), "exec", dont_inherit=True)
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(changed)}
    name = module.removesuffix(".py").replace("/", ".")
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__module__ == name:
            where = (thing.__code__.co_qualname, thing.__code__.co_firstlineno)
            if where in codes:
                thing.__code__ = codes[where]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part
            yield from _codes(part)
