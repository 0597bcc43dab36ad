from __future__ import annotations

import pytest

from bcf.submissions.codes import newest_version
from bcf.submissions.models import Version
from tests.workbooks.reading import EXAMPLESHIRE


@pytest.fixture
def plan(examples: None) -> Version:
    """Exampleshire's finished plan of eighty lines."""
    return newest_version(*EXAMPLESHIRE)
