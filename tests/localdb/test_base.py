import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import OperationalError

from bcf.localdb.base import DatabaseWrapper


@pytest.fixture
def wrapper(server, monkeypatch, django_db_blocker):
    """A connection, not yet made, to a server that does not run yet."""
    monkeypatch.setenv("BCF_LOCALDB_DIR", str(server.folder))
    monkeypatch.setenv("BCF_LOCALDB_THROWAWAY", "1")
    wrapper = DatabaseWrapper({**connection.settings_dict, "NAME": "fresh"}, alias="default")
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


def test_the_first_connection_starts_the_server_and_makes_the_database(wrapper, server):
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_user, current_setting('jit')")
        assert cursor.fetchone() == ("fresh", "bcf", "off")
    assert server.pid() is not None


def test_nothing_starts_before_a_connection_is_made(wrapper, server):
    assert wrapper.vendor == "postgresql"
    assert wrapper.get_connection_params()["host"] == server.host
    assert server.pid() is None


def test_connects_again_after_the_server_stopped(wrapper, server):
    wrapper.ensure_connection()
    wrapper.close()
    server.stop()
    wrapper.ensure_connection()
    assert server.answers()


def test_a_server_that_cannot_start_is_a_database_error_that_says_why(wrapper, server):
    wrapper.ensure_connection()
    wrapper.close()
    server.stop()
    (server.data / "postgresql.auto.conf").write_text("shared_buffers = 'nonsense'\n")
    with pytest.raises(OperationalError, match="shared_buffers"):
        wrapper.ensure_connection()


def test_the_driver_is_psycopg2():
    """Django takes psycopg 3 instead, and says nothing, wherever that is installed."""
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.parametrize("variables", [{}, {"DATABASE_URL": ""}])
def test_production_never_falls_back_on_the_embedded_server(variables):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DEBUG": "false", "SECRET_KEY": "x" * 50, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DATABASE_URL is needed when DEBUG is false" in done.stderr
