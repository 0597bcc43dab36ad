import os
import subprocess
import sys

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError

from bcf.localdb.management.commands.localdb import Command
from bcf.localdb.server import PORT, ROLE, LocalDatabaseError, run_program


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


def ask(server, statement):
    connection = psycopg2.connect(host=server.host, port=PORT, user=ROLE, dbname="bcf")
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(statement)
    answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer


def test_start_status_stop(localdb, server):
    assert "Not running." in localdb("status").stdout
    started = localdb("start").stdout
    assert f"Running, process {server.pid()}." in started
    assert f"Data: {server.data}" in started
    assert ask(server, "SELECT current_database()") == ("bcf",)
    assert "Stopped." in localdb("stop").stdout
    assert server.pid() is None


def test_backup_and_restore(localdb, server, tmp_path):
    """The commands that docs/operations.md gives."""
    backup = str(tmp_path / "backup")
    localdb("start")
    ask(server, "CREATE TABLE kept AS SELECT 58841000 AS pounds")
    assert localdb("run", "pg_dump", "-Fc", "-f", backup).returncode == 0
    ask(server, "DROP TABLE kept")
    restored = localdb("run", "pg_restore", "--clean", "--if-exists", "-1", "-d", "bcf", backup)
    assert restored.returncode == 0, restored.stderr
    assert ask(server, "SELECT pounds FROM kept") == (58841000,)


def test_says_so_when_another_server_is_named(localdb):
    done = localdb("status", DATABASE_URL="postgres://somewhere/bcf")
    assert "DATABASE_URL is set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_program_is_named(server):
    with pytest.raises(CommandError, match="Name a program"):
        Command().run(server, [])


def test_a_program_that_is_not_there_is_named(server):
    with pytest.raises(LocalDatabaseError, match="no program 'pg_nothing'"):
        run_program(server, ["pg_nothing"], database="postgres")


def test_a_programs_exit_code_is_passed_on(server):
    server.ensure_running()
    assert run_program(server, ["psql", "-c", "SELECT 1 AS fine"], database="postgres") == 0
    assert run_program(server, ["psql", "-c", "SELECT nothing"], database="postgres") == 1
