import pytest

from bcf.localdb.server import Server


@pytest.fixture
def server(tmp_path):
    """A server of the test's own, not yet started."""
    server = Server(tmp_path.resolve() / "db", throwaway=True)
    yield server
    server.remove()
