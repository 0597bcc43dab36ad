import shutil

import pytest

from bcf.localdb.server import Server


@pytest.fixture
def new_server(tmp_path):
    """A server of the test's own, without a cluster."""
    server = Server(tmp_path.resolve() / "db", throwaway=True)
    yield server
    server.remove()


@pytest.fixture
def server(new_server, cluster):
    """A server of the test's own with an empty cluster, not yet started."""
    shutil.copytree(cluster, new_server.data)
    return new_server


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """An empty cluster to copy, since making one takes longer than most tests."""
    server = Server(tmp_path_factory.mktemp("cluster").resolve(), throwaway=True)
    server.ensure_running()
    server.stop()
    yield server.data
    server.remove()
