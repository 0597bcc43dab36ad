import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture
def localdb(server):
    """Runs `manage.py localdb` against the test's own server."""
    environment = os.environ | {
        "BCF_LOCALDB_DIR": str(server.folder),
        "BCF_LOCALDB_THROWAWAY": "1",
        "DATABASE_URL": "",
    }

    def run(*words, **variables):
        return subprocess.run(
            [sys.executable, "manage.py", "localdb", *words],
            cwd=settings.BASE_DIR,
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_start_status_stop(localdb, server):
    assert "Not running." in localdb("status").stdout
    started = localdb("start").stdout
    assert f"Running, process {server.pid()}." in started
    assert f"Data: {server.data}" in started
    assert "Stopped." in localdb("stop").stdout
    assert server.pid() is None
    assert "It was not running." in localdb("stop").stdout


def test_backup_and_restore(localdb, tmp_path):
    """The commands that docs/operations.md gives."""
    backup = str(tmp_path / "backup")
    localdb("run", "psql", "-c", "CREATE TABLE kept AS SELECT 58841000 AS pounds")
    assert localdb("run", "pg_dump", "-Fc", "-f", backup).returncode == 0
    localdb("run", "psql", "-c", "DROP TABLE kept")
    restored = localdb("run", "pg_restore", "--clean", "--if-exists", "-1", "-d", "bcf", backup)
    assert restored.returncode == 0, restored.stderr
    assert "58841000" in localdb("run", "psql", "-c", "SELECT pounds FROM kept").stdout


def test_run_passes_on_the_exit_code(localdb):
    assert localdb("run", "psql", "-c", "SELECT nothing").returncode == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["run"], "Name a program"), (["run", "pg_nothing"], "pg_nothing"), (["leap"], "leap")],
)
def test_refuses_what_it_does_not_know(localdb, words, sentence):
    done = localdb(*words)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_says_so_when_another_server_is_named(localdb):
    done = localdb("status", DATABASE_URL="postgres://somewhere/bcf")
    assert "DATABASE_URL is set" in done.stderr
