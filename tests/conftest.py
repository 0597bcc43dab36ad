"""What every test run stands on: a database of its own, and the programs found here.

With DATABASE_URL set the tests use that server. Otherwise each run starts an embedded
PostgreSQL in a fresh folder, so runs never meet each other or the developer's data.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.db import connection, connections, transaction
from django.db.models.signals import post_migrate
from django.test import override_settings
from playwright.sync_api import Playwright
from pytest_django.plugin import DjangoDbBlocker

from bcf.localdb.server import Server
from tests.database import TEMPLATE, start_run

if TYPE_CHECKING:
    from bcf.submissions.models import Version


class Tool(NamedTuple):
    """A program that some tests need."""

    variable: str  # overrides the search
    commands: tuple[str, ...]
    fixture: str  # tests that use this fixture need the program
    how: str

    def find(self) -> str | None:
        chosen = os.environ.get(self.variable)
        return next(filter(None, map(shutil.which, [chosen] if chosen else self.commands)), None)


TOOLS = {
    "chromium": Tool(
        "CHROMIUM",
        ("chromium", "chromium-browser", "google-chrome"),
        "chromium_path",
        "apt-get install chromium",
    ),
    "libreoffice": Tool(
        "SOFFICE",
        ("soffice", "libreoffice"),
        "soffice",
        "apt-get install libreoffice-calc",
    ),
}
MARKERS = {"chromium": "browser", "libreoffice": "libreoffice"}
OWN_DATABASE = pytest.StashKey[Server]()


def pytest_configure(config: pytest.Config) -> None:
    _refuse_missing_tools()
    if os.environ.get("DATABASE_URL"):
        return
    if not hasattr(config, "workerinput"):  # pytest-xdist's workers inherit their controller's
        config.stash[OWN_DATABASE] = start_run(config.cache.mkdir("bcf-cluster"))
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := config.stash.get(OWN_DATABASE, None):
        server.remove()


def _refuse_missing_tools() -> None:
    """BCF_REQUIRE names the programs whose absence is a failure, not a shorter run."""
    for name in filter(None, os.environ.get("BCF_REQUIRE", "").split(",")):
        if name not in TOOLS:
            raise pytest.UsageError(f"BCF_REQUIRE names {name!r}; it may name {', '.join(TOOLS)}")
        if TOOLS[name].find() is None:
            raise pytest.UsageError(f"BCF_REQUIRE names {name}: {TOOLS[name].how}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for name, tool in TOOLS.items():
        needing = [item for item in items if tool.fixture in getattr(item, "fixturenames", ())]
        missing = tool.find() is None
        for item in needing:
            item.add_marker(MARKERS[name])
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"needs {name}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for name, tool in TOOLS.items():
        left_out = [report for report in skipped if f"needs {name}" in str(report.longrepr)]
        if left_out:
            files = ", ".join(sorted({report.location[0] for report in left_out}))
            terminalreporter.write_line(
                f"Left out {len(left_out)} tests that need {name} ({files}). "
                f"To run them: {tool.how}",
                yellow=True,
            )


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A password is hashed slowly, against guessing: too slowly for the many of tests."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Tests lay the same revisions of the same versions anew, with other content."""
    from bcf.submissions.memory import counted, remembered

    remembered.cache_clear()
    counted.cache_clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep the reference data and the examples beside the tables of each test database.

    Django makes its own permissions anew whenever a database is emptied, which takes longer
    than emptying it, and nobody is given one here.
    """
    from tests.snapshot import empty_quickly, keep_snapshots

    empty_quickly()

    uid = "django.contrib.auth.management.create_permissions"
    assert post_migrate.disconnect(dispatch_uid=uid)
    with django_db_blocker.unblock():
        keep_snapshots()


@pytest.fixture
def reference(db: None) -> None:
    """Every edition, board and allocation of the project's own files, for a test that commits."""
    from tests.snapshot import reference_data

    reference_data()


@pytest.fixture
def editions(_editions: None, db: None) -> None:
    """What `reference` gives, laid once for a whole file, none of whose tests commits."""


@pytest.fixture
def examples(_examples: None, db: None) -> None:
    """That, and the example plans and people, laid once for a whole file in the same way."""


@pytest.fixture(scope="module")
def _editions(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from tests.snapshot import reference_data

    with django_db_blocker.unblock(), _undone():
        reference_data()
        yield


@pytest.fixture(scope="module")
def _examples(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    from tests.snapshot import example_data

    with django_db_blocker.unblock(), _undone():
        example_data()
        yield


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def version(editions: None) -> Version:
    """Exampleshire's plan of two years, just started."""
    from tests.factories import plan

    return plan()


@pytest.fixture
def changed_reference(examples: None) -> Iterator[None]:
    """For tests that change what an edition asks.

    What is read of an edition is kept by its revision, and the revisions of two tests,
    each undone at its end, are the same numbers.
    """
    from bcf.submissions import sections
    from schemes import totals

    kept = (sections._sections, totals._frame)
    for cache in kept:
        cache.cache_clear()
    yield
    for cache in kept:
        cache.cache_clear()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program. A test that uses it, or `page`, is marked `browser`."""
    return _found("chromium")


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program. A test that uses it is marked `libreoffice`."""
    return _found("libreoffice")


def _found(name: str) -> str:
    path = TOOLS[name].find()
    assert path is not None, f"{name} was there when the tests were collected"
    return path


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """The driver, and the end of the connections made while its event loop ran.

    Django keeps other connections where a loop runs than elsewhere in the same thread, so
    nobody else would close them, and the test database could not be dropped.
    """
    yield playwright
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path: str) -> dict[str, object]:
    """Drive the machine's own Chromium, quietly: no download, no calls home."""
    # Playwright runs an event loop in the test's thread, which Django takes for async code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    switches = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"]
    switches += ["disable-background-networking", "disable-component-update"]
    return {"executable_path": chromium_path, "args": [f"--{switch}" for switch in switches]}
