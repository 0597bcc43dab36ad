"""A server of its own process, with several threads, on the database of this one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import quote

from django.db import connection

from tests.database import ROOT

WORKERS, THREADS = 2, 6
PATIENCE = 10


@contextmanager
def serving(said: IO[str]) -> Iterator[str]:
    """Serve the product; gives its address, such as `http://127.0.0.1:45123`.

    What the server writes goes to `said`.
    """
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "gunicorn", "bcf.wsgi", f"--bind=fd://{door.fileno()}"]
        command += [f"--workers={WORKERS}", f"--threads={THREADS}", "--log-level=warning"]
        environment = {**os.environ, "DATABASE_URL": database_url(), "DEBUG": "true"}
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[door.fileno()], stderr=said
        )
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def database_url() -> str:
    """The address of the database that this process uses."""
    place = connection.get_connection_params()
    user, password = place.get("user", ""), place.get("password", "")
    host, port = place.get("host", ""), place.get("port", "")
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    where = quote(host, safe="") + (f":{port}" if port else "")
    return f"postgres://{who}@{where}/{place['dbname']}"
