import pytest

from tests.editions.folder import Folder


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "reference")
