"""Starting from every state that a killed process can leave behind."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from bcf.localdb.server import PORT, ROLE, LocalDatabaseError, Server

STARTER = """
import sys
from pathlib import Path
from bcf.localdb.server import Server
server = Server(Path(sys.argv[1]), throwaway=True)
server.ensure_running()
print(server.pid())
"""


def starter(server, **options):
    """Another process that starts the server."""
    command = [sys.executable, "-c", STARTER, str(server.folder)]
    return subprocess.Popen(command, text=True, **options)


@contextlib.contextmanager
def cursor(server):
    connection = psycopg2.connect(host=server.host, port=PORT, user=ROLE, dbname="postgres")
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


def ask(server, statement):
    with cursor(server) as it:
        it.execute(statement)
        return it.fetchone()[0]


def processes(server):
    """Every process that works in the server's data folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, PermissionError, ProcessLookupError):
            if (process / "cwd").readlink() == server.data:
                yield int(process.name)


def test_starts_from_nothing(new_server):
    new_server.ensure_running()
    assert new_server.answers()
    assert ask(new_server, "SHOW data_directory") == str(new_server.data)
    assert new_server.data.name == "pg" + str(ask(new_server, "SHOW server_version_num"))[:2]


def test_a_second_start_keeps_the_first_server(server):
    server.ensure_running()
    first = server.pid()
    server.ensure_running()
    assert server.pid() == first


def test_text_is_the_same_on_every_machine(new_server):
    new_server.ensure_running()
    assert ask(new_server, "SELECT upper('\u00e9cole')") == "\u00c9COLE"
    assert ask(new_server, "SELECT 'B' < 'a' COLLATE \"default\"")
    assert ask(new_server, "SHOW server_encoding") == "UTF8"


def test_nobody_else_can_reach_it(server):
    server.ensure_running()
    assert ask(server, "SHOW listen_addresses") == ""
    assert os.stat(server.host).st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_a_long_path_is_no_hindrance(new_server):
    long = Server(new_server.folder / ("long" * 30) / ("longer" * 10), throwaway=True)
    long.ensure_running()
    assert long.answers()
    long.remove()


def test_many_processes_start_one_server(new_server):
    starters = [starter(new_server, stdout=subprocess.PIPE) for _ in range(6)]
    pids = {process.communicate()[0] for process in starters}
    assert [process.returncode for process in starters] == [0] * 6
    assert pids == {f"{new_server.pid()}\n"}


def test_stops_and_starts_again_with_its_data(server):
    server.ensure_running()
    with cursor(server) as it:
        it.execute("CREATE TABLE kept AS SELECT 58841000 AS pounds")
    assert server.stop()
    assert not server.answers()
    assert not server.stop()
    server.ensure_running()
    assert ask(server, "SELECT pounds FROM kept") == 58841000


def test_a_killed_server_loses_nothing(server):
    durable = Server(server.folder)
    durable.ensure_running()
    with cursor(durable) as it:
        it.execute("CREATE TABLE kept AS SELECT 58841000 AS pounds")
    killed = durable.pid()
    os.kill(killed, signal.SIGKILL)
    durable.ensure_running()
    assert durable.pid() != killed
    assert ask(durable, "SELECT pounds FROM kept") == 58841000


def test_starts_after_the_server_was_killed_under_a_busy_query(server):
    server.ensure_running()
    with cursor(server) as busy:
        busy.connection.autocommit = True
        query = "SELECT count(*) FROM generate_series(1, 6000000)"
        slow = subprocess.Popen(
            [server.programs / "psql", "-h", server.host, "-U", ROLE, "-c", query, "postgres"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: ask(server, f"{BUSY} '{query}'") == 1)
        os.kill(server.pid(), signal.SIGKILL)
        server.ensure_running()
        assert ask(server, "SELECT 1") == 1
        slow.wait()


BUSY = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query ="


def test_starts_after_every_process_of_the_server_was_killed(server):
    server.ensure_running()
    killed = list(processes(server))
    assert len(killed) > 3
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    server.ensure_running()
    assert ask(server, "SELECT 1") == 1


@pytest.mark.parametrize("children_too", [False, True])
@pytest.mark.parametrize(
    "moment",
    ["CLUSTER.lock", "CLUSTER.new/global/pg_control", "CLUSTER", "CLUSTER/postmaster.pid"],
)
def test_starts_after_a_start_was_killed(new_server, moment, children_too):
    process = starter(new_server, start_new_session=True, stdout=subprocess.DEVNULL)
    wait_until((new_server.folder / moment.replace("CLUSTER", new_server.cluster)).exists)
    if children_too:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
    new_server.ensure_running()
    assert ask(new_server, "SELECT 1") == 1


def test_starts_beside_a_half_made_cluster(new_server):
    half = new_server.folder / f"{new_server.cluster}.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    new_server.ensure_running()
    assert new_server.answers()
    assert not half.exists()


@pytest.fixture
def zombie():
    """A process that has ended and that nobody has waited for."""
    process = subprocess.Popen(["true"])
    wait_until(lambda: Path(f"/proc/{process.pid}/stat").read_text().split()[2] == "Z")
    yield process.pid
    process.wait()


@pytest.mark.parametrize("owner", ["zombie", "another program", "nothing"])
def test_starts_over_the_lock_files_of_a_dead_server(server, zombie, owner):
    server.ensure_running()
    pid_file = server.data / "postmaster.pid"
    socket_lock = Path(server.host) / f".s.PGSQL.{PORT}.lock"
    left = {path: path.read_text() for path in (pid_file, socket_lock)}
    pid = server.pid()
    server.stop()
    owners = {"zombie": zombie, "another program": os.getppid(), "nothing": 2**22 - 1}
    for path, text in left.items():
        path.write_text(text.replace(str(pid), str(owners[owner]), 1))
    server.ensure_running()
    assert server.pid() not in (None, owners[owner])
    assert ask(server, "SELECT 1") == 1


def test_starts_over_lock_files_that_were_never_filled(server):
    server.ensure_running()
    server.stop()
    for path in (server.data / "postmaster.pid", Path(server.host) / f".s.PGSQL.{PORT}.lock"):
        path.touch()
        os.utime(path, (0, 0))
    server.ensure_running()
    assert server.answers()


def test_starts_after_its_socket_folder_was_cleared_away(server):
    server.ensure_running()
    server.stop()
    shutil.rmtree(server.host)
    server.ensure_running()
    assert server.answers()


def test_says_what_the_server_said_when_it_does_not_start(server):
    server.ensure_running()
    server.stop()
    (server.data / "postgresql.auto.conf").write_text("shared_buffers = 'nonsense'\n")
    with pytest.raises(LocalDatabaseError, match="shared_buffers"):
        server.ensure_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_refuses_a_socket_folder_that_somebody_else_made(server):
    folder = Path(server.host)
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    try:
        with pytest.raises(LocalDatabaseError, match="belongs to another user"):
            server.ensure_running()
    finally:
        folder.rmdir()


def test_remove_leaves_nothing(new_server):
    new_server.ensure_running()
    places = [new_server.home, new_server.folder, Path(new_server.host)]
    new_server.remove()
    assert not any(place.exists() for place in places)
    assert list(processes(new_server)) == []


def wait_until(condition):
    give_up = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < give_up, "it never came true"
        time.sleep(0.005)
