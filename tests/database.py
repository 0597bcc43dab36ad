"""The embedded PostgreSQL of one test run, in a folder of its own.

Applying every migration takes longer than most tests, so a migrated cluster is kept in
pytest's cache, by a digest of what it was made from, and each run begins from a copy.
`pytest --cache-clear` forgets it.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bcf.localdb.server import Server

ROOT = Path(__file__).resolve().parent.parent
# The database, in the copied cluster, from which test databases are copied.
TEMPLATE = "bcf"
KEPT = 3


def start_run(cache: Path) -> Server:
    """Make the server of this run and point this process and its children at it."""
    folder = Path(tempfile.mkdtemp(prefix="bcf-tests-")).resolve()
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


def _digest() -> str:
    sources = [ROOT / "bcf" / "settings.py", ROOT / "bcf" / "localdb" / "server.py"]
    sources += [*ROOT.glob("requirements/*.txt"), *ROOT.glob("**/migrations/*.py")]
    own = (path for path in sources if ".venv" not in path.parts)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(own))).hexdigest()[:16]


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
