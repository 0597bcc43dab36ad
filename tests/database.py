"""The embedded PostgreSQL of one test run, in a folder of its own.

Applying every migration takes longer than most tests, so a migrated cluster is kept in
pytest's cache, by a digest of what it was made from, and each run begins from a copy.
`pytest --cache-clear` forgets it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TextIO

from bcf.localdb.server import Server

ROOT = Path(__file__).resolve().parent.parent
# The database, in the copied cluster, from which test databases are copied.
TEMPLATE = "bcf"
KEPT = 3
PREFIX = "bcf-tests-"
IN_USE = "in-use"
# Open files whose locks last as long as this process.
_claims: list[TextIO] = []


def start_run(cache: Path) -> Server:
    """Make the server of this run and point this process and its children at it."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    assert _claim(folder / IN_USE)
    os.environ["BCF_LOCALDB_DIR"] = str(folder)
    os.environ["BCF_LOCALDB_THROWAWAY"] = "1"
    server = Server(folder, throwaway=True)
    kept = cache / _digest()
    if not server.account.relocated and kept.exists():
        shutil.copytree(kept, server.data)
    else:
        _migrate()
        if not server.account.relocated:
            _keep(server, kept)
    return server


def _claim(path: Path) -> bool:
    """Lock the file until this process ends. False when a living run holds it."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _claims.append(file)
    return True


def _sweep() -> None:
    """Remove the servers of earlier runs that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{IN_USE}"):
        if _claim(path):
            Server(path.parent.resolve(), throwaway=True).remove()


def _digest() -> str:
    sources = [ROOT / "bcf" / "settings.py", ROOT / "bcf" / "localdb" / "server.py"]
    for pattern in ("requirements/*.txt", "*/migrations/*.py", "bcf/*/migrations/*.py"):
        sources += ROOT.glob(pattern)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:16]


def _migrate() -> None:
    command = [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, check=True)


def _keep(server: Server, kept: Path) -> None:
    """Put a copy of the stopped cluster in the cache, and drop all but the newest few."""
    server.stop()
    unfinished = Path(tempfile.mkdtemp(dir=kept.parent, prefix="unfinished-"))
    shutil.copytree(server.data, unfinished / "data")
    with contextlib.suppress(OSError):  # another run, started beside this one, was first
        (unfinished / "data").rename(kept)
    shutil.rmtree(unfinished)
    clusters = [path for path in kept.parent.iterdir() if path.name.isalnum()]
    for older in sorted(clusters, key=lambda path: path.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(older, ignore_errors=True)
